"""Sessions, bookings, the waiting list, and what is recorded around them."""

from .booking import LIVE, SEATED, Booking, BookingStatus
from .feeds import CalendarFeed
from .session import (
    WEEKDAYS,
    WHAT_TO_BRING,
    Half,
    Offering,
    PlaceKind,
    Session,
    SessionStaff,
    SessionTemplate,
    Unit,
)
from .visiting import NoShowNotice, Postponement, VisitRequest, VisitStatus
from .waiting import ON_THE_LIST, WaitingEntry, WaitingStatus

__all__ = [
    "LIVE",
    "ON_THE_LIST",
    "SEATED",
    "WEEKDAYS",
    "WHAT_TO_BRING",
    "Booking",
    "BookingStatus",
    "CalendarFeed",
    "Half",
    "NoShowNotice",
    "Offering",
    "PlaceKind",
    "Postponement",
    "Session",
    "SessionStaff",
    "SessionTemplate",
    "Unit",
    "VisitRequest",
    "VisitStatus",
    "WaitingEntry",
    "WaitingStatus",
]
