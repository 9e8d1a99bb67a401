"""Drawing and recording inspections (布控抽查, 查验)."""

import secrets
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Party, User
from approvals.policies.queries import policy
from approvals.record.moving import move, not_now
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from exhibitions.credit.queries import standing_of
from exhibitions.exhibits.models import Exhibit
from exhibitions.gates.drawing import Odds, commitment_of, hits
from exhibitions.gates.models import AnomalyKind, Draw, GatePass, Inspection, PassStatus, Seed
from exhibitions.gates.policies import CHANCE, HIGH_VALUE, HISTORY, VALUE
from exhibitions.gates.queries import carries_inspection, history_of
from exhibitions.gates.rules import officer_refusal
from exhibitions.permits.models import Showroom

from .acts import customs_of, holding, open_anomaly, tell, trail

MOST_HISTORY = 100


def seed_of(customs: Party, day: date) -> Seed:
    """The seed of that day, made at the first asking; whoever makes it, there is one."""
    fresh = secrets.token_hex(16)
    made, _new = Seed.objects.get_or_create(
        customs=customs,
        day=day,
        defaults={"seed": fresh, "commitment": commitment_of(fresh)},
    )
    return made


def prepare_seeds(day: date) -> int:
    """Fix the seed of a day before it begins, at every customs with a showroom."""
    keepers = Party.objects.filter(pk__in=Showroom.objects.values("customs"))
    return len([seed_of(customs, day) for customs in keepers])


def draw_for(gate_pass: GatePass, exhibits: Sequence[Exhibit]) -> Draw:
    """Draw at the approval, once: by tier, history and value, and by pure chance (R-CRED)."""
    showroom = gate_pass.permit.showroom
    seed = seed_of(showroom.customs, timezone.localdate())
    odds = odds_of(gate_pass, exhibits)
    reasons = hits(seed.seed, gate_pass.reference, odds)
    if carries_inspection(list(exhibits), gate_pass.direction):
        reasons.append("carried")
    return Draw.objects.create(
        gate_pass=gate_pass, seed=seed, odds=odds.as_json(), reasons=reasons, drawn=bool(reasons)
    )


def odds_of(gate_pass: GatePass, exhibits: Sequence[Exhibit]) -> Odds:
    """What the tier, the history and the value of the goods add up to today."""
    showroom = gate_pass.permit.showroom
    where = (showroom.customs, showroom.zone.party)
    standing = standing_of(showroom.operator, None, *where)
    worth = sum((Decimal(one.item.tax) for one in exhibits), Decimal(0))
    wrong = history_of(showroom.operator, showroom.customs)
    return Odds(
        tier=standing.inspection_share,
        history=min(MOST_HISTORY, wrong * int(policy(HISTORY.key, *where))),
        value=int(policy(VALUE.key, *where)) if worth >= policy(HIGH_VALUE.key, *where) else 0,
        chance=int(policy(CHANCE.key, *where)),
    )


def replay(draw: Draw) -> list[str]:
    """Count the draw again from its seed and odds; the same as `reasons` but for `carried`."""
    assert commitment_of(draw.seed.seed) == draw.seed.commitment
    return hits(draw.seed.seed, draw.gate_pass.reference, Odds(**draw.odds))


def record_inspection(
    gate_pass: GatePass, *, agrees: bool, remark: str = "", by: User
) -> Inspection:
    """Say what was found (查验); where it is not as declared the pass is held."""
    require(officer_refusal(gate_pass.permit.showroom.customs, by), error=NotAllowed)
    if not agrees and not remark.strip():
        raise NotAcceptable(
            Refusal("remark_missing", _("查验不符须写明情况。"), "R-GATE-02", _("请填写查验情况。"))
        )
    with holding(gate_pass) as held:
        if held.status not in (PassStatus.APPROVED, PassStatus.PASSED_FIRST):
            raise Conflict(not_now(held))
        made = Inspection.objects.create(
            gate_pass=held, agrees=agrees, remark=remark.strip(), by=by
        )
        if not agrees:
            move(held, "hold")
            customs = held.permit.showroom.customs
            open_anomaly(customs, held, AnomalyKind.INSPECTION, made.remark)
        after = {"agrees": agrees}
        trail(held, "inspect", by=by, after=after, reason=made.remark, acting_for=customs_of(held))
        tell(held, "gate.inspected", agrees=agrees)
    return made
