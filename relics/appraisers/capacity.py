"""How far above the law's minimum an office stands, and which certificates run out (R-EXIT-05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office
from approvals.policies.queries import policy
from approvals.policies.registry import Policy
from approvals.record.refusals import Refusal

from .models import Qualification
from .queries import qualified_on, responsible_among, serving, valid_on
from .rules import OFFICE_APPRAISERS, OFFICE_RESPONSIBLE, office_refusal

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


def capacity_of(office: Office, on: date) -> Capacity:
    """Where the office stands on the day, and where it will stand if nothing is renewed."""
    people = list(qualified_on(office, on))
    lines = sorted(policy(WARN_DAYS.key, office.party, on=on)) or [0]
    expiring = _expiring(office, on, lines)
    return Capacity(
        people=len(people),
        responsible=len(responsible_among(people, on)),
        expiring=expiring,
        refusal=office_refusal(office, on=on),
        after=office_refusal(office, on=on + timedelta(lines[-1] + 1)) if expiring else None,
    )


def _expiring(office: Office, on: date, lines: Sequence[int]) -> list[Expiring]:
    """Certificates in force that run out within the widest line and are not renewed by another."""
    last = on + timedelta(lines[-1])
    ending = Qualification.objects.filter(
        valid_on(on), appraiser__in=serving().filter(office=office), valid_to__lte=last
    ).select_related("appraiser__user")
    renewed = set(
        Qualification.objects.filter(valid_on(last + timedelta(1)), appraiser__office=office)
        .values_list("appraiser_id", "kind")
        .distinct()
    )
    found = []
    for one in ending.order_by("valid_to", "pk"):
        if one.valid_to is None or (one.appraiser_id, one.kind) in renewed:
            continue
        days = (one.valid_to - on).days
        found.append(Expiring(one, days, next(line for line in lines if days <= line)))
    return found
