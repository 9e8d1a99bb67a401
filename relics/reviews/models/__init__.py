"""The exit review: the application, its items, the panel's opinions, marks and hand-overs."""

from .custody import Attendance, HandBack, Mark, MarkSighting, Release
from .decisions import Decision, NonAcceptance, Opinion, PanelMember
from .review import Correction, CorrectionPoint, Review, ReviewItem

__all__ = [
    "Attendance",
    "Correction",
    "CorrectionPoint",
    "Decision",
    "HandBack",
    "Mark",
    "MarkSighting",
    "NonAcceptance",
    "Opinion",
    "PanelMember",
    "Release",
    "Review",
    "ReviewItem",
]
