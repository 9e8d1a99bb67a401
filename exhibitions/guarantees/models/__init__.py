"""The tables of this room."""

from .change import Change, Ruling
from .cover import Coverage, Hold
from .guarantee import LIVE, OPEN, Guarantee, GuaranteeForm, GuaranteeStatus

__all__ = [
    "LIVE",
    "OPEN",
    "Change",
    "Coverage",
    "Guarantee",
    "GuaranteeForm",
    "GuaranteeStatus",
    "Hold",
    "Ruling",
]
