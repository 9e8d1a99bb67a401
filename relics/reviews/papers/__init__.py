"""What each paper of a review says: the content of its snapshot, in Chinese, from rows alone."""

from .grounds import RIGHTS
from .notices import (
    acceptance_content,
    appointment_content,
    correction_content,
    deemed_withdrawal_content,
    hand_back_content,
    no_show_content,
    non_acceptance_content,
    receipt_content,
)
from .outcomes import judged_content, outcome_papers
from .parts import pictured, pictures_of

__all__ = [
    "RIGHTS",
    "acceptance_content",
    "appointment_content",
    "correction_content",
    "deemed_withdrawal_content",
    "hand_back_content",
    "judged_content",
    "no_show_content",
    "non_acceptance_content",
    "outcome_papers",
    "pictured",
    "pictures_of",
    "receipt_content",
]
