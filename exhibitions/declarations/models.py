"""A central declaration, the sales in it, and the violations it left (rules §10.11)."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User
from approvals.record.models import append_only
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from exhibitions.sales.models import Sale


class DeclarationStatus(models.TextChoices):
    COLLECTING = "collecting", _("归集中")
    SUBMITTED = "submitted", _("已申报，待海关接受")
    RETURNED = "returned", _("退回修改")
    ACCEPTED = "accepted", _("已接受，待缴税")
    PAID = "paid", _("已缴税")
    MATCHED = "matched", _("已核对一致")


S = DeclarationStatus
OPEN = (S.COLLECTING, S.SUBMITTED, S.RETURNED)


class CentralDeclaration(StatusModel):
    """One period of one operator under one customs (集中申报单, R-CENT-01, R-CENT-05).

    `due_on` is the last day to submit: never across a year, never after the write-off date of
    the book. `estimated` and `final` are kept apart: the tax is that of the day of acceptance.
    """

    machine = "§10.11"

    Status = DeclarationStatus

    operator = models.ForeignKey(Party, models.PROTECT, related_name="central_declarations")
    customs = models.ForeignKey(Party, models.PROTECT, related_name="central_declarations_kept")
    starts_on = models.DateField(_("期间起"))
    ends_on = models.DateField(_("期间止"))
    due_on = models.DateField(_("申报期限"))
    status = StatusField(_("状态"), default=S.COLLECTING, choices=S.choices)
    estimated = models.DecimalField(_("估算税款"), max_digits=18, decimal_places=2, default=0)
    final = models.DecimalField(
        _("核定税款"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    number = models.CharField(_("集中申报单号"), max_length=64, blank=True)
    submitted_on = models.DateField(_("申报日期"), null=True, blank=True)
    accepted_on = models.DateField(_("接受日期"), null=True, blank=True)
    tax_number = models.CharField(_("税单号"), max_length=64, blank=True)
    paid_on = models.DateField(_("缴税日期"), null=True, blank=True)
    answer = models.CharField(_("海关意见"), max_length=500, blank=True)
    alarmed = models.CharField(_("已提醒"), max_length=20, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("集中申报")
        verbose_name_plural = _("集中申报")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            status_constraint("central_status_known", DeclarationStatus),
            models.UniqueConstraint(
                fields=["operator", "customs", "starts_on"], name="central_once_a_period"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="central_period_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[S.ACCEPTED, S.PAID, S.MATCHED])
                | (~Q(number="") & Q(accepted_on__isnull=False, final__isnull=False)),
                name="central_accepted_under_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[S.PAID, S.MATCHED])
                | (~Q(tax_number="") & Q(paid_on__isnull=False)),
                name="central_paid_under_a_number",
            ),
        ]
        triggers = [pgtrigger.Protect(name="central_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.number or f"{self.starts_on} — {self.ends_on}"

    @property
    def chain(self) -> str:
        return f"central:{self.pk}"

    @property
    def difference(self) -> Decimal | None:
        """What the final tax is above the estimate."""
        return None if self.final is None else self.final - self.estimated

    @moves(status, source=[S.COLLECTING, S.RETURNED], target=S.SUBMITTED)
    def submit(self) -> None:
        """Handed to customs."""

    @moves(status, source=S.SUBMITTED, target=S.RETURNED)
    def give_back(self) -> None:
        """Customs asks for a change."""

    @moves(status, source=S.SUBMITTED, target=S.ACCEPTED)
    def accept(self) -> None:
        """Accepted under customs' number: every sale in it is declared (R-CENT-06)."""

    @moves(status, source=S.ACCEPTED, target=S.PAID)
    def pay(self) -> None:
        """The tax of all is paid (R-BOND-10)."""

    @moves(status, source=S.PAID, target=S.MATCHED)
    def match(self) -> None:
        """The sum of the sales is the sum that was paid."""


class DeclaredSale(models.Model):
    """A sale in a central declaration: in exactly one (R-CENT-06)."""

    declaration = models.ForeignKey(CentralDeclaration, models.PROTECT, related_name="sales")
    sale = models.OneToOneField(Sale, models.PROTECT, related_name="central")
    estimated = models.DecimalField(_("估算税款"), max_digits=16, decimal_places=2)
    final = models.DecimalField(
        _("核定税款"), max_digits=16, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("集中申报的销售")
        verbose_name_plural = _("集中申报的销售")
        ordering = ["declaration", "pk"]


class Violation(models.Model):
    """A declaration that came late or crossed a year (违规记录, R-CENT-05); kept, never edited."""

    class Kind(models.TextChoices):
        LATE = "late", _("逾期申报")
        CROSS_YEAR = "cross_year", _("跨年申报")

    declaration = models.ForeignKey(CentralDeclaration, models.PROTECT, related_name="violations")
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    on = models.DateField(_("日期"))

    class Meta:
        verbose_name = _("申报违规")
        verbose_name_plural = _("申报违规")
        constraints = [
            models.UniqueConstraint(fields=["declaration", "kind"], name="violation_told_once"),
        ]
        triggers = append_only("violation_append_only")
