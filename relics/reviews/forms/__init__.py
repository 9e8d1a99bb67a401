"""The forms of this room."""

from .application import CorrectionForm, NewApplicationForm, ParticularsForm, WithdrawForm

__all__ = ["CorrectionForm", "NewApplicationForm", "ParticularsForm", "WithdrawForm"]
