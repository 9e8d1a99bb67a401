"""The verbs of transfers between zones."""

from .ending import lapse_lists, withdraw_list
from .filing import correct_in_list, correct_out_list, file_in_list, file_out_list

__all__ = [
    "correct_in_list",
    "correct_out_list",
    "file_in_list",
    "file_out_list",
    "lapse_lists",
    "withdraw_list",
]
