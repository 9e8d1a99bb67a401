"""The verbs of the lists, the check and the freeze."""

from .checking import check_object, look_alikes, recheck_object
from .freezing import freeze_object, record_instruction, report_freeze
from .judging import judge_candidate
from .maintaining import create_list, drop_version, put_in_force, upload_version
from .rechecking import recheck_all, take_photos
from .traits import traits_of

__all__ = [
    "check_object",
    "create_list",
    "drop_version",
    "freeze_object",
    "judge_candidate",
    "look_alikes",
    "put_in_force",
    "recheck_all",
    "recheck_object",
    "record_instruction",
    "report_freeze",
    "take_photos",
    "traits_of",
    "upload_version",
]
