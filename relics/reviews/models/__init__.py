"""The review: the application, its items, the panel's opinions, marks and hand-overs."""

from .correction import Correction, CorrectionPoint
from .custody import Attendance, HandBack, Mark, MarkReplacement, MarkSighting, Release
from .decisions import Decision, NonAcceptance, Opinion, PanelMember
from .item import ReviewItem
from .review import Review

__all__ = [
    "Attendance",
    "Correction",
    "CorrectionPoint",
    "Decision",
    "HandBack",
    "Mark",
    "MarkReplacement",
    "MarkSighting",
    "NonAcceptance",
    "Opinion",
    "PanelMember",
    "Release",
    "Review",
    "ReviewItem",
]
