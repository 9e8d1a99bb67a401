"""A panel proposed for a session and its cases, in words: who, why, what is missing.

The proposal writes nothing. The office may seat other people; `review_choice` says of any
choice what the same rules say of the proposal.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.parties.models import Office
from approvals.policies.queries import policy
from approvals.policies.registry import Policy
from approvals.record.refusals import Refusal

from .classes import TITLES
from .fitness import Bench, Fitness, makes_a_panel, read_bench
from .models import Appraiser
from .panels import Ask, Candidate, Plan, choose
from .queries import serving
from .rules import PANEL_SIZE, panel_refusal
from .sittings import Hearing, Sitting
from .workload import LOAD_DAYS, load_of

PANEL_SIZE_WISHED = Policy(
    key="appraisers.panel_size",
    title=gettext_lazy("自动提议的鉴定组人数"),
    rule="R-EXIT-03",
    evidence="D",
    default=PANEL_SIZE,
    kind="number",
    unit=gettext_lazy("人"),
    help=gettext_lazy("法定至少三人；人手不足时按法定人数提议。"),
    least=PANEL_SIZE,
    most=15,
)


@dataclass(frozen=True)
class Seat:
    """One person of the proposal or of the bench, with the reason in words."""

    fitness: Fitness
    load: int
    chosen: bool
    reason: str

    @property
    def appraiser(self) -> Appraiser:
        return self.fitness.appraiser

    @property
    def classes(self) -> list[str]:
        """The person's classes by name."""
        return [str(TITLES[part]) for part in sorted(self.fitness.classes)]


@dataclass(frozen=True)
class Proposal:
    """Who should sit in a session. `missing` says what the office lacks; `refusal` why not."""

    sitting: Sitting
    seats: Sequence[Seat]
    missing: Sequence[str]
    refusal: Refusal | None
    found_by: str = "greedy"
    proven: bool = True

    @property
    def chosen(self) -> list[Appraiser]:
        return [seat.appraiser for seat in self.seats if seat.chosen]

    @property
    def classes(self) -> list[str]:
        """The classes of the objects listed, by name."""
        return [str(TITLES[part]) for part in sorted(self.sitting.classes)]


@dataclass
class _Room:
    """What is read once for all sittings of one office."""

    office: Office
    bench: Bench
    load: Mapping[int, int]
    size: int


def propose_panels(
    office: Office, sittings: Sequence[Sitting], *, on: date, keep: bool = False
) -> list[Proposal]:
    """Panels for these sessions together: nobody in two at once, the load shared (R-EXIT-03).

    The same rows always give the same people. `on` is the day from which load is counted;
    `keep` changes those who are down for a session only where the law or a class asks for it.
    """
    if not sittings:
        return []
    days = [sitting.day for sitting in sittings]
    room = _read_room(office, min(days), max(days), on, sittings)
    benches = {one.key: room.bench.on(one.day, ()) for one in sittings}
    asks = [
        _ask(room, sitting, hearing, kept=sitting.staff if keep else ())
        for sitting in sittings
        for hearing in sitting.hearings or (_NOBODY,)
    ]
    plan = choose(asks)
    return [_proposal(room, sitting, benches[sitting.key], plan) for sitting in sittings]


def review_choice(
    office: Office, sitting: Sitting, people: Collection[int], *, on: date
) -> Proposal:
    """What is to be said of these people (by key) in the session, chosen by the office itself."""
    room = _read_room(office, sitting.day, sitting.day, on, [sitting])
    panels: dict[Hashable, tuple[int, ...] | None] = {
        (sitting.key, hearing.key): tuple(people) for hearing in sitting.hearings or (_NOBODY,)
    }
    return _proposal(room, sitting, room.bench.on(sitting.day, ()), Plan(panels, found_by="office"))


_NOBODY = Hearing("", "", (), frozenset())
"""A session that nobody has booked yet: a panel for parties unknown."""


def _read_room(
    office: Office, start: date, end: date, on: date, planned: Sequence[Sitting]
) -> _Room:
    """The bench and the load; sessions that are being planned anew count for nobody yet."""
    people = list(serving().filter(office=office).select_related("user").order_by("pk"))
    days = policy(LOAD_DAYS.key, office.party, on=on)
    load = load_of(people, on, days)
    for sitting in planned:
        if abs((sitting.day - on).days) <= days:
            for key in sitting.staff:
                load[key] = max(load.get(key, 0) - 1, 0)
    size = policy(PANEL_SIZE_WISHED.key, office.party, on=on)
    return _Room(office, read_bench(people, start, end), load, size)


def _ask(room: _Room, sitting: Sitting, hearing: Hearing, *, kept: Collection[int]) -> Ask:
    able = [one for one in room.bench.on(sitting.day, hearing.parties) if one.able]
    return Ask(
        key=(sitting.key, hearing.key),
        candidates=tuple(
            Candidate(
                one.appraiser.pk,
                one.responsible,
                one.classes & hearing.classes,
                room.load.get(one.appraiser.pk, 0),
                bool(one.stands_in_for),
                newcomer=bool(kept) and one.appraiser.pk not in kept,
            )
            for one in able
        ),
        classes=hearing.classes,
        size=room.size,
        place=sitting.key,
        time=(sitting.day, sitting.half),
    )


def _proposal(room: _Room, sitting: Sitting, bench: Sequence[Fitness], plan: Plan) -> Proposal:
    """The plan of one session in words; every case's panel is checked by the rule itself."""
    panels = {
        hearing: plan.panels.get((sitting.key, hearing.key)) or ()
        for hearing in sitting.hearings or (_NOBODY,)
    }
    chosen = {key for panel in panels.values() for key in panel}
    fit = {
        hearing: {one.appraiser.pk: one for one in room.bench.on(sitting.day, hearing.parties)}
        for hearing in panels
    }
    seats = [_seat(room, one, sitting, fit, chosen) for one in bench]
    return Proposal(
        sitting,
        sorted(seats, key=lambda seat: not seat.chosen),
        _missing(bench, fit, panels, chosen),
        _refusal(sitting, bench, panels, fit, office_chose=plan.found_by == "office"),
        plan.found_by,
        plan.proven,
    )


def _refusal(
    sitting: Sitting,
    bench: Sequence[Fitness],
    panels: Mapping[Hearing, Collection[int]],
    fit: Mapping[Hearing, Mapping[int, Fitness]],
    *,
    office_chose: bool,
) -> Refusal | None:
    """The first case without a lawful panel. Who is tied to one case steps aside in that one."""
    people = {one.appraiser.pk: one.appraiser for one in bench}
    for hearing, panel in panels.items():
        sits = [people[key] for key in panel if key in people]
        able = [one for one in sits if fit[hearing][one.pk].able]
        if len(sitting.hearings) > 1 or not office_chose:
            sits = able
        if len(able) == len(sits) and makes_a_panel(fit[hearing][one.pk] for one in sits):
            continue  # the bench says it already; only a refusal asks the rule for its words
        refusal = panel_refusal(sits, on=sitting.day, parties=hearing.parties)
        if refusal is not None:
            return refusal
    return None


def _seat(
    room: _Room,
    one: Fitness,
    sitting: Sitting,
    fit: Mapping[Hearing, Mapping[int, Fitness]],
    chosen: Collection[int],
) -> Seat:
    key = one.appraiser.pk
    load = room.load.get(key, 0)
    reasons = _against(one, fit, key)
    if key in chosen or not reasons:
        reasons = [*reasons, *_in_favour(one, sitting, load, room)]
    return Seat(one, load, key in chosen, _("；").join(reasons))


def _against(one: Fitness, fit: Mapping[Hearing, Mapping[int, Fitness]], key: int) -> list[str]:
    """What keeps the person out, of the session or of one of its cases."""
    found = []
    if not one.qualified:
        found.append(_("当日资格无效（R-EXIT-03）"))
    if one.absent:
        found.append(_("当日缺勤"))
    ties = dict.fromkeys(tie for people in fit.values() for tie in people[key].ties)
    return found + [_("应当回避：%(tie)s") % {"tie": tie} for tie in ties]


def _in_favour(one: Fitness, sitting: Sitting, load: int, room: _Room) -> list[str]:
    found = [_("责任鉴定员") if one.responsible else _("专业技术人员")]
    if skilled := one.classes & sitting.classes:
        found.append(_("专长：%(classes)s") % {"classes": _named(skilled)})
    found.append(_("工作量 %(load)d") % {"load": load})
    names = {person.pk: str(person) for person in room.bench.people}
    found.extend(
        _("替补缺勤的%(name)s") % {"name": names[absent]}
        for absent in one.stands_in_for
        if absent in names
    )
    return found


def _missing(
    bench: Sequence[Fitness],
    fit: Mapping[Hearing, Mapping[int, Fitness]],
    panels: Mapping[Hearing, Collection[int]],
    chosen: Collection[int],
) -> list[str]:
    """The classes nobody on a panel is skilled in, and whose record points to no class."""
    found: dict[str, None] = {}
    for hearing, panel in panels.items():
        sits = [fit[hearing][key] for key in panel if key in fit[hearing]]
        covered = frozenset().union(*(one.classes for one in sits if one.able))
        for part in sorted(hearing.classes - covered):
            found[_why_missing(part, bench, fit[hearing], chosen)] = None
        if hearing.unread:
            found[
                _("%(case)s 有 %(n)d 件文物的登记看不出类别，请人工判断")
                % {"case": hearing.label, "n": hearing.unread}
            ] = None
    return list(found)


def _why_missing(
    part: str, bench: Sequence[Fitness], fit: Mapping[int, Fitness], chosen: Collection[int]
) -> str:
    skilled = [one.appraiser for one in bench if part in one.classes]
    words = {"part": TITLES[part], "names": _("、").join(str(one) for one in skilled)}
    if not skilled:
        return _("%(part)s：本机构没有此类专长人员，可参考第三方鉴定报告") % words
    if any(fit[one.pk].able and one.pk not in chosen for one in skilled):
        return _("%(part)s：未选有此专长的人员（%(names)s）") % words
    return _("%(part)s：有此专长的人员当日不能参加（%(names)s）") % words


def _named(parts: Collection[str]) -> str:
    return _("、").join(str(TITLES[part]) for part in sorted(parts))
