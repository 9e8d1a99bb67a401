"""Sessions with places left, the week at a glance, the list of a day, and a case's booking."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from approvals.cases.models import Case, Clock
from approvals.cases.services import calendar_of
from approvals.parties.models import Office, Party
from relics.appraisers.models import Appraiser

from .models import LIVE, SEATED, Booking, BookingStatus, Session, SessionStaff

DECISION = "decision"
"""The clock that an appointment does not stop (R-APPT-06)."""


@dataclass(frozen=True)
class GridDay:
    """One day of the week grid: whether the office works, and its sessions."""

    day: date
    is_working: bool
    sessions: Sequence[Session]


def decision_due(case: Case) -> date | None:
    """The day on which the decision is due, or None where no such clock runs."""
    running = Clock.objects.filter(case=case, kind=DECISION, stopped_at__isnull=True)
    return running.values_list("due_on", flat=True).first()


def parties_to(case: Case) -> QuerySet[Party]:
    """Whom an appraiser must have no tie to: the applicant, and the agent where there is one."""
    return Party.objects.filter(pk__in=[pk for pk in (case.applicant_id, case.agent_id) if pk])


def is_office_day(office: Party, day: date) -> bool:
    """Whether the office works that day, make-up days included (R-APPT-03).

    In a year whose calendar is not published, Monday to Friday are taken for working days.
    """
    return calendar_of(office).next_working(day).on == day


def staff_of(session: Session) -> QuerySet[Appraiser]:
    """Who sits in the session."""
    return Appraiser.objects.filter(sittings__session=session).select_related("user").order_by("pk")


def free_sessions(where: Case | Office, start: date, end: date, seats: int) -> QuerySet[Session]:
    """Open sessions with `seats` places left from `start` to `end`, soonest first.

    Of an office; or of a case's office and then not beyond the day its decision is due, unless
    that day has passed already.
    """
    if isinstance(where, Case):
        due = decision_due(where)
        end = min(end, due) if due and due >= timezone.localdate() else end
        found = Session.objects.filter(office__party=where.office_id)
    else:
        found = Session.objects.filter(office=where)
    return (
        found.filter(is_open=True, date__gte=start, date__lte=end)
        .filter(capacity__gte=F("booked") + seats)
        .select_related("office__party", "zone")
        .order_by("date", "half", "pk")
    )


def next_free_session(where: Case | Office, seats: int, after: date) -> Session | None:
    """The first open session with `seats` places left, `after` itself included."""
    return free_sessions(where, after, date.max, seats).first()


def week_grid(office: Office, monday: date) -> list[GridDay]:
    """Seven days from `monday` with every session of the office and its places left."""
    days = [monday + timedelta(days=number) for number in range(7)]
    sessions = list(
        Session.objects.filter(office=office, date__in=days)
        .select_related("zone")
        .order_by("date", "half", "pk")
    )
    calendar = calendar_of(office.party)
    return [
        GridDay(
            day=day,
            is_working=calendar.next_working(day).on == day,
            sessions=[session for session in sessions if session.date == day],
        )
        for day in days
    ]


def day_list(office: Office, day: date) -> QuerySet[Booking]:
    """Who comes on the day, in the order of the sessions; to show and to print."""
    return (
        Booking.objects.filter(session__office=office, session__date=day)
        .filter(status__in=[*SEATED, BookingStatus.NO_SHOW])
        .select_related("session__zone", "case__applicant", "case__agent")
        .order_by("session__half", "session", "case__number", "pk")
    )


def live_booking(case: Case) -> Booking | None:
    """The booking of the case that is asked for or confirmed."""
    live = Booking.objects.filter(case=case, status__in=LIVE)
    return live.select_related("session__office__party").first()


def no_shows(case: Case) -> int:
    """How often nobody came (R-APPT-07: the first is free)."""
    return Booking.objects.filter(case=case, status=BookingStatus.NO_SHOW).count()


def sittings(office: Office, start: date, end: date) -> Counter[int]:
    """How often each appraiser (by key) of the office sits from `start` to `end`.

    The load that `propose_panel` shares out.
    """
    found = SessionStaff.objects.filter(session__office=office, date__gte=start, date__lte=end)
    return Counter(found.values_list("appraiser_id", flat=True))
