"""The lists, what a check found in them, and the freezing of an object."""

from .candidate import Candidate, CandidateVerdict
from .check import ListCheck, PhotoTrait, Traits
from .freeze import Freeze, Instruction
from .listing import ListedObject, ListedPhoto, ListVersion, WatchList

__all__ = [
    "Candidate",
    "CandidateVerdict",
    "Freeze",
    "Instruction",
    "ListCheck",
    "ListVersion",
    "ListedObject",
    "ListedPhoto",
    "PhotoTrait",
    "Traits",
    "WatchList",
]
