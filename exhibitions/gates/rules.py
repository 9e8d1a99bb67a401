"""Who may do what at the gate, what may pass it, and why not (R-BOND-02, R-GATE-01, §6.3)."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Party, Role
from approvals.parties.queries import Anyone, memberships_of
from approvals.policies.queries import policy
from approvals.record.refusals import Refusal
from exhibitions.exhibits.models import Exhibit, ExhibitStatus
from exhibitions.permits.models import DisplayPermit
from exhibitions.permits.rules import leg_refusal
from relics.watchlists.queries import frozen_among

from .models import Direction, GateLine, GatePass
from .policies import TOLERANCE

STANDS: dict[str, tuple[str, ...]] = {
    Direction.OUT: (ExhibitStatus.IN_ZONE,),
    Direction.IN: (
        ExhibitStatus.ON_DISPLAY,
        ExhibitStatus.GATE_OUT,
        ExhibitStatus.LOST,
        ExhibitStatus.DAMAGED,
        ExhibitStatus.RETURN_PENDING,
    ),
}
"""Where an exhibit may stand when a pass is asked for it (§10.9)."""


def officer_refusal(customs: Party, by: Anyone) -> Refusal | None:
    """The gate is customs' own: the officers of the customs that keeps it."""
    if memberships_of(by).filter(role=Role.CUSTOMS, party=customs).exists():
        return None
    return Refusal("no_right", _("只有主管海关可以办理卡口手续。"), "R-BOND-01")


def exhibit_refusals(
    permit: DisplayPermit, exhibits: Iterable[Exhibit], direction: str
) -> Iterator[Refusal]:
    """What keeps each exhibit from being put on a pass of this direction."""
    chosen = list(exhibits)
    taken = {
        line.exhibit_id: line.gate_pass
        for line in GateLine.objects.filter(exhibit__in=chosen, is_open=True).select_related(
            "gate_pass"
        )
    }
    if not chosen:
        yield Refusal("no_exhibit", _("请至少选择一件展品。"), "R-GATE-01", "")
    for one in chosen:
        words = {"name": one.item.name, "status": ExhibitStatus(one.status).label}
        if one.item.permit_id != permit.pk:
            yield Refusal(
                "another_permit",
                _("“%(name)s”不在本展示许可内。") % words,
                "R-BOND-02",
                _("一张核放单只办一份展示许可的展品。"),
            )
        elif one.pk in taken:
            yield Refusal(
                "on_another_pass",
                _("“%(name)s”已在核放单 %(pass)s 上。") % {**words, "pass": taken[one.pk]},
                "R-GATE-01",
                _("请先办结或撤销该核放单。"),
            )
        elif not one.is_bonded:
            yield Refusal(
                "not_bonded",
                _("“%(name)s”不是保税货物，不办核放单。") % words,
                "R-GATE-01",
                _("请在展品页登记进出展厅。"),
            )
        elif one.line is None or not one.line.item_number or not one.line.hs_code:
            yield Refusal(
                "not_on_the_book",
                _("“%(name)s”没有料号或商品编码。") % words,
                "R-GATE-01",
                _("请先在电子账册备案。"),
            )
        elif one.status not in STANDS[direction]:
            yield Refusal(
                "not_in_this_state",
                _("“%(name)s”目前%(status)s，不能列入该核放单。") % words,
                "§10.9",
                _("请按展品页所列的下一步办理。"),
            )


def outward_refusals(
    permit: DisplayPermit, exhibits: Iterable[Exhibit], on: date | None = None
) -> Iterator[Refusal]:
    """Why these may not leave the zone now; asked for the pass and again at each barrier.

    The way back is never barred.
    """
    if refusal := leg_refusal(permit, on):
        yield refusal
    if not permit.business_number:
        yield Refusal(
            "no_business_declaration",
            _("展示许可没有业务申报表（C 保税展示交易）编号。"),
            "R-CENT-03",
            _("首批出区前须先备案业务申报表。"),
        )
    chosen = list(exhibits)
    frozen = frozen_among(one.object_id for one in chosen)
    for one in chosen:
        if one.object_id in frozen:
            yield Refusal(
                "object_frozen",
                _("“%(name)s”已被冻结，不能出区。") % {"name": one.item.name},
                "R-EXIT-16",
                _("解除冻结前不得移动。"),
            )
        elif not one.item.holds:
            yield Refusal(
                "item_released",
                _("“%(name)s”已不在展示许可的展品之列。") % {"name": one.item.name},
                "R-BOND-01",
                "",
            )


def return_day_refusal(permit: DisplayPermit, day: date | None) -> Refusal | None:
    """An exhibit leaves with the day of its return, within the period (R-BOND-14)."""
    if day is not None and timezone.localdate() <= day <= (permit.ends_on or day):
        return None
    return Refusal(
        "return_day_impossible",
        _("计划回区日期须在今天与展示止期 %(end)s 之间。") % {"end": permit.ends_on},
        "R-BOND-14",
        _("请改填；需要更久的，先办理延长展期。"),
    )


def tolerance_of(gate_pass: GatePass, on: date | None = None) -> Decimal:
    """The difference in kilograms that the scale may show (R-GATE-02)."""
    showroom = gate_pass.permit.showroom
    percent = Decimal(str(policy(TOLERANCE.key, showroom.customs, showroom.zone.party, on=on)))
    return (gate_pass.expected_weight * percent / 100).quantize(Decimal("0.01"))


def weight_refusal(gate_pass: GatePass, weight: Decimal, tolerance: Decimal) -> Refusal | None:
    """The weigh-bridge against what was declared (R-GATE-02, edge case 40)."""
    expected = gate_pass.expected_weight
    if abs(weight - expected) <= tolerance:
        return None
    return Refusal(
        "weight_differs",
        _("地磅 %(weight)s 千克，申报总重 %(expected)s 千克，超出允许误差 %(tolerance)s 千克。")
        % {"weight": weight, "expected": expected, "tolerance": tolerance},
        "R-GATE-02",
        _("车辆滞留，由主管海关处理。"),
    )


def plate_refusal(gate_pass: GatePass, plate: str) -> Refusal | None:
    """The vehicle at the barrier is the one on the pass."""
    if _plain(plate) == _plain(gate_pass.plate):
        return None
    return Refusal(
        "plate_differs",
        _("车牌 %(seen)s 与核放单的 %(told)s 不符。")
        % {"seen": plate or "—", "told": gate_pass.plate},
        "R-GATE-01",
        _("请核对车牌；换车须作废后重新申请。"),
    )


def _plain(plate: str) -> str:
    return "".join(sign for sign in plate.upper() if sign.isalnum())


def inspection_refusal(gate_pass: GatePass) -> Refusal | None:
    """What is drawn is looked at before it passes the last barrier."""
    if not gate_pass.inspect or gate_pass.inspections.exists():
        return None
    return Refusal(
        "inspection_waits",
        _("核放单 %(pass)s 须先查验。") % {"pass": gate_pass},
        "R-CRED",
        _("请到查验场地登记查验结果后过卡。"),
    )


def late_day(exhibit: Exhibit, on: date) -> date | None:
    """The day by which it should have been back, if that is past (edge case 41)."""
    days = [day for day in (exhibit.planned_return, exhibit.item.permit.ends_on) if day]
    due = min(days, default=None)
    return due if due is not None and on > due else None
