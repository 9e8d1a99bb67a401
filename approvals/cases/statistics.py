"""What an office publishes of itself: how long it and its applicants held the cases."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise

from approvals.parties.models import Office

from .ball import Side, ball_from, turns_from
from .engine import Task
from .kinds import case_kinds
from .models import Case, ClockPause, Round
from .services.numbers import calendar_of

FEWEST = 5
"""Fewer cases than this would let a reader guess at single ones."""
PERIOD = timedelta(days=365)
KEPT_SECONDS = 600
MOST_CASES = 2000


@dataclass(frozen=True)
class Held:
    """Working days in one side's hands; None where there are too few cases to tell."""

    median: float | None
    ninetieth: int | None


@dataclass(frozen=True)
class KindLine:
    """One procedure: the number of closed cases, None where it is too small to tell."""

    title: str | Promise
    count: int | None
    office: Held
    applicant: Held


def published_for(office: Office) -> list[KindLine]:
    """The cases that the office closed within a year, by kind; no person, no case number."""
    key = f"office-statistics:{office.pk}"
    counted = cache.get(key)
    if counted is None:
        counted = _counted(office)
        cache.set(key, counted, KEPT_SECONDS)
    titles = {kind.key: kind.title for kind in case_kinds()}
    return [
        KindLine(
            title=titles.get(kind, kind),
            count=number if number >= FEWEST else None,
            office=_held(office_days),
            applicant=_held(applicant_days),
        )
        for kind, number, office_days, applicant_days in counted
    ]


def _held(days: Sequence[int]) -> Held:
    if len(days) < FEWEST:
        return Held(None, None)
    ordered = sorted(days)
    return Held(median(ordered), ordered[-(-len(ordered) * 9 // 10) - 1])


def _counted(office: Office) -> list[tuple[str, int, list[int], list[int]]]:
    closed = Case.objects.filter(
        office=office.party,
        received_at__isnull=False,
        closed_at__gte=timezone.now() - PERIOD,
    )
    numbers = dict(closed.order_by().values_list("kind").annotate(number=Count("pk")))
    cases = list(closed.order_by("-closed_at")[:MOST_CASES])
    office_days, applicant_days = defaultdict(list), defaultdict(list)
    calendar = calendar_of(office.party)
    tasks, pauses = _tasks_of(cases), _pauses_of(cases)
    for case in cases:
        turns = turns_from(case, tasks.get(case.pk, ()))
        ball = ball_from(case, turns, pauses.get(case.pk, ()), calendar)
        office_days[case.kind].append(ball.held_by(Side.OFFICE))
        applicant_days[case.kind].append(ball.held_by(Side.APPLICANT))
    return [
        (kind, number, office_days[kind], applicant_days[kind])
        for kind, number in sorted(numbers.items())
    ]


def _tasks_of(cases: Iterable[Case]) -> dict[Any, list[Any]]:
    """The turns of many cases, those of their former rounds too: two queries."""
    owner = {case.process_id: case.pk for case in cases if case.process_id}
    former = Round.objects.filter(case__in=list(owner.values()), former_process__isnull=False)
    owner.update(dict(former.values_list("former_process", "case")))
    found: dict[Any, list[Any]] = defaultdict(list)
    tasks = Task.objects.filter(process__in=list(owner), flow_task_type="HUMAN")
    for process, *row in tasks.values_list(
        "process", "owner_permission", "created", "finished", "status"
    ):
        found[owner[process]].append(tuple(row))
    return found


def _pauses_of(cases: Iterable[Case]) -> dict[Any, list[tuple[str, date, date]]]:
    found: dict[Any, list[tuple[str, date, date]]] = defaultdict(list)
    pauses = ClockPause.objects.filter(clock__case__in=[case.pk for case in cases])
    for one in pauses.select_related("clock"):
        again = one.ended_on or one.until
        found[one.clock.case_id].append((one.ground, one.starts_on, again))
    return found
