"""The sale of an exhibit, from its reservation to its delivery or its end (§10.9, R-BOND-06)."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from exhibitions.exhibits.models import Exhibit

from .buyer import Buyer
from .licence import SaleLicence
from .seller import SellerLicence


class SaleStatus(models.TextChoices):
    RESERVED = "reserved", _("已预订")
    SOLD = "sold", _("许可已核验，待申报")
    DECLARED = "declared", _("已申报，待缴税")
    TAX_PAID = "tax_paid", _("已缴税，待交付")
    DELIVERED = "delivered", _("已交付")
    CANCELLED = "cancelled", _("已撤销")
    REFUNDED = "refunded", _("已退货")


S = SaleStatus
UNDONE = (S.CANCELLED, S.REFUNDED)
OPEN = (S.RESERVED, S.SOLD, S.DECLARED, S.TAX_PAID)
TO_DECLARE = (S.SOLD,)
AS_SOLD = (S.SOLD, S.DECLARED, S.TAX_PAID, S.DELIVERED, S.REFUNDED)
AS_DECLARED = (S.DECLARED, S.TAX_PAID, S.DELIVERED, S.REFUNDED)

ONLY_LICENSED = """
IF NEW.needs_licence AND NOT EXISTS (
    SELECT 1 FROM sales_licenceuse AS taken
    WHERE taken.sale_id = NEW.id AND taken.licence_id = NEW.licence_id AND taken.step = 'take')
THEN RAISE EXCEPTION 'sale_only_licensed: sale % has no verified licence', NEW.id
    USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class Sale(StatusModel):
    """One sale of one exhibit (展品销售). What is agreed is written once and never edited.

    `assessed` is the tax by the rates of the day of the declaration (R-BOND-08). `file_by` is
    the last day to file the sale of a relic (R-TRADE-05); `kept_until` is how long the law
    wants the record kept (R-DATA-01, R-TRADE-07, R-DATA-02).
    """

    machine = "§10.9"

    Status = SaleStatus

    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="sales")
    buyer = models.OneToOneField(Buyer, models.PROTECT, related_name="sale")
    status = StatusField(_("状态"), default=S.RESERVED, choices=S.choices)
    is_auction = models.BooleanField(_("拍卖"), default=False)
    is_relic = models.BooleanField(_("文物"), default=False)
    needs_licence = models.BooleanField(_("须有许可"), default=True)
    review_number = models.CharField(_("拍卖标的审核文号"), max_length=100, blank=True)
    deposit = models.DecimalField(
        _("已收款"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    reserved_on = models.DateField(_("预订日期"))
    price = models.DecimalField(_("成交价"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("币种"), max_length=3, blank=True)
    contract_number = models.CharField(_("合同编号"), max_length=100, blank=True)
    sold_on = models.DateField(_("销售日期"), null=True, blank=True)
    licence = models.ForeignKey(SaleLicence, models.PROTECT, null=True, related_name="sales")
    seller_licence = models.ForeignKey(
        SellerLicence, models.PROTECT, null=True, related_name="sales"
    )
    declaration_number = models.CharField(_("报关单号"), max_length=64, blank=True)
    declared_on = models.DateField(_("申报日期"), null=True, blank=True)
    assessed: Any = models.JSONField(_("计征"), default=dict, blank=True)
    tax_number = models.CharField(_("税单号"), max_length=64, blank=True)
    tax_paid_on = models.DateField(_("缴税日期"), null=True, blank=True)
    delivered_on = models.DateField(_("交付日期"), null=True, blank=True)
    file_by = models.DateField(_("备案期限"), null=True, blank=True)
    filing_number = models.CharField(_("销售备案号"), max_length=100, blank=True)
    filed_on = models.DateField(_("备案日期"), null=True, blank=True)
    alarmed = models.CharField(_("已提醒"), max_length=20, blank=True)
    kept_until = models.DateField(_("记录保存至"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("展品销售")
        verbose_name_plural = _("展品销售")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["status", "sold_on"], name="sale_by_day"),
            models.Index(fields=["file_by"], condition=Q(filed_on=None), name="sale_to_file"),
        ]
        constraints = [
            status_constraint("sale_status_known", SaleStatus),
            models.UniqueConstraint(
                fields=["exhibit"],
                condition=~Q(status__in=["cancelled", "refunded"]),
                name="sale_one_of_an_exhibit",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=AS_SOLD)
                | (
                    Q(price__gt=0, sold_on__isnull=False, sold_on__gte=F("reserved_on"))
                    & ~Q(contract_number="")
                    & ~Q(currency="")
                ),
                name="sale_sold_by_contract",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=AS_SOLD)
                | Q(needs_licence=False)
                | Q(licence__isnull=False),
                name="sale_sold_under_a_licence",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=AS_SOLD)
                | Q(is_relic=False)
                | Q(seller_licence__isnull=False, file_by__isnull=False),
                name="sale_of_a_relic_by_who_may",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=AS_SOLD, is_auction=True, is_relic=True)
                | ~Q(review_number=""),
                name="sale_lot_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=AS_DECLARED)
                | (~Q(declaration_number="") & Q(declared_on__gte=F("sold_on"))),
                name="sale_declared_by_number",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["tax_paid", "delivered"])
                | (~Q(tax_number="") & Q(tax_paid_on__isnull=False)),
                name="sale_tax_paid_by_number",
            ),
            models.CheckConstraint(
                condition=~Q(status="delivered") | Q(delivered_on__isnull=False),
                name="sale_delivered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(filing_number="", filed_on__isnull=True)
                | (~Q(filing_number="") & Q(filed_on__isnull=False)),
                name="sale_filed_by_number",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="sale_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="sale_only_licensed",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__status="sold", old__status="reserved"),
                func=ONLY_LICENSED,
            ),
            pgtrigger.Trigger(
                name="sale_never_edited",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.exhibit_id <> NEW.exhibit_id OR OLD.buyer_id <> NEW.buyer_id"
                    " OR (OLD.status <> 'reserved' AND (OLD.price, OLD.currency, OLD.sold_on,"
                    " OLD.contract_number, OLD.licence_id) IS DISTINCT FROM (NEW.price,"
                    " NEW.currency, NEW.sold_on, NEW.contract_number, NEW.licence_id))"
                ),
                func="RAISE EXCEPTION 'sale_never_edited' USING ERRCODE = 'check_violation';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exhibit} {self.contract_number}".strip()

    @moves(status, source=S.RESERVED, target=S.SOLD)
    def sell(self) -> None:
        """By contract, under a licence that customs has verified (R-BOND-06)."""

    @moves(status, source=S.SOLD, target=S.DECLARED)
    def declare(self) -> None:
        """In a declaration that customs accepted."""

    @moves(status, source=S.DECLARED, target=S.TAX_PAID)
    def pay_tax(self) -> None:
        """Duty and tax are paid (R-BOND-10)."""

    @moves(status, source=S.TAX_PAID, target=S.DELIVERED)
    def deliver(self) -> None:
        """Handed to the buyer."""

    @moves(status, source=[S.RESERVED, S.SOLD], target=S.CANCELLED)
    def cancel(self) -> None:
        """Called off before it was declared (edge case 36)."""

    @moves(status, source=[S.DECLARED, S.TAX_PAID, S.DELIVERED], target=S.REFUNDED)
    def refund(self) -> None:
        """Undone by customs' record of an amendment (edge case 35)."""
