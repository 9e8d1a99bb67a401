"""The verbs of the roster and of third-party reports."""

from .outside import MOST_BYTES, note_report, register_outside_appraiser, submit_report
from .panel import propose_panel
from .roster import (
    declare_tie,
    end_post,
    extend_qualification,
    grant_qualification,
    record_absence,
    record_post,
    record_skill,
)

__all__ = [
    "MOST_BYTES",
    "declare_tie",
    "end_post",
    "extend_qualification",
    "grant_qualification",
    "note_report",
    "propose_panel",
    "record_absence",
    "record_post",
    "record_skill",
    "register_outside_appraiser",
    "submit_report",
]
