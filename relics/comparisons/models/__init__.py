"""What was recorded at the gate, what is presented again, and who said that it is the same."""

from .comparison import Comparison, MarkSeen, PresentedPhoto, SealSeen, Status
from .reference import Reference, ReferencePhoto
from .verdicts import Finding, Signature, Verdict

__all__ = [
    "Comparison",
    "Finding",
    "MarkSeen",
    "PresentedPhoto",
    "Reference",
    "ReferencePhoto",
    "SealSeen",
    "Signature",
    "Status",
    "Verdict",
]
