"""The operator asks for a pass, takes it back, or does not use it (核放单申请)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.services import next_number
from approvals.parties.models import User
from approvals.record.moving import move, not_now
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from exhibitions.books import services as books
from exhibitions.books.models import Account
from exhibitions.exhibits.models import Exhibit, Verb
from exhibitions.exhibits.queries import whole
from exhibitions.exhibits.rules import handler_refusal
from exhibitions.exhibits.services import Told, happen
from exhibitions.gates.cover import room_refusal
from exhibitions.gates.models import Direction, Dossier, GateLine, GatePass, PassStatus
from exhibitions.gates.rules import (
    exhibit_refusals,
    officer_refusal,
    outward_refusals,
    return_day_refusal,
)
from exhibitions.permits.models import DisplayPermit

from .acts import customs_of, holding, operator_of, post, put_back, tell, trail


@dataclass(frozen=True)
class Piece:
    """One exhibit as it is packed; weights in kilograms."""

    exhibit: Exhibit
    gross: Decimal
    net: Decimal


@dataclass(frozen=True)
class Load:
    """The vehicle, the paper the goods move under, and who asks (§9.12); weights in kilograms."""

    plate: str
    own_weight: Decimal
    dossier_number: str
    applicant: str
    contact: str
    frame_weight: Decimal = Decimal(0)
    container: str = ""
    dossier: str = Dossier.WAREHOUSE


def apply_for_pass(
    permit: DisplayPermit,
    direction: str,
    pieces: Sequence[Piece],
    load: Load,
    *,
    planned_return: date | None = None,
    by: User,
) -> GatePass:
    """Ask for a pass: out of the zone, or back (§9.12).

    The exhibits wait for the gate from now on, and what leaves is announced on its book (预减).
    Raises NotAllowed, NotAcceptable (weights, day), Conflict naming what bars an exhibit.
    """
    require(handler_refusal(permit, by), error=NotAllowed)
    require(_load_refusal(load, pieces), error=NotAcceptable)
    try:
        with transaction.atomic():
            made, exhibits = _apply(permit, direction, pieces, load, day=planned_return, by=by)
            _announce(made, exhibits, by)
            return made
    except IntegrityError as error:
        if "gate_line_on_one_open_pass" not in str(error):
            raise
        raise Conflict(_taken()) from error


def _apply(
    permit: DisplayPermit,
    direction: str,
    pieces: Sequence[Piece],
    load: Load,
    *,
    day: date | None,
    by: User,
) -> tuple[GatePass, list[Exhibit]]:
    """The pass and its goods, once nothing bars them."""
    engine.lock_case(permit.case_id)
    packed = {one.exhibit.pk: one for one in pieces}
    exhibits = list(
        whole(Exhibit.objects.select_for_update(of=("self",))).filter(pk__in=packed).order_by("pk")
    )
    require(next(exhibit_refusals(permit, exhibits, direction), None), error=Conflict)
    if direction == Direction.OUT:
        require(return_day_refusal(permit, day), error=NotAcceptable)
        fresh = exhibits[0].item.permit
        require(next(outward_refusals(fresh, exhibits), None), error=Conflict)
        require(room_refusal(fresh, exhibits), error=Conflict)
    made = GatePass.objects.create(
        permit=permit,
        direction=direction,
        reference=_reference(permit),
        plate=load.plate.strip().upper(),
        own_weight=load.own_weight,
        frame_weight=load.frame_weight,
        container=load.container.strip(),
        gross=sum(one.gross for one in pieces),
        net=sum(one.net for one in pieces),
        dossier=load.dossier,
        dossier_number=load.dossier_number.strip(),
        applicant=load.applicant.strip(),
        contact=load.contact.strip(),
        planned_return=day if direction == Direction.OUT else None,
        by=by,
    )
    GateLine.objects.bulk_create(
        _line(made, sequence, exhibit, packed[exhibit.pk])
        for sequence, exhibit in enumerate(exhibits, 1)
    )
    return made, exhibits


def _announce(gate_pass: GatePass, exhibits: Sequence[Exhibit], by: User) -> None:
    out = gate_pass.is_out
    told = Told(document=gate_pass.reference, planned_return=gate_pass.planned_return)
    for one in exhibits:
        if out or one.status != one.Status.RETURN_PENDING:
            happen(one, Verb.REQUEST_OUT if out else Verb.REQUEST_RETURN, told=told, by=by)
    if out:
        post(books.commit, exhibits, gate_pass, stands=Account.FREE)
    after = {"items": [one.item.sequence for one in exhibits], "plate": gate_pass.plate}
    trail(gate_pass, "apply", by=by, after=after, acting_for=operator_of(gate_pass))
    tell(gate_pass, "gate.applied", **after)


def _line(gate_pass: GatePass, sequence: int, exhibit: Exhibit, piece: Piece) -> GateLine:
    assert exhibit.line is not None
    return GateLine(
        gate_pass=gate_pass,
        sequence=sequence,
        exhibit=exhibit,
        item_number=exhibit.line.item_number,
        hs_code=exhibit.line.hs_code,
        name=exhibit.item.name,
        gross=piece.gross,
        net=piece.net,
    )


def _reference(permit: DisplayPermit) -> str:
    """Our own number of the request: not customs', which its own system gives."""
    customs = permit.showroom.customs
    prefix = f"HF-{customs.pk}-{timezone.localdate():%Y}"
    return f"{prefix}-{next_number(prefix):06d}"


def withdraw_pass(gate_pass: GatePass, *, by: User) -> GatePass:
    """Take the request back before customs has answered; the exhibits stay where they are."""
    require(handler_refusal(gate_pass.permit, by), error=NotAllowed)
    with holding(gate_pass) as held:
        move(held, "withdraw")
        put_back(held, _("撤回核放单申请"), by=by)
        trail(held, "withdraw", by=by, acting_for=operator_of(held))
        tell(held, "gate.withdrawn")
    return held


def void_pass(gate_pass: GatePass, *, reason: str, by: User) -> GatePass:
    """An approved pass is not used, or a held vehicle turns back (作废).

    The operator before the first barrier; customs also what is held. What was drawn for
    inspection stays owed by the next pass of the same exhibits.
    """
    operators = handler_refusal(gate_pass.permit, by) is None
    officers = officer_refusal(gate_pass.permit.showroom.customs, by)
    require(None if operators else officers, error=NotAllowed)
    if not reason.strip():
        raise NotAcceptable(
            Refusal("reason_missing", _("作废须写明理由。"), "R-GATE-01", _("请填写理由。"))
        )
    with holding(gate_pass) as held:
        if officers is not None and held.status != PassStatus.APPROVED:
            raise Conflict(not_now(held))
        move(held, "void")
        put_back(held, reason.strip(), by=by)
        side = customs_of(held) if officers is None else operator_of(held)
        trail(held, "void", by=by, reason=reason.strip(), acting_for=side)
        tell(held, "gate.void", reason=reason.strip())
    return held


def _load_refusal(load: Load, pieces: Sequence[Piece]) -> Refusal | None:
    """What §9.12 wants filled in, and weights that can be."""
    wanted = (load.plate, load.dossier_number, load.applicant, load.contact)
    fix = _("请按核放单填写要求补全。")
    if not all(one.strip() for one in wanted) or load.dossier not in Dossier.values:
        return Refusal(
            "pass_incomplete",
            _("车牌、关联单证编号、申请人和联系方式都须填写。"),
            "R-GATE-01",
            fix,
        )
    if load.own_weight <= 0 or load.frame_weight < 0:
        return Refusal("weight_impossible", _("车自重须大于零，车架重不得为负。"), "R-GATE-02", fix)
    for one in pieces:
        if not 0 < one.net <= one.gross:
            return Refusal(
                "weight_impossible",
                _("“%(name)s”的净重须大于零且不超过毛重。") % {"name": one.exhibit.item.name},
                "R-GATE-02",
                fix,
            )
    return None


def _taken() -> Refusal:
    return Refusal(
        "on_another_pass",
        _("有展品刚刚列入了另一张核放单。"),
        "R-GATE-01",
        _("请刷新后重选。"),
    )
