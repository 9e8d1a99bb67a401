"""How far above the law's minimum an office stands, and which certificates run out (R-EXIT-05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office
from approvals.policies.queries import policy
from approvals.policies.registry import Policy
from approvals.record.refusals import Refusal

from .fitness import Bench, read_bench
from .models import Qualification
from .queries import serving
from .rules import OFFICE_APPRAISERS, OFFICE_RESPONSIBLE, strength_refusal

WARN_DAYS = Policy(
    key="appraisers.warn_days",
    title=_("鉴定资格到期提醒（提前天数）"),
    rule="R-EXIT-06",
    evidence="D",
    default=[60, 30],
    kind="numbers",
    unit=_("天"),
    help=_("名册页在资格到期前按这些天数分级提醒。"),
    least=1,
    most=366,
)


@dataclass(frozen=True)
class Expiring:
    """A certificate that runs out, in how many days, and the line of warning it has crossed."""

    certificate: Qualification
    days: int
    within: int


@dataclass(frozen=True)
class Capacity:
    """The office on a day: its people, how many above the minimum, what runs out, the refusal.

    `after` is the refusal once every certificate that is about to run out has run out.
    """

    people: int
    responsible: int
    expiring: Sequence[Expiring]
    refusal: Refusal | None
    after: Refusal | None

    @property
    def spare_people(self) -> int:
        return self.people - OFFICE_APPRAISERS

    @property
    def spare_responsible(self) -> int:
        return self.responsible - OFFICE_RESPONSIBLE


def lines_of(office: Office, on: date) -> list[int]:
    """How many days before its last day a certificate is warned of; the nearest line first."""
    return sorted(policy(WARN_DAYS.key, office.party, on=on)) or [0]


def capacity_of(office: Office, on: date) -> Capacity:
    """Where the office stands on the day, and where it will stand if nothing is renewed."""
    lines = lines_of(office, on)
    people = list(serving().filter(office=office).select_related("user"))
    return capacity_in(read_bench(people, on, on + timedelta(lines[-1] + 1)), on, lines)


def capacity_in(bench: Bench, on: date, lines: Sequence[int]) -> Capacity:
    """`capacity_of` for a bench that was read already, from the day to beyond the widest line."""
    people, responsible = _strength(bench, on)
    expiring = _expiring(bench, on, lines)
    later = _strength(bench, on + timedelta(lines[-1] + 1))
    return Capacity(
        people=people,
        responsible=responsible,
        expiring=expiring,
        refusal=strength_refusal(people, responsible),
        after=strength_refusal(*later) if expiring else None,
    )


def _strength(bench: Bench, day: date) -> tuple[int, int]:
    found = bench.on(day, ())
    return sum(one.qualified for one in found), sum(one.responsible for one in found)


def _expiring(bench: Bench, on: date, lines: Sequence[int]) -> list[Expiring]:
    """Certificates in force that run out within the widest line and are not renewed by another."""
    last = on + timedelta(lines[-1])
    found = []
    for person in bench.people:
        held = bench.certificates.get(person.pk, [])
        lasting = {one.kind for one in held if one.valid_to is None or one.valid_to > last}
        for one in held:
            if one.kind in lasting or one.valid_to is None or one.valid_from > on:
                continue
            days = (one.valid_to - on).days
            if days >= 0:
                one.appraiser = person
                found.append(Expiring(one, days, next(line for line in lines if days <= line)))
    return sorted(found, key=lambda each: (each.days, each.certificate.pk))
