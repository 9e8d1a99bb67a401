"""The answer by integer programming, with the HiGHS solver that scipy carries.

Chosen over OR-tools: scipy is installed already (the picture hash stands on it), its wheels are
pure pip for every Python we serve, and the models here are small. It is imported at the first
question that the greedy answer fails, so that no start of the program waits for it.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from relics.appraisers.rules import PANEL_RESPONSIBLE

from .asking import Ask, Plan

SECONDS = 5.0
"""For each of the goals; a week of an office takes a fraction of it."""

FREE = float("inf")


@dataclass
class Model:
    """Whole numbers with bounds, and rows `least <= sum <= most` over them."""

    most: list[float] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    proven: bool = True

    def number(self, most: float = 1) -> int:
        """A new whole number from nought to `most`; its place."""
        self.most.append(most)
        return len(self.most) - 1

    def row(self, terms: Mapping[int, float], least: float = -FREE, most: float = FREE) -> None:
        self.rows.append((dict(terms), least, most))

    def best(self, goal: Mapping[int, float]) -> list[int] | None:
        """The numbers for which the goal is smallest; what is reached then stays a row.

        None where the time was up before any answer.
        """
        # Loaded at the first hard question: scipy takes up to a second to come.
        from .highs import minimise  # noqa: PLC0415

        found = minimise(self.most, self.rows, goal, seconds=SECONDS)
        if found.x is None:
            self.proven = False
            return None
        self.proven = self.proven and found.status == 0
        numbers = [round(value) for value in found.x]
        reached = sum(weight * numbers[place] for place, weight in goal.items())
        self.row(goal, most=reached)
        return numbers


@dataclass
class _Seats:
    """The numbers of the model: who sits where, in which case, which case is seated."""

    model: Model
    at: dict[tuple[Hashable, int], int] = field(default_factory=dict)
    in_case: dict[tuple[int, int], int] = field(default_factory=dict)
    newcomers: list[int] = field(default_factory=list)
    seated: list[int] = field(default_factory=list)
    covered: list[int] = field(default_factory=list)


def solve(asks: Sequence[Ask]) -> Plan:
    """The best plan (see `choosing.choose`): goal after goal, each kept for those that follow."""
    if not any(ask.candidates for ask in asks):
        return Plan({ask.key: None for ask in asks}, "solver", asks=tuple(asks))
    seats = _Seats(Model())
    for number, ask in enumerate(asks):
        _add_case(seats, number, ask)
    _one_place_at_a_time(seats, asks)
    worst = _add_loads(seats, asks)
    numbers = None
    for goal in _goals(seats, asks, worst):
        numbers = (seats.model.best(goal) if goal else None) or numbers
    panels: dict[Hashable, tuple[int, ...] | None] = {}
    for number, ask in enumerate(asks):
        sits = tuple(
            one.key
            for one in ask.candidates
            if numbers and numbers[seats.in_case[(number, one.key)]]
        )
        panels[ask.key] = sits if ask.is_lawful(sits) else None
    return Plan(panels, "solver", seats.model.proven, tuple(asks))


def _place(ask: Ask) -> Hashable:
    return ask.key if ask.place is None else ask.place


def _add_case(seats: _Seats, number: int, ask: Ask) -> None:
    """Enough people, enough of them responsible, or nobody at all; the classes they cover."""
    model, seated = seats.model, seats.model.number()
    seats.seated.append(seated)
    sits = {}
    for one in ask.candidates:
        sits[one.key] = seats.in_case[(number, one.key)] = model.number()
        if one.newcomer:
            seats.newcomers.append(sits[one.key])
        at = (_place(ask), one.key)
        if at not in seats.at:
            seats.at[at] = model.number()
        model.row({sits[one.key]: 1, seats.at[at]: -1}, most=0)
        model.row({sits[one.key]: 1, seated: -1}, most=0)
    everybody = dict.fromkeys(sits.values(), 1.0)
    leads = {sits[one.key]: 1.0 for one in ask.candidates if one.responsible}
    model.row({**everybody, seated: -ask.need}, least=0)
    model.row({**leads, seated: -PANEL_RESPONSIBLE}, least=0)
    for part in sorted(ask.coverable):
        covered = model.number()
        seats.covered.append(covered)
        skilled = {sits[one.key]: 1.0 for one in ask.candidates if part in one.classes}
        model.row({**skilled, covered: -1}, least=0)


def _one_place_at_a_time(seats: _Seats, asks: Sequence[Ask]) -> None:
    """Nobody sits in two sessions of one half day (R-APPT-04)."""
    places: dict[tuple[Hashable, int], set[int]] = defaultdict(set)
    for ask in asks:
        for one in ask.candidates:
            if ask.time is not None:
                places[(ask.time, one.key)].add(seats.at[(_place(ask), one.key)])
    for together in places.values():
        if len(together) > 1:
            seats.model.row(dict.fromkeys(sorted(together), 1), most=1)


def _add_loads(seats: _Seats, asks: Sequence[Ask]) -> int:
    """The worst load: above what each person who sits has already and gets here."""
    loads = {one.key: one.load for ask in asks for one in ask.candidates}
    mine: dict[int, list[int]] = defaultdict(list)
    for (_at, key), place in seats.at.items():
        mine[key].append(place)
    worst = seats.model.number(FREE)
    for key, places in mine.items():
        for place in places:
            terms = dict.fromkeys(places, 1.0)
            terms[place] += loads[key]
            seats.model.row({**terms, worst: -1}, most=0)
    return worst


def _goals(seats: _Seats, asks: Sequence[Ask], worst: int) -> list[dict[int, float]]:
    """Smallest first things first; the last goal prefers the less busy, then the lower key."""
    loads = {one.key: one.load for ask in asks for one in ask.candidates}
    turns = sorted({one.turn for ask in asks for one in ask.candidates})
    rank = {key: place for place, (_first, key) in enumerate(turns)}
    together = {
        place: loads[key] * len(loads) + rank[key] for (_at, key), place in seats.at.items()
    }
    return [
        dict.fromkeys(seats.seated, -1.0),
        dict.fromkeys(seats.covered, -1.0),
        dict.fromkeys(seats.newcomers, 1.0),
        dict.fromkeys(seats.at.values(), 1.0),
        {worst: 1.0},
        {place: float(weight) for place, weight in together.items() if weight},
    ]
