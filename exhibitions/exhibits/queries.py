"""Where exhibits are and were, and the lists of who looks after them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from approvals.parties.models import Role
from approvals.parties.queries import Anyone, parties_of
from approvals.parties.sides import FIRMS_PEOPLE

from .models import AWAY, Event, Exhibit, Place


@dataclass(frozen=True)
class Position:
    """Where an exhibit stood: its place, and the place of that where it is a case."""

    place: Place
    around: Place | None = None
    since: datetime | None = None

    @property
    def fixed(self) -> Place:
        """The fixed place in the end."""
        return self.around or self.place

    def __str__(self) -> str:
        return f"{self.around} · {self.place}" if self.around else str(self.place)


def whole(exhibits: QuerySet[Exhibit]) -> QuerySet[Exhibit]:
    """With all that pages and rules read of it."""
    return exhibits.select_related(
        "object",
        "line__book",
        "item__permit__site",
        "item__permit__case",
        "item__permit__showroom__operator",
        "item__permit__showroom__customs",
        "item__permit__showroom__zone__party",
    )


def exhibits_of(user: Anyone) -> QuerySet[Exhibit]:
    """What the user's operators show, and what its customs, and tax, look after."""
    operators = parties_of(user, *FIRMS_PEOPLE, Role.VIEWER)
    customs = parties_of(user, Role.CUSTOMS)
    return whole(
        Exhibit.objects.filter(
            Q(item__permit__showroom__operator__in=operators)
            | Q(item__permit__showroom__customs__in=customs)
        )
    )


def positions(exhibits: Iterable[Exhibit], at: datetime | None = None) -> dict[int, Position]:
    """Where each of the exhibits stood at a moment (now), in two queries.

    An exhibit in a case stood where the case stood then, even if it had been put into the case
    long before. Who was not in custody yet is left out.
    """
    moment = at or timezone.now()
    keys = [one.pk for one in exhibits]
    last = (
        Event.objects.filter(exhibit__in=keys, place__isnull=False, happened_at__lte=moment)
        .order_by("exhibit_id", "-happened_at", "-pk")
        .distinct("exhibit_id")
        .select_related("place")
    )
    found = [(event.exhibit_id or 0, event.place, event.happened_at) for event in last]
    cases = _stood_cases({place.pk for _key, place, _at in found if place and place.moves}, moment)
    return {key: Position(place, cases.get(place.pk), at) for key, place, at in found if place}


def _stood_cases(cases: Collection[int], moment: datetime) -> dict[int, Place]:
    if not cases:
        return {}
    moves = (
        Event.objects.filter(case__in=cases, happened_at__lte=moment)
        .order_by("case_id", "-happened_at", "-pk")
        .distinct("case_id")
        .select_related("place")
    )
    return {move.case_id or 0: move.place for move in moves if move.place is not None}


def inside(case: Place) -> list[Exhibit]:
    """The exhibits that are in the case now."""
    ever = Exhibit.objects.filter(events__place=case, ended=False).distinct()
    candidates = list(whole(ever))
    stood = positions(candidates)
    return [one for one in candidates if one.pk in stood and stood[one.pk].place.pk == case.pk]


def must_return(exhibits: QuerySet[Exhibit]) -> QuerySet[Exhibit]:
    """What is out and has a day to be back, the nearest first."""
    return exhibits.filter(status__in=AWAY, planned_return__isnull=False).order_by(
        "planned_return", "pk"
    )


def overdue(exhibits: QuerySet[Exhibit]) -> QuerySet[Exhibit]:
    """What should be back and is not (edge case 41)."""
    return must_return(exhibits).filter(planned_return__lt=timezone.localdate())


def places_of(operators: Iterable[int]) -> QuerySet[Place]:
    return Place.objects.filter(operator__in=operators).select_related("site__showroom")
