"""The greedy answer, taken where nothing can be better, and else the solver's."""

from collections import Counter
from collections.abc import Hashable, Sequence

from relics.appraisers.rules import PANEL_RESPONSIBLE

from .asking import Ask, Candidate, Plan
from .solving import solve


def choose(asks: Sequence[Ask]) -> Plan:
    """A lawful panel for every ask that can have one; the same asks always get the same answer.

    Best in this order: no case without a panel, no class left out, the fewest newcomers, the
    fewest sittings, the smallest worst load, the smallest load together. The greedy answer is
    kept only where its measure reaches the bound; else the solver decides.
    """
    found = greedy(asks)
    return found if reaches_the_bound(found) else solve(asks)


def greedy(asks: Sequence[Ask]) -> Plan:
    """Case after case: for the rarest class the least busy, two responsible, then the rest."""
    busy: dict[tuple[Hashable, int], Hashable] = {}
    extra: Counter[int] = Counter()
    panels: dict[Hashable, tuple[int, ...] | None] = {}
    for ask in asks:
        place = ask.key if ask.place is None else ask.place
        free = [
            one
            for one in ask.candidates
            if ask.time is None or busy.get((ask.time, one.key), place) == place
        ]
        panel = _panel(ask, free, extra, {key for (_t, key), at in busy.items() if at == place})
        panels[ask.key] = panel
        for key in panel or ():
            if busy.get((ask.time if ask.time is not None else place, key)) != place:
                extra[key] += 1
            busy[(ask.time if ask.time is not None else place, key)] = place
    return Plan(panels, asks=tuple(asks))


def _panel(
    ask: Ask, free: Sequence[Candidate], extra: Counter[int], here: set[int]
) -> tuple[int, ...] | None:
    order = sorted(
        free,
        key=lambda one: (
            one.newcomer,
            one.key not in here,
            one.load + extra[one.key],
            one.turn,
        ),
    )
    chosen: list[Candidate] = []
    rarest = sorted(ask.coverable, key=lambda part: (sum(part in c.classes for c in free), part))
    for part in rarest:
        skilled = [one for one in order if part in one.classes]
        if skilled and not any(part in one.classes for one in chosen):
            chosen.append(skilled[0])
    rest = [one for one in order if one not in chosen]
    missing = PANEL_RESPONSIBLE - sum(one.responsible for one in chosen)
    chosen += [one for one in rest if one.responsible][: max(missing, 0)]
    rest = [one for one in rest if one not in chosen]
    chosen += rest[: max(ask.need - len(chosen), 0)]
    panel = tuple(one.key for one in chosen)
    return panel if ask.is_lawful(panel) else None


def reaches_the_bound(plan: Plan) -> bool:
    """Whether no plan can be better: all seated, all covered, no seat too many, no load above."""
    bounds = [ask.least_worst_load() for ask in plan.asks]
    if not all(bounds):
        # Where a case has no panel by mere count, it has none; the others must still be best.
        return not any(bounds)
    needs: dict[Hashable, int] = {}
    for ask in plan.asks:
        place = ask.key if ask.place is None else ask.place
        needs[place] = max(needs.get(place, 0), ask.need)
    best = (0, 0, 0, sum(needs.values()), max((bound or 0 for bound in bounds), default=0))
    return plan.measure <= best
