"""The verbs of the lists, the check and the freeze."""

from .checking import check_object, look_alikes, recheck_object
from .freezing import freeze_object, record_instruction, report_freeze
from .judging import judge_candidate
from .traits import traits_of

__all__ = [
    "check_object",
    "freeze_object",
    "judge_candidate",
    "look_alikes",
    "recheck_object",
    "record_instruction",
    "report_freeze",
    "traits_of",
]
