"""The order of the waiting list, and where a case stands in it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case, Clock
from approvals.policies.registry import Policy

from .models import ON_THE_LIST, WaitingEntry, WaitingStatus
from .queries import DECISION

HOURS_TO_ANSWER = "appointments.waiting.hours"
ANSWER = Policy(
    key=HOURS_TO_ANSWER,
    title=_("预约：候补名额的答复时间"),
    rule="R-APPT-02",
    evidence="D",
    default=24,
    kind="number",
    unit=_("小时"),
    help=_("逾期未答复的，名额给下一位；申请人可以再次候补。"),
    least=1,
    most=240,
)


@dataclass(frozen=True)
class Place:
    """Where a case stands: `position` of `length` at its office, as things are now."""

    entry: WaitingEntry
    position: int
    length: int


def by_urgency(entries: QuerySet[WaitingEntry]) -> QuerySet[WaitingEntry]:
    """The earlier of the decision's last day and the day named, then the time of joining.

    The decision's day is the clock's own and moves with it; who has neither comes last.
    """
    clock = Clock.objects.filter(
        case=OuterRef("case"), kind=DECISION, stopped_at__isnull=True
    ).values("due_on")[:1]
    return entries.annotate(urgent_on=Least(Subquery(clock), F("needed_by"))).order_by(
        F("urgent_on").asc(nulls_last=True), "joined_at", "pk"
    )


def waiting_at(office: int) -> QuerySet[WaitingEntry]:
    """Who waits at the office (by key) and was not asked yet, most urgent first."""
    waiting = WaitingEntry.objects.filter(
        case__office__office=office, case__closed_at__isnull=True, status=WaitingStatus.WAITING
    )
    return by_urgency(waiting).select_related("case__applicant", "case__agent", "case__office")


def list_of(office: int) -> QuerySet[WaitingEntry]:
    """The office's whole list, those who were asked included; for its page."""
    listed = WaitingEntry.objects.filter(
        case__office__office=office, case__closed_at__isnull=True, status__in=ON_THE_LIST
    )
    return by_urgency(listed).select_related("case__applicant", "session", "joined_by")


def entry_of(case: Case) -> WaitingEntry | None:
    """The case's place on the list, if it has one."""
    mine = WaitingEntry.objects.filter(case=case, status__in=ON_THE_LIST)
    return mine.select_related("session__office__party").first()


def place_of(case: Case) -> Place | None:
    """The case's place as things are now: who is more urgent and comes later goes before it."""
    entry = entry_of(case)
    if entry is None or case.office is None:
        return None
    order = list(waiting_at(case.office.office.pk).values_list("pk", flat=True))
    position = order.index(entry.pk) + 1 if entry.pk in order else 0
    return Place(entry, position, len(order))


def overdue_offers(now: datetime | None = None) -> QuerySet[WaitingEntry]:
    """Offers whose time to answer is over."""
    return WaitingEntry.objects.filter(
        status=WaitingStatus.OFFERED, answer_by__lte=now or timezone.now()
    )
