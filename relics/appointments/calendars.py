"""A booking as an iCalendar file for the visitor's own calendar."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from .models import Booking, BookingStatus, Half, Session

NOON = time(12)

_STATUS = {
    BookingStatus.REQUESTED: "TENTATIVE",
    BookingStatus.CONFIRMED: "CONFIRMED",
    BookingStatus.ATTENDED: "CONFIRMED",
}


_SEQUENCE = {BookingStatus.REQUESTED: 0, BookingStatus.CONFIRMED: 1, BookingStatus.ATTENDED: 1}
CANCELLED_SEQUENCE = 2
"""A booking only goes forward, so its state tells which version of the event this is."""

REFRESH = timedelta(hours=1)
"""How often a subscribed calendar need ask."""


def calendar_file(booking: Booking) -> bytes:
    """The booking as ``text/calendar``: when, where, what to bring; nobody is named.

    A booking that no longer stands comes out as cancelled, under the same identifier and with a
    higher SEQUENCE (RFC 5545 §3.8.7.4).
    """
    return _calendar([_visit(booking)])


def calendar_feed(sessions: Iterable[Session], bookings: Iterable[Booking]) -> bytes:
    """The sessions of a person or office, and their bookings by case number; nobody is named."""
    return _calendar([*map(_sitting, sessions), *map(_visit, bookings)], refresh=True)


def _calendar(events: Iterable[Event], *, refresh: bool = False) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//relicgate//appointments//ZH")
    calendar.add("version", "2.0")
    if refresh:
        calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _visit(booking: Booking) -> Event:
    status = BookingStatus(booking.status)
    event = _event(booking.session, f"booking-{booking.pk}@relicgate")
    event.add("dtstamp", booking.created_at.astimezone(UTC))
    event.add("summary", _("文物审核预约 %(number)s") % {"number": booking.case})
    event.add("status", _STATUS.get(status, "CANCELLED"))
    event.add("sequence", _SEQUENCE.get(status, CANCELLED_SEQUENCE))
    return event


def _sitting(session: Session) -> Event:
    event = _event(session, f"session-{session.pk}@relicgate")
    event.add("dtstamp", datetime.combine(session.date, NOON, tzinfo=UTC))
    places = {"booked": session.booked, "capacity": session.capacity}
    event.add("summary", _("文物审核场次（%(booked)d/%(capacity)d）") % places)
    return event


def _event(session: Session, uid: str) -> Event:
    start, end = hours_of(session)
    event = Event()
    event.add("uid", uid)
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("location", session.address)
    event.add("description", session.notice)
    return event


def hours_of(session: Session) -> tuple[datetime, datetime]:
    """The half-day as moments: the office's opening to noon, or noon to its closing."""
    office = session.office
    morning = session.half == Half.AM
    first, last = (office.opens_at, NOON) if morning else (NOON, office.closes_at)
    zone = timezone.get_default_timezone()
    return (
        datetime.combine(session.date, first, tzinfo=zone),
        datetime.combine(session.date, last, tzinfo=zone),
    )
