"""The verbs of sessions and bookings.

Lock order: the case row first, session rows last, and those in the order of their keys. Seats
are only ever taken by the trigger of an inserted booking, when its transaction commits: the row
that all clients want stays locked for no round trip.
"""

from .bookings import book_seats, cancel_booking, claim_seats, move_booking, request_booking
from .desk import confirm_booking, record_attendance, record_no_show, refuse_booking
from .seats import sale
from .sessions import close_session, open_session, staff_session

__all__ = [
    "book_seats",
    "cancel_booking",
    "claim_seats",
    "close_session",
    "confirm_booking",
    "move_booking",
    "open_session",
    "record_attendance",
    "record_no_show",
    "refuse_booking",
    "request_booking",
    "sale",
    "staff_session",
]
