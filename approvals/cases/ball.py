"""Who holds the ball: for each day of a case, whose turn it was. Derived, never stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.record.workdays import WorkCalendar

from .engine import Task
from .models import Case, ClockPause, Round
from .services.numbers import calendar_of

ONE_DAY = timedelta(days=1)


class Side(StrEnum):
    """Whose turn it is."""

    APPLICANT = "applicant"
    OFFICE = "office"
    AUTHORITY = "authority"
    NOBODY = "nobody"

    @property
    def who(self) -> str | Promise:
        return SIDES[self]


SIDES = {
    Side.APPLICANT: _("申请人"),
    Side.OFFICE: _("审核机构"),
    Side.AUTHORITY: _("其他部门"),
    Side.NOBODY: _("无人"),
}
FIRST = (Side.OFFICE, Side.AUTHORITY, Side.APPLICANT)
"""Where several have a turn at once, the office answers for the day."""


@dataclass(frozen=True)
class Turn:
    """One turn as the ball sees it: the side, its first day, its last (none: still open)."""

    side: Side
    opened: date
    closed: date | None


@dataclass(frozen=True)
class Span:
    """Days on end that one side held, and how many of them were working days."""

    side: Side
    first: date
    last: date
    working_days: int


@dataclass(frozen=True)
class Ball:
    """The whole case, side by side. `bars` are (side, x, width) in hundredths of its length."""

    spans: Sequence[Span]

    def held_by(self, side: Side) -> int:
        return sum(span.working_days for span in self.spans if span.side is side)

    @property
    def totals(self) -> list[tuple[Side, int]]:
        return [(side, self.held_by(side)) for side in Side if self.held_by(side)]

    @property
    def bars(self) -> list[tuple[Side, str, str]]:
        days = [(span.last - span.first).days + 1 for span in self.spans]
        whole, at, bars = sum(days), 0, []
        for span, length in zip(self.spans, days, strict=True):
            bars.append((span.side, f"{at * 100 / whole:.2f}", f"{length * 100 / whole:.2f}"))
            at += length
        return bars


def ball_of(case: Case) -> Ball:
    """Every day of the case from its receipt to its close, or to today: three queries."""
    if case.received_at is None or case.office is None:
        return Ball(())
    former = Round.objects.filter(case=case).values("former_process")
    tasks = Task.objects.filter(
        Q(process=case.process_id) | Q(process__in=former), flow_task_type="HUMAN"
    )
    rows = tasks.values_list("owner_permission", "created", "finished", "status")
    pauses = ClockPause.objects.filter(clock__case=case)
    return ball_from(
        case,
        turns_from(case, rows),
        [(one.ground, one.starts_on, one.ended_on or one.until) for one in pauses],
        calendar_of(case.office),
    )


def turns_from(
    case: Case, rows: Iterable[tuple[str | None, datetime, datetime | None, str]]
) -> list[Turn]:
    """Turns from task rows (permission, created, finished, status); a day is the office's own."""
    turns = []
    for permission, created, finished, status in rows:
        party = int((permission or "@0").partition("@")[2] or 0)
        side = Side.AUTHORITY
        if party == case.office_id:
            side = Side.OFFICE
        elif party in (case.applicant_id, case.agent_id):
            side = Side.APPLICANT
        over = timezone.localdate(finished) if finished else None
        if over is None and status in ("CANCELED", "DONE"):
            over = timezone.localdate(created)
        turns.append(Turn(side, timezone.localdate(created), over))
    return turns


def ball_from(
    case: Case,
    turns: Sequence[Turn],
    pauses: Sequence[tuple[str, date, date]],
    calendar: WorkCalendar,
) -> Ball:
    """The days of the case as spans, from turns and pauses that were read already."""
    assert case.received_at is not None, "only a case that was received has days"
    day = timezone.localdate(case.received_at)
    last = timezone.localdate(case.closed_at) if case.closed_at else timezone.localdate()
    held: list[tuple[Side, date]] = []
    while day <= last:
        held.append((_holder(day, turns, pauses), day))
        day += ONE_DAY
    spans = []
    for side, run in groupby(held, key=lambda one: one[0]):
        days = [one[1] for one in run]
        working = calendar.working_days_between(days[0] - ONE_DAY, days[-1])
        spans.append(Span(side, days[0], days[-1], working))
    return Ball(spans)


def _holder(day: date, turns: Sequence[Turn], pauses: Sequence[tuple[str, date, date]]) -> Side:
    """Whose turn it was when the day ended; where none was open, whose last ended on it."""
    for ground, first, again in pauses:
        if first <= day < again:
            postponed = ground == ClockPause.Ground.POSTPONEMENT
            return Side.APPLICANT if postponed else Side.AUTHORITY
    begun = [one for one in turns if one.opened <= day]
    still = {one.side for one in begun if one.closed is None or one.closed > day}
    ended = {one.side for one in begun if one.closed == day}
    for sides in (still, ended):
        for side in FIRST:
            if side in sides:
                return side
    return Side.NOBODY
