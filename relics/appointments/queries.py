"""Sessions with places left, the week at a glance, the list of a day, and a case's booking."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from approvals.cases.models import Case, Clock
from approvals.cases.services import calendar_of
from approvals.parties.models import Membership, Office, Party, Role
from relics.appraisers.models import Appraiser

from .measure import Load, Wanted, load_of, minutes_of
from .models import (
    LIVE,
    ON_THE_LIST,
    SEATED,
    Booking,
    BookingStatus,
    CalendarFeed,
    Session,
    SessionStaff,
    Unit,
    WaitingEntry,
    WaitingStatus,
)

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


def free_sessions(
    where: Case | Office, start: date, end: date, wanted: Wanted
) -> QuerySet[Session]:
    """Open sessions with room for what is `wanted` from `start` to `end`, soonest first.

    Of an office; or of a case's office and then not beyond the day its decision is due, unless
    that day has passed already, and in no showroom but its own parties'.
    """
    if isinstance(where, Case):
        due = decision_due(where)
        end = min(end, due) if due and due >= timezone.localdate() else end
        found = Session.objects.filter(
            Q(host__isnull=True) | Q(host__in=hosts_of(where)), office__party=where.office_id
        )
        office = where.office
    else:
        found, office = Session.objects.filter(office=where), where.party
    found = found.filter(is_open=True, date__gte=start, date__lte=end)
    return (
        found.filter(_has_room(office, load_of(wanted)))
        .select_related("office__party", "zone")
        .order_by("date", "half", "pk")
    )


def hosts_of(case: Case) -> list[int]:
    """The parties of the case whose showrooms it may be reviewed in, by key."""
    return [pk for pk in (case.applicant_id, case.agent_id) if pk]


def _has_room(office: Party | None, load: Load) -> Q:
    """Room for the load in the session's own unit."""
    room = Q(unit=Unit.OBJECTS, capacity__gte=F("booked") + load.seats)
    if office is None:
        return room
    minutes = minutes_of(load, office)
    return room | Q(unit=Unit.MINUTES, capacity__gte=F("booked") + minutes)


def next_free_session(where: Case | Office, wanted: Wanted, after: date) -> Session | None:
    """The first open session with room for what is wanted, `after` itself included."""
    return free_sessions(where, after, date.max, wanted).first()


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


def no_shows_of(case: Case) -> QuerySet[Booking]:
    """The days on which nobody came, newest first (R-APPT-07: the first is free)."""
    missed = Booking.objects.filter(case=case, status=BookingStatus.NO_SHOW)
    return missed.select_related("session__office__party").order_by("-session__date", "-pk")


def sittings(office: Office, start: date, end: date) -> Counter[int]:
    """How often each appraiser (by key) of the office sits from `start` to `end`.

    The load that `propose_panel` shares out.
    """
    found = SessionStaff.objects.filter(session__office=office, date__gte=start, date__lte=end)
    return Counter(found.values_list("appraiser_id", flat=True))


def sessions_to_offer() -> QuerySet[Session]:
    """Open sessions with places left, of offices where somebody waits."""
    waited_for = WaitingEntry.objects.filter(status=WaitingStatus.WAITING)
    return Session.objects.filter(
        is_open=True,
        date__gte=timezone.localdate(),
        capacity__gt=F("booked"),
        office__party__in=waited_for.values("case__office"),
    ).order_by("date", "half", "pk")


def cases_without_a_slot_in_time(office: Office) -> QuerySet[Case]:
    """Cases whose decision clock runs and for whom no open session lies inside it (R-APPT-06).

    They have no live booking and were not seen yet; the first to fall due come first. A case
    counts as needing what it waits for, or a single place where it does not wait.
    """
    today = timezone.localdate()
    clock = Clock.objects.filter(
        case=OuterRef("pk"), kind=DECISION, stopped_at__isnull=True, due_on__gte=today
    )
    need = WaitingEntry.objects.filter(case=OuterRef(OuterRef("pk")), status__in=ON_THE_LIST)
    room = Session.objects.filter(
        office=office,
        is_open=True,
        date__gte=today,
        date__lte=OuterRef("due_on"),
        capacity__gte=F("booked") + Coalesce(Subquery(need.values("seats")[:1]), 1),
    )
    seen = Booking.objects.filter(case=OuterRef("pk"), status__in=SEATED)
    cases = Case.objects.filter(office=office.party, closed_at__isnull=True)
    return (
        cases.annotate(due_on=Subquery(clock.values("due_on")[:1]))
        .filter(due_on__isnull=False)
        .exclude(Exists(seen))
        .exclude(Exists(room))
        .select_related("applicant", "agent")
        .order_by("due_on", "pk")
    )


def feed_sessions(feed: CalendarFeed, start: date, end: date) -> QuerySet[Session]:
    """The sessions that a calendar feed shows: the office's, or those its person sits in."""
    found = Session.objects.filter(office=feed.office, date__gte=start, date__lte=end)
    if feed.person_id is not None:
        found = found.filter(staff__appraiser__user=feed.person_id)
    return found.select_related("office").order_by("date", "half", "pk")


def feed_bookings(sessions: QuerySet[Session]) -> QuerySet[Booking]:
    """The bookings of those sessions, cancelled ones too: calendars must be told."""
    found = Booking.objects.filter(session__in=sessions.order_by().values("pk"))
    return found.select_related("session__office", "case").order_by("pk")


def hosts_known_to(office: Office) -> QuerySet[Party]:
    """Enterprises whose showrooms the office may go to: operators, and parties to its cases."""
    operators = Membership.objects.filter(role=Role.OPERATOR).values("party")
    cases = Case.objects.filter(office=office.party)
    return Party.objects.filter(
        Q(pk__in=operators)
        | Q(pk__in=cases.values("applicant"))
        | Q(pk__in=cases.filter(agent__isnull=False).values("agent")),
        kind=Party.Kind.ENTERPRISE,
        is_active=True,
    ).order_by("name")
