"""The verbs of sessions and bookings.

Lock order: the case row first, session rows last, and those in the order of their keys. Seats
are only ever taken by the trigger of an inserted booking, when its transaction commits: the row
that all clients want stays locked for no round trip. What waits for seats is asked as they come
free, in the transaction that frees them (offers.py).
"""

from .absences import give_no_show_notice, postpone
from .bookings import book_seats, cancel_booking, claim_seats, move_booking, request_booking
from .closing import close_day
from .desk import confirm_booking, record_attendance, record_no_show, refuse_booking
from .feeds import make_feed, revoke_feed
from .offers import lapse_offer, offer_free_seats
from .seats import sale
from .sessions import close_session, open_session, staff_session
from .templates import change_template, generate_sessions, write_template
from .visits import decline_visit, grant_visit, request_visit
from .waiting import end_waiting, join_waiting_list, leave_waiting_list

__all__ = [
    "book_seats",
    "cancel_booking",
    "change_template",
    "claim_seats",
    "close_day",
    "close_session",
    "confirm_booking",
    "decline_visit",
    "end_waiting",
    "generate_sessions",
    "give_no_show_notice",
    "grant_visit",
    "join_waiting_list",
    "lapse_offer",
    "leave_waiting_list",
    "make_feed",
    "move_booking",
    "offer_free_seats",
    "open_session",
    "postpone",
    "record_attendance",
    "record_no_show",
    "refuse_booking",
    "request_booking",
    "request_visit",
    "revoke_feed",
    "sale",
    "staff_session",
    "write_template",
]
