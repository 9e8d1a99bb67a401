"""What enters, how it was found, and how long it stays."""

from .declaration import EntryDeclaration
from .record import EntryRecord
from .seal import CustomsWord, SealCheck, Violation
from .stay import Incident, Settlement, Stay, StayStatus
from .time import StayAlarm, StayClock

__all__ = [
    "CustomsWord",
    "EntryDeclaration",
    "EntryRecord",
    "Incident",
    "SealCheck",
    "Settlement",
    "Stay",
    "StayAlarm",
    "StayClock",
    "StayStatus",
    "Violation",
]
