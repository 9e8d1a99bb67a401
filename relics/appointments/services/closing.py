"""The office closes a day: nobody stands before a locked door unwarned."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases.models import CalendarDay
from approvals.parties.models import Office, User
from approvals.record.refusals import NotAcceptable, Refusal, Refused
from approvals.record.services import write_trail
from relics.appointments.measure import Load
from relics.appointments.models import LIVE, Booking, Session
from relics.appointments.procedures import booked_procedure
from relics.appointments.queries import free_sessions
from relics.appointments.rules import session_refusal

from .rights import acting_officer
from .sessions import close_session

LOOKED_AT = 30
"""Free sessions that are tried for each booking of a closed day."""


@dataclass
class ClosedDay:
    """What a closed day did: bookings moved (old to new), and those told to choose again."""

    moved: list[tuple[Booking, Booking]] = field(default_factory=list)
    warned: list[Booking] = field(default_factory=list)


def close_day(office: Office, day: date, *, note: str, by: User) -> ClosedDay:
    """Close a day of the office (停办一天). By a scheduler; holidays too are closed this way.

    Its sessions take no more bookings. Each case is moved by its procedure to the next session
    that fits, inside the clock; who is confirmed is so again, before a lawful panel, and is sent
    a new notice. Who has nowhere to go is told in its record and chooses itself. Each case is
    dealt with in a transaction of its own.
    """
    _mark_closed(office, day, note, by)
    result = ClosedDay()
    live = Booking.objects.filter(session__office=office, session__date=day, status__in=LIVE)
    for booking in live.select_related("case__office", "session__office__party").order_by("pk"):
        _deal_with(booking, note, by, result)
    return result


@transaction.atomic
def _mark_closed(office: Office, day: date, note: str, by: User) -> None:
    officer = acting_officer(by, office)
    if day < timezone.localdate():
        raise NotAcceptable(Refusal("session_past", _("不能停办已经过去的日期。"), "R-APPT-03"))
    if not note.strip():
        raise NotAcceptable(
            Refusal("reason_missing", _("停办须写明原因。"), "R-APPT-03", _("请填写原因。"))
        )
    CalendarDay.objects.update_or_create(
        office=office.party, day=day, defaults={"is_working": False, "note": note.strip()[:100]}
    )
    for session in Session.objects.filter(office=office, date=day, is_open=True).order_by("pk"):
        close_session(session, by=by)
    write_trail(
        f"office:{office.pk}",
        "office.close_day",
        by=by,
        subject=f"office:{office.pk}",
        after={"day": day},
        reason=note,
        acting_for=officer.name,
    )


def _deal_with(booking: Booking, note: str, by: User, result: ClosedDay) -> None:
    procedure = booked_procedure(booking.case.kind)
    for session in _instead_of(booking, procedure.load(booking.case)):
        try:
            new = procedure.reseat(booking.case, session, reason=note, by=by)
        except Refused:
            continue
        result.moved.append((booking, new))
        return
    _warn(booking, note, by)
    result.warned.append(booking)


def _instead_of(booking: Booking, load: Load) -> list[Session]:
    """Later sessions that would take the booking, soonest first."""
    case, today = booking.case, timezone.localdate()
    later = free_sessions(case, booking.session.date, date.max, load)[:LOOKED_AT]
    fitting = [one for one in later if session_refusal(one, case, booking.seats, today) is None]
    return fitting[:3]


@transaction.atomic
def _warn(booking: Booking, note: str, by: User) -> None:
    write_trail(
        booking.case.chain,
        "booking.day_closed",
        by=by,
        subject=f"booking:{booking.pk}",
        after={"session": str(booking.session)},
        reason=note,
        acting_for=booking.session.office.party.name,
    )
