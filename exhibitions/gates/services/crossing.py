"""The two barriers: what is seen there is written down, and moves the pass if nothing bars it.

Every attempt leaves a crossing: passed, held, or refused with its reason. At the second barrier
the exhibits, the book and the guarantee move in the same transaction, the guarantee last. What
a device tells after a cut of the network is taken by its key, once; where the record does not
allow what has happened by then, it is kept all the same and customs has to judge.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Party, User
from approvals.record.moving import move, not_now
from approvals.record.refusals import (
    Conflict,
    NotAcceptable,
    NotAllowed,
    Refusal,
    Refused,
    require,
)
from approvals.record.status import can_proceed
from exhibitions.books import services as books
from exhibitions.books.models import Account
from exhibitions.exhibits.models import Exhibit, Verb
from exhibitions.exhibits.services import Told, happen
from exhibitions.exhibits.services.custody import road_of
from exhibitions.gates.cover import free_for, lock_for
from exhibitions.gates.models import (
    AnomalyKind,
    Barrier,
    Crossing,
    GatePass,
    LateReturn,
    Outcome,
    PassStatus,
)
from exhibitions.gates.queries import exhibits_on, found_at
from exhibitions.gates.rules import (
    inspection_refusal,
    late_day,
    officer_refusal,
    outward_refusals,
    plate_refusal,
    tolerance_of,
    weight_refusal,
)

from .acts import customs_of, holding, open_anomaly, post, tell, trail


@dataclass(frozen=True)
class Seen:
    """What was seen at a barrier: the code that was scanned, plate, scale (kilograms), when.

    `offline` is set by a device that tells later; `key` makes what it tells twice one crossing.
    """

    told: str
    barrier: str
    key: str
    plate: str = ""
    weight: Decimal | None = None
    seal: str = ""
    happened_at: datetime | None = None
    offline: bool = False


def record_crossing(customs: Party, seen: Seen, *, by: User) -> Crossing:
    """Record one vehicle at one barrier and let it pass, hold it, or refuse it.

    Raises NotAllowed, NotAcceptable (no barrier, no key), and Conflict for a key that was used
    for something else. What the law says against it does not raise: it is the crossing's `why`.
    """
    require(officer_refusal(customs, by), error=NotAllowed)
    require(_seen_refusal(seen), error=NotAcceptable)
    if (known := _told_before(customs, seen)) is not None:
        return known
    found = found_at(Party.objects.filter(pk=customs.pk), seen.told)
    if found is None:
        return _unknown(customs, seen, by)
    with holding(found) as held:
        if (known := _told_before(customs, seen)) is not None:
            return known
        try:
            with transaction.atomic():
                return _pass(held, seen, by)
        except Refused as barred:
            return _barred(found, seen, barred.refusal, by)


def _pass(gate_pass: GatePass, seen: Seen, by: User) -> Crossing:
    verb = "cross_first" if seen.barrier == Barrier.FIRST else "cross_second"
    if not can_proceed(getattr(gate_pass, verb)):
        raise Conflict(not_now(gate_pass))
    exhibits = exhibits_on(gate_pass)
    if gate_pass.is_out:
        require(next(outward_refusals(gate_pass.permit, exhibits), None), error=Conflict)
    if seen.barrier == Barrier.FIRST:
        return _first(gate_pass, seen, by)
    require(inspection_refusal(gate_pass), error=Conflict)
    return _second(gate_pass, exhibits, seen, by)


def _first(gate_pass: GatePass, seen: Seen, by: User) -> Crossing:
    """Plate and scale (过一卡): a difference beyond the tolerance holds (edge case 40)."""
    require(plate_refusal(gate_pass, seen.plate), error=NotAcceptable)
    if seen.weight is None or seen.weight <= 0:
        raise NotAcceptable(
            Refusal("weight_missing", _("一卡须过磅，请填写地磅重量。"), "R-GATE-02", "")
        )
    tolerance = tolerance_of(gate_pass)
    differs = weight_refusal(gate_pass, seen.weight, tolerance)
    if differs is not None:
        return _held(gate_pass, seen, tolerance, differs, by)
    gate_pass.first_at = timezone.now()
    move(gate_pass, "cross_first", "first_at")
    return _write(gate_pass, seen, Outcome.PASSED, by, tolerance=tolerance)


def _held(
    gate_pass: GatePass, seen: Seen, tolerance: Decimal, differs: Refusal, by: User
) -> Crossing:
    move(gate_pass, "hold")
    made = _write(gate_pass, seen, Outcome.HELD, by, tolerance=tolerance, refusal=differs)
    customs = gate_pass.permit.showroom.customs
    open_anomaly(customs, gate_pass, AnomalyKind.WEIGHT, made.why, crossing=made)
    return made


def _second(gate_pass: GatePass, exhibits: list[Exhibit], seen: Seen, by: User) -> Crossing:
    """Out of the zone, or in it (过二卡): custody, book, guarantee, all or nothing."""
    gate_pass.passed_at = timezone.now()
    move(gate_pass, "cross_second", "passed_at")
    made = _write(gate_pass, seen, Outcome.PASSED, by)
    told = Told(document=str(gate_pass), carrier=gate_pass.plate, seal=seen.seal)
    permit = gate_pass.permit
    if gate_pass.is_out:
        for one in exhibits:
            happen(one, Verb.PASS_OUT, place=road_of(permit), told=told, by=by)
        lock_for(permit, exhibits, by=by)
        return made
    _note_late(gate_pass, exhibits)
    for one in exhibits:
        happen(one, Verb.PASS_IN, place=road_of(permit), told=told, by=by)
    post(books.call_off_going, exhibits, gate_pass, stands=Account.GOING, reason=_("回区"))
    free_for(permit, exhibits, reason=_("回区 %(pass)s") % {"pass": gate_pass}, by=by)
    return made


def _note_late(gate_pass: GatePass, exhibits: list[Exhibit]) -> None:
    """What comes back after its term is taken, and the violation kept (edge case 41)."""
    today = timezone.localdate()
    late = [(one, due) for one in exhibits if (due := late_day(one, today)) is not None]
    LateReturn.objects.bulk_create(
        LateReturn(gate_pass=gate_pass, exhibit=one, due_on=due, on=today) for one, due in late
    )


def hold_pass(gate_pass: GatePass, *, reason: str, by: User) -> GatePass:
    """An officer holds a pass for what nothing else tells (滞留)."""
    require(officer_refusal(gate_pass.permit.showroom.customs, by), error=NotAllowed)
    if not reason.strip():
        raise NotAcceptable(
            Refusal("reason_missing", _("滞留须写明理由。"), "R-GATE-02", _("请填写理由。"))
        )
    with holding(gate_pass) as held:
        move(held, "hold")
        open_anomaly(held.permit.showroom.customs, held, AnomalyKind.OTHER, reason.strip())
        trail(held, "hold", by=by, reason=reason.strip(), acting_for=customs_of(held))
        tell(held, "gate.held", reason=reason.strip())
    return held


def _barred(gate_pass: GatePass, seen: Seen, refusal: Refusal, by: User) -> Crossing:
    """Nothing moved. What a device let pass without a network is held for customs to judge."""
    fresh = GatePass.objects.select_related("permit__showroom__customs", "permit__case").get(
        pk=gate_pass.pk
    )
    news = seen.offline and not _passed_before(fresh, seen)
    if news and can_proceed(fresh.hold):
        move(fresh, "hold")
    made = _write(fresh, seen, Outcome.REFUSED, by, refusal=refusal)
    if news:
        customs = fresh.permit.showroom.customs
        open_anomaly(customs, fresh, AnomalyKind.OFFLINE, made.why, crossing=made)
    return made


def _passed_before(gate_pass: GatePass, seen: Seen) -> bool:
    """Scanned twice at the same barrier: no news."""
    passed = gate_pass.crossings.filter(barrier=seen.barrier, outcome=Outcome.PASSED)
    return bool(
        passed.exists() and gate_pass.status in (PassStatus.PASSED_FIRST, PassStatus.PASSED)
    )


def _unknown(customs: Party, seen: Seen, by: User) -> Crossing:
    """No such pass here: kept and shown, and judged (no message is lost)."""
    refusal = Refusal(
        "pass_unknown",
        _("本关没有编号为 %(told)s 的核放单。") % {"told": seen.told or "—"},
        "R-GATE-01",
        _("请核对编号；没有核放单不得过卡。"),
    )
    with transaction.atomic():
        made = Crossing.objects.create(
            **_facts(seen, by), customs=customs, outcome=Outcome.REFUSED, **_why(refusal)
        )
        if seen.offline:
            open_anomaly(customs, None, AnomalyKind.UNKNOWN, made.why, crossing=made)
    return made


def _write(
    gate_pass: GatePass,
    seen: Seen,
    outcome: Outcome,
    by: User,
    *,
    tolerance: Decimal | None = None,
    refusal: Refusal | None = None,
) -> Crossing:
    """The crossing, its line in the trail, and word to customs' system."""
    made = Crossing.objects.create(
        **_facts(seen, by),
        customs=gate_pass.permit.showroom.customs,
        gate_pass=gate_pass,
        expected=gate_pass.expected_weight if seen.weight is not None else None,
        tolerance=tolerance,
        outcome=outcome,
        **_why(refusal),
    )
    after = {"barrier": seen.barrier, "outcome": str(outcome)}
    if seen.weight is not None:
        after["weight"] = str(seen.weight)
    trail(
        gate_pass,
        f"crossing_{outcome}",
        by=by,
        after=after,
        reason=made.why,
        acting_for=customs_of(gate_pass),
    )
    tell(gate_pass, "gate.crossing", **after, reason=made.why)
    return made


def _facts(seen: Seen, by: User) -> dict[str, object]:
    now = timezone.now()
    return {
        "key": seen.key,
        "told": seen.told[:64],
        "barrier": seen.barrier,
        "plate": seen.plate.strip().upper()[:20],
        "weight": seen.weight,
        "offline": seen.offline,
        "by": by,
        "happened_at": min(seen.happened_at or now, now),
        "at": now,
    }


def _why(refusal: Refusal | None) -> dict[str, str]:
    if refusal is None:
        return {}
    return {"code": refusal.code, "why": str(refusal.sentence)[:300]}


def _told_before(customs: Party, seen: Seen) -> Crossing | None:
    """The crossing that came under this key already."""
    known = Crossing.objects.filter(key=seen.key).select_related("gate_pass").first()
    if known is not None and (known.customs_id, known.told, known.barrier) != (
        customs.pk,
        seen.told[:64],
        seen.barrier,
    ):
        raise Conflict(Refusal("key_used", _("该幂等键已用于另一次过卡。"), "D-IDEMPOTENCY", ""))
    return known


def _seen_refusal(seen: Seen) -> Refusal | None:
    if seen.barrier in Barrier.values and seen.key.strip() and seen.told.strip():
        return None
    return Refusal(
        "crossing_incomplete",
        _("请扫描核放单并选择一卡或二卡。"),
        "R-GATE-01",
        _("请补全后重试。"),
    )
