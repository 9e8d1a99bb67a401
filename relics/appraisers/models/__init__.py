"""The roster of an office, and the appraisers outside it whose reports are evidence."""

from .outside import OutsideAppraiser, OutsideReport, ReportNote
from .roster import Absence, Appraiser, Post, Qualification, Skill, Tie

__all__ = [
    "Absence",
    "Appraiser",
    "OutsideAppraiser",
    "OutsideReport",
    "Post",
    "Qualification",
    "ReportNote",
    "Skill",
    "Tie",
]
