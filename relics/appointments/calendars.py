"""A booking as an iCalendar file for the visitor's own calendar."""

from datetime import UTC, datetime, time

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


def calendar_file(booking: Booking) -> bytes:
    """The booking as ``text/calendar``: when, where, what to bring; nobody is named.

    A booking that no longer stands comes out as cancelled, under the same identifier.
    """
    session = booking.session
    start, end = hours_of(session)
    event = Event()
    event.add("uid", f"booking-{booking.pk}@relicgate")
    event.add("dtstamp", booking.created_at.astimezone(UTC))
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("summary", _("文物审核预约 %(number)s") % {"number": booking.case})
    event.add("location", session.address)
    event.add("description", session.notice)
    event.add("status", _STATUS.get(BookingStatus(booking.status), "CANCELLED"))
    calendar = Calendar()
    calendar.add("prodid", "-//relicgate//appointments//ZH")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


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
