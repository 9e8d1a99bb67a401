"""What a plan of panels is asked for and how an answer is measured. No rows, no day: only people
who may sit, for each case, and how busy they are.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from relics.appraisers.rules import PANEL_RESPONSIBLE, PANEL_SIZE, is_lawful


@dataclass(frozen=True)
class Candidate:
    """Somebody who may lawfully sit in a case: qualified that day, present, free of ties."""

    key: int
    responsible: bool
    classes: frozenset[str] = frozenset()
    load: int = 0
    stands_in: bool = False
    """Named as the substitute of somebody absent that day: first among equally busy."""
    newcomer: bool = False
    """Not down for the session, where those who are should be kept."""

    @property
    def turn(self) -> tuple[bool, int]:
        """The order among equally busy people."""
        return not self.stands_in, self.key


@dataclass(frozen=True)
class Ask:
    """A panel wanted for one case at a place (a session) at a time (a day and half).

    Nobody sits in two places at one time; in one place a person may sit in several cases and
    sits there once. `classes` are those of the objects listed.
    """

    key: Hashable
    candidates: tuple[Candidate, ...]
    classes: frozenset[str] = frozenset()
    size: int = PANEL_SIZE
    place: Hashable = None
    time: Hashable = None

    @cached_property
    def by_key(self) -> Mapping[int, Candidate]:
        return {one.key: one for one in self.candidates}

    @cached_property
    def coverable(self) -> frozenset[str]:
        """The classes for which somebody is there."""
        return self.classes & frozenset().union(*(one.classes for one in self.candidates))

    @property
    def need(self) -> int:
        """How many sit: as many as wished where there are so many, and never below the law."""
        return max(PANEL_SIZE, min(self.size, len(self.candidates)))

    def is_lawful(self, panel: Sequence[int]) -> bool:
        """Whether these are enough, and enough of them responsible (R-EXIT-03)."""
        people = [self.by_key[key] for key in panel]
        return len(people) >= self.need and is_lawful(
            len(people), sum(one.responsible for one in people)
        )

    def covered(self, panel: Sequence[int]) -> frozenset[str]:
        """The classes of this case in which somebody on the panel is skilled."""
        return self.classes & frozenset().union(*(self.by_key[key].classes for key in panel))

    def least_worst_load(self) -> int | None:
        """No lawful panel has a smaller worst load, whatever the classes; None: there is none."""
        leads = sorted(one.load for one in self.candidates if one.responsible)
        loads = sorted(one.load for one in self.candidates)
        if len(leads) < PANEL_RESPONSIBLE or len(loads) < self.need:
            return None
        return max(leads[PANEL_RESPONSIBLE - 1], loads[self.need - 1]) + 1


@dataclass(frozen=True)
class Plan:
    """A panel for each ask, or None where there is none; how it was found.

    `proven` is False only where the solver ran out of time with an answer in hand.
    """

    panels: Mapping[Hashable, tuple[int, ...] | None]
    found_by: str = "greedy"
    proven: bool = True
    asks: tuple[Ask, ...] = field(default=(), repr=False)

    @cached_property
    def sittings(self) -> Counter[int]:
        """How often each person sits in the plan; once a place, however many cases it has."""
        seats = {
            (ask.place if ask.place is not None else ask.key, key)
            for ask in self.asks
            for key in self.panels.get(ask.key) or ()
        }
        return Counter(key for _place, key in seats)

    @property
    def measure(self) -> tuple[int, int, int, int, int]:
        """Smaller is better: without a panel, classes left out, newcomers, sittings, worst load."""
        seated = [(ask, self.panels[ask.key]) for ask in self.asks]
        loads = {one.key: one.load for ask in self.asks for one in ask.candidates}
        return (
            sum(panel is None for _ask, panel in seated),
            sum(len(ask.coverable - ask.covered(panel or ())) for ask, panel in seated),
            sum(ask.by_key[key].newcomer for ask, panel in seated for key in panel or ()),
            sum(self.sittings.values()),
            max((loads[key] + count for key, count in self.sittings.items()), default=0),
        )
