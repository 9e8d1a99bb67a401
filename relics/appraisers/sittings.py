"""Sessions as the proposal sees them: a day and half, and the cases that are to be examined then.

Sessions, bookings and the cases' objects stand in rooms to the right of this one and are named
here by their relations only.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F

from approvals.cases.models import Case
from approvals.parties.models import Office, Party
from relics.register.models import RelicObject

from .classes import class_of

COMING = ("requested", "confirmed", "attended")


@dataclass(frozen=True)
class Hearing:
    """One case in a session: whom its panel must have no tie to, and the classes listed."""

    key: str
    label: str
    parties: tuple[Party, ...]
    classes: frozenset[str]
    unread: int = 0
    """Objects whose record points to no class."""


@dataclass(frozen=True)
class Sitting:
    """A session to be staffed (场次), with its hearings and who is down for it now."""

    key: int
    office: Office
    day: date
    half: str
    label: str
    hearings: tuple[Hearing, ...]
    staff: tuple[int, ...]

    @property
    def classes(self) -> frozenset[str]:
        return frozenset().union(*(one.classes for one in self.hearings))

    @property
    def parties(self) -> list[Party]:
        return list({party.pk: party for one in self.hearings for party in one.parties}.values())


def sittings_between(office: Office, start: date, end: date) -> list[Sitting]:
    """The office's sessions from day to day, in three queries."""
    found = office.sessions.filter(date__gte=start, date__lte=end)
    return _read(office, found.order_by("date", "half", "pk"))


def sitting_of(office: Office, session: int) -> Sitting | None:
    """One session of the office, or None."""
    found = _read(office, office.sessions.filter(pk=session))
    return found[0] if found else None


def _read(office: Office, sessions: Any) -> list[Sitting]:
    rows = list(sessions.annotate(seated=ArrayAgg("staff__appraiser", default=[])))
    keys = [session.pk for session in rows]
    booked = Case.objects.filter(bookings__session__in=keys, bookings__status__in=COMING)
    cases = booked.annotate(in_session=F("bookings__session_id")).order_by("in_session", "pk")
    found = list(cases.select_related("applicant", "agent"))
    things = _things([case.pk for case in found])
    hearings: dict[int, list[Hearing]] = defaultdict(list)
    for case in found:
        hearings[case.in_session].append(hearing_of(case, things.get(case.pk, [])))
    return [
        Sitting(
            key=session.pk,
            office=office,
            day=session.date,
            half=session.half,
            label=f"{session.date} {session.get_half_display()} {session.get_place_kind_display()}",
            hearings=tuple(hearings[session.pk]),
            staff=tuple(key for key in session.seated if key),
        )
        for session in rows
    ]


def hearing_of(case: Case, things: Sequence[RelicObject]) -> Hearing:
    """A case whose objects are these; its parties are the applicant and the agent."""
    classes = [class_of(thing) for thing in things]
    return Hearing(
        key=str(case.pk),
        label=str(case),
        parties=tuple(party for party in (case.applicant, case.agent) if party),
        classes=frozenset(part for part in classes if part),
        unread=classes.count(None),
    )


def _things(cases: Collection[Any]) -> dict[Any, list[RelicObject]]:
    """The objects still to be judged in each case."""
    found: dict[Any, list[RelicObject]] = defaultdict(list)
    listed = RelicObject.objects.filter(
        review_items__review__case__in=cases, review_items__status="pending"
    )
    for thing in listed.annotate(in_case=F("review_items__review__case_id")).order_by("pk"):
        found[thing.in_case].append(thing)
    return found
