"""What customs says of a pass: the verdict of its own system, and how an anomaly is settled."""

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.moving import move, not_now
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from exhibitions.gates.models import (
    Anomaly,
    AnomalyKind,
    GatePass,
    PassStatus,
    Settlement,
    Verdict,
    VerdictOutcome,
)
from exhibitions.gates.queries import exhibits_on, open_anomalies
from exhibitions.gates.rules import officer_refusal, outward_refusals

from .acts import customs_of, holding, put_back, tell, trail
from .inspecting import draw_for


def record_verdict(
    gate_pass: GatePass, outcome: str, *, number: str = "", reason: str = "", by: User
) -> GatePass:
    """Record what customs' own system said (审核结果, §6.3): pass, to an officer, or return.

    To pass takes the number that the system gave; an officer's look asks for an inspection; a
    return says why and frees the exhibits. Conflict where the law bars the way out meanwhile.
    """
    require(officer_refusal(gate_pass.permit.showroom.customs, by), error=NotAllowed)
    number, reason = number.strip(), reason.strip()
    require(_verdict_refusal(outcome, number, reason), error=NotAcceptable)
    try:
        with holding(gate_pass) as held:
            if held.status != PassStatus.APPLIED:
                raise Conflict(not_now(held))
            Verdict.objects.create(
                gate_pass=held, outcome=outcome, number=number, reason=reason, by=by
            )
            _follow(held, outcome, number, reason, by)
    except IntegrityError as error:
        if "gate_pass_number_once" not in str(error):
            raise
        raise Conflict(_number_taken(number)) from error
    return held


def _follow(gate_pass: GatePass, outcome: str, number: str, reason: str, by: User) -> None:
    side = customs_of(gate_pass)
    if outcome == VerdictOutcome.MANUAL:
        gate_pass.inspect = True
        gate_pass.save(update_fields=["inspect"])
        trail(gate_pass, "manual", by=by, reason=reason, acting_for=side)
    elif outcome == VerdictOutcome.RETURN:
        move(gate_pass, "refuse")
        put_back(gate_pass, reason, by=by)
        trail(gate_pass, "refuse", by=by, reason=reason, acting_for=side)
    else:
        exhibits = exhibits_on(gate_pass)
        if gate_pass.is_out:
            require(next(outward_refusals(gate_pass.permit, exhibits), None), error=Conflict)
        gate_pass.number, gate_pass.approved_at = number, timezone.now()
        drawn = draw_for(gate_pass, exhibits)
        gate_pass.inspect = gate_pass.inspect or drawn.drawn
        move(gate_pass, "approve", "number", "approved_at", "inspect")
        after = {"number": number, "inspect": gate_pass.inspect}
        trail(gate_pass, "approve", by=by, after=after, acting_for=side)
    tell(gate_pass, "gate.judged", outcome=outcome, reason=reason)


def settle_anomaly(anomaly: Anomaly, *, passes: bool, reason: str, by: User) -> Settlement:
    """Judge what was wrong (异常处理): it may go on, or the vehicle turns back (edge case 40).

    A weight that an officer accepts stands for the declared total from then on. The pass moves
    when its last anomaly is settled, and comes to the first barrier again.
    """
    require(officer_refusal(anomaly.customs, by), error=NotAllowed)
    if not reason.strip():
        raise NotAcceptable(
            Refusal("reason_missing", _("请写明处理意见。"), "R-GATE-02", _("处理意见将存档。"))
        )
    if anomaly.gate_pass is None:
        return _settled(anomaly, reason, passes=passes, by=by)
    with holding(anomaly.gate_pass) as held:
        settled = _settled(anomaly, reason, passes=passes, by=by)
        trail(
            held,
            "settle",
            by=by,
            after={"anomaly": anomaly.kind, "passes": passes},
            reason=settled.reason,
            acting_for=customs_of(held),
        )
        if passes and anomaly.kind == AnomalyKind.WEIGHT and anomaly.crossing is not None:
            held.accepted_weight = anomaly.crossing.weight
            held.save(update_fields=["accepted_weight"])
        if held.status == PassStatus.HELD:
            _release(held, passes=passes, reason=settled.reason, by=by)
        tell(held, "gate.settled", passes=passes, reason=settled.reason)
    return settled


def _release(gate_pass: GatePass, *, passes: bool, reason: str, by: User) -> None:
    """A no turns the vehicle back at once; a yes waits until nothing else is open."""
    if not passes:
        move(gate_pass, "void")
        put_back(gate_pass, reason, by=by)
    elif not open_anomalies(gate_pass).exists():
        move(gate_pass, "clear")


def _settled(anomaly: Anomaly, reason: str, *, passes: bool, by: User) -> Settlement:
    Anomaly.objects.select_for_update().get(pk=anomaly.pk)
    if Settlement.objects.filter(anomaly=anomaly).exists():
        raise Conflict(
            Refusal("settled_already", _("该异常已经处理。"), "R-GATE-02", _("请刷新页面。"))
        )
    return Settlement.objects.create(anomaly=anomaly, passes=passes, reason=reason.strip(), by=by)


def _verdict_refusal(outcome: str, number: str, reason: str) -> Refusal | None:
    if outcome not in VerdictOutcome.values:
        return Refusal("outcome_unknown", _("请选择审核结果。"), "R-GATE-01", "")
    if outcome == VerdictOutcome.PASS and not number:
        return Refusal(
            "number_missing",
            _("通过须填写海关系统的核放单编号。"),
            "R-GATE-01",
            _("编号由海关自己的系统产生，本系统不编造。"),
        )
    if outcome != VerdictOutcome.PASS and not reason:
        return Refusal("reason_missing", _("转岗或退单须写明理由。"), "R-GATE-01", "")
    return None


def _number_taken(number: str) -> Refusal:
    return Refusal(
        "number_taken",
        _("核放单编号 %(number)s 已用于另一张核放单。") % {"number": number},
        "R-GATE-01",
        _("请核对编号。"),
    )
