"""A gate pass, its goods, and what customs' own system said of it (rules §6.3, §9.12)."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from exhibitions.exhibits.models import Exhibit
from exhibitions.permits.models import DisplayPermit


class Direction(models.TextChoices):
    OUT = "out", _("出区")
    IN = "in", _("进区")


class PassStatus(models.TextChoices):
    APPLIED = "applied", _("已申请")
    APPROVED = "approved", _("已审批")
    PASSED_FIRST = "passed_first", _("过一卡")
    PASSED = "passed", _("已过卡")
    HELD = "held", _("滞留待处理")
    REFUSED = "refused", _("退单")
    WITHDRAWN = "withdrawn", _("已删除")
    VOID = "void", _("已作废")


S = PassStatus
OPEN = (S.APPLIED, S.APPROVED, S.PASSED_FIRST, S.HELD)


class Dossier(models.TextChoices):
    """The paper that the goods move under (关联单证类型)."""

    INVENTORY = "1", _("核注清单")
    WAREHOUSE = "2", _("出入库单")
    BILL = "3", _("提运单")


def _weight(label: object, **more: object) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(label, max_digits=9, decimal_places=2, **more)  # type: ignore[arg-type]


class GatePass(StatusModel):
    """One vehicle with exhibits of one permit, out of the zone or back (核放单, §9.12).

    `reference` is ours; `number` is customs' own, known from its approval on. Weights are in
    kilograms. `accepted_weight` is what an officer accepted at the weigh-bridge in place of the
    declared total. `inspect` is set when an inspection is owed before the last barrier.
    """

    machine = "R-GATE-01"
    Status = PassStatus

    permit = models.ForeignKey(DisplayPermit, models.PROTECT, related_name="gate_passes")
    direction = models.CharField(_("方向"), max_length=3, choices=Direction.choices)
    reference = models.CharField(_("申请编号"), max_length=40, unique=True)
    number = models.CharField(_("核放单编号"), max_length=64, blank=True)
    status = StatusField(_("状态"), default=S.APPLIED, choices=S.choices)
    plate = models.CharField(_("车牌"), max_length=20)
    own_weight = _weight(_("车自重（千克）"))
    frame_weight = _weight(_("车架重（千克）"))
    container = models.CharField(_("箱号"), max_length=20, blank=True)
    gross = _weight(_("货物毛重（千克）"))
    net = _weight(_("货物净重（千克）"))
    dossier = models.CharField(_("关联单证类型"), max_length=1, choices=Dossier.choices)
    dossier_number = models.CharField(_("关联单证编号"), max_length=64)
    applicant = models.CharField(_("申请人"), max_length=100)
    contact = models.CharField(_("联系方式"), max_length=60)
    planned_return = models.DateField(_("计划回区日期"), null=True, blank=True)
    accepted_weight = _weight(_("认定总重（千克）"), null=True, blank=True)
    inspect = models.BooleanField(_("须查验"), default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    approved_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    first_at = models.DateTimeField(_("过一卡时间"), null=True, blank=True)
    passed_at = models.DateTimeField(_("过卡时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("核放单")
        verbose_name_plural = _("核放单")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["status", "direction"], name="gate_pass_by_status")]
        constraints = [
            status_constraint("gate_pass_status_known", PassStatus),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="gate_pass_number_once"
            ),
            models.CheckConstraint(
                condition=Q(own_weight__gt=0, frame_weight__gte=0, net__gt=0, gross__gte=F("net")),
                name="gate_pass_has_weights",
            ),
            models.CheckConstraint(
                condition=~Q(plate="") & ~Q(dossier_number="") & ~Q(applicant="") & ~Q(contact=""),
                name="gate_pass_is_filled_in",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[S.APPLIED, S.REFUSED, S.WITHDRAWN])
                | (~Q(number="") & Q(approved_at__isnull=False)),
                name="gate_pass_approved_under_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(status=S.PASSED) | Q(first_at__isnull=False, passed_at__isnull=False),
                name="gate_pass_passed_both_barriers",
            ),
            models.CheckConstraint(
                condition=Q(direction="in") | Q(direction="out", planned_return__isnull=False),
                name="gate_pass_out_knows_its_return",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="gate_pass_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="gate_pass_lines_close_with_it",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__status__in=[S.PASSED, S.REFUSED, S.WITHDRAWN, S.VOID]),
                func="""
                UPDATE gates_gateline SET is_open = false
                 WHERE gate_pass_id = NEW.id AND is_open;
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.reference

    @property
    def is_out(self) -> bool:
        return self.direction == Direction.OUT

    @property
    def total(self) -> Decimal:
        """What the weigh-bridge should show: vehicle, frame and goods (总重)."""
        return Decimal(self.own_weight) + Decimal(self.frame_weight) + Decimal(self.gross)

    @property
    def expected_weight(self) -> Decimal:
        """The declared total, or what an officer accepted in its place."""
        return self.total if self.accepted_weight is None else Decimal(self.accepted_weight)

    @moves(status, source=S.APPLIED, target=S.APPROVED)
    def approve(self) -> None:
        """Customs' system passed it (审核通过)."""

    @moves(status, source=S.APPLIED, target=S.REFUSED)
    def refuse(self) -> None:
        """Customs' system gave it back (退单)."""

    @moves(status, source=S.APPLIED, target=S.WITHDRAWN)
    def withdraw(self) -> None:
        """The operator does not go (删除)."""

    @moves(status, source=S.APPROVED, target=S.PASSED_FIRST)
    def cross_first(self) -> None:
        """Through the first barrier, weighed (过一卡)."""

    @moves(status, source=S.PASSED_FIRST, target=S.PASSED)
    def cross_second(self) -> None:
        """Through the second barrier: out of the zone, or in it (过二卡)."""

    @moves(status, source=[S.APPROVED, S.PASSED_FIRST], target=S.HELD)
    def hold(self) -> None:
        """Something is wrong: it stays until an officer has judged (edge case 40)."""

    @moves(status, source=S.HELD, target=S.APPROVED)
    def clear(self) -> None:
        """Judged in order: it comes to the first barrier again."""

    @moves(status, source=[S.APPROVED, S.HELD], target=S.VOID)
    def void(self) -> None:
        """Not used, or turned back (作废)."""


class GateLine(models.Model):
    """One exhibit on a pass (核放单商品): on one open pass at a time, with 料号 and 编码.

    Register-only goods take the fast lane without these; exhibits are not such goods (R-GATE-01).
    """

    gate_pass = models.ForeignKey(GatePass, models.PROTECT, related_name="lines")
    sequence = models.PositiveSmallIntegerField(_("序号"))
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="gate_lines")
    item_number = models.CharField(_("料号"), max_length=40)
    hs_code = models.CharField(_("商品编码"), max_length=13)
    name = models.CharField(_("商品名称"), max_length=200)
    quantity = models.PositiveSmallIntegerField(_("数量"), default=1)
    gross = _weight(_("毛重（千克）"))
    net = _weight(_("净重（千克）"))
    is_open = models.BooleanField(_("在办"), default=True)

    class Meta:
        verbose_name = _("核放单商品")
        verbose_name_plural = _("核放单商品")
        ordering = ["gate_pass", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibit"], condition=Q(is_open=True), name="gate_line_on_one_open_pass"
            ),
            models.UniqueConstraint(fields=["gate_pass", "sequence"], name="gate_line_in_order"),
            models.CheckConstraint(
                condition=~Q(item_number="") & ~Q(hs_code="") & ~Q(name=""),
                name="gate_line_is_named",
            ),
            models.CheckConstraint(
                condition=Q(quantity=1, net__gt=0, gross__gte=F("net")),
                name="gate_line_is_one_piece_with_weights",
            ),
        ]
        triggers = [pgtrigger.Protect(name="gate_line_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.item_number} {self.name}"


class VerdictOutcome(models.TextChoices):
    PASS = "1", _("通过")
    MANUAL = "2", _("转岗（人工审核）")
    RETURN = "3", _("退单")


class Verdict(models.Model):
    """What customs' own system said of a pass (审核结果), as it was told; never changed."""

    gate_pass = models.ForeignKey(GatePass, models.PROTECT, related_name="verdicts")
    outcome = models.CharField(_("结果"), max_length=1, choices=VerdictOutcome.choices)
    number = models.CharField(_("核放单编号"), max_length=64, blank=True)
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("审核结果")
        verbose_name_plural = _("审核结果")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="1") & ~Q(number="")
                | Q(outcome__in=["2", "3"]) & ~Q(reason=""),
                name="verdict_is_whole",
            ),
        ]
        triggers = append_only("verdict_append_only")
