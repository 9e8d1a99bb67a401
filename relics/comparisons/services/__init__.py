"""The verbs of the comparison."""

from .judging import explain, judge_finding, leave_unexplained, suspect_swap
from .presenting import begin_comparison, present_photo, record_marks, record_measures
from .recording import record_reference, remark_reference
from .signing import sign

__all__ = [
    "begin_comparison",
    "explain",
    "judge_finding",
    "leave_unexplained",
    "present_photo",
    "record_marks",
    "record_measures",
    "record_reference",
    "remark_reference",
    "sign",
    "suspect_swap",
]
