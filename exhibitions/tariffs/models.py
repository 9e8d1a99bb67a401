"""Rates by day: what duty and taxes a heading bears, and what a currency is worth."""

import pgtrigger
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only

EVIDENCE = (
    ("V", _("V 已核对原文")),
    ("V2", _("V2 见于二手来源")),
    ("C", _("C 推论")),
    ("M", _("M 记忆或转述")),
    ("D", _("D 设定，未核实")),
)
GRADES = [grade for grade, _words in EVIDENCE]


class RateKind(models.TextChoices):
    MFN = "mfn", _("最惠国税率")
    GENERAL = "general", _("普通税率")
    PROVISIONAL = "provisional", _("暂定税率")
    VAT = "vat", _("进口环节增值税")
    CONSUMPTION = "consumption", _("进口环节消费税")


def _table_path(table: "TariffTable", _filename: str) -> str:
    return f"tariffs/{table.sha256[:24]}-table"


class TariffTable(models.Model):
    """Rates as one file brought them (税率表、汇率表); they count once an officer puts it in force.

    What waits is compared with what holds each time it is looked at. A file adds rows and takes
    none away: a rate ends by a row with the same first day and a last one.
    """

    class Content(models.TextChoices):
        RATES = "rates", _("税率")
        EXCHANGE = "exchange", _("汇率")

    content = models.CharField(_("内容"), max_length=8, choices=Content.choices)
    filename = models.CharField(_("文件名"), max_length=255)
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    table = models.FileField(_("文件"), upload_to=_table_path, max_length=120)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    put_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    put_at = models.DateTimeField(_("生效时间"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("弃用时间"), null=True, blank=True)
    counts = models.JSONField(_("变更统计"), default=dict)

    class Meta:
        verbose_name = _("税率表")
        verbose_name_plural = _("税率表")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content"],
                condition=Q(put_at__isnull=True, dropped_at__isnull=True),
                name="tariff_table_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(put_at__isnull=True, put_by__isnull=True)
                | Q(put_at__isnull=False, put_by__isnull=False),
                name="tariff_table_put_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(put_at__isnull=True) | Q(dropped_at__isnull=True),
                name="tariff_table_put_or_dropped",
            ),
            models.CheckConstraint(
                condition=Q(content__in=["rates", "exchange"]), name="tariff_table_content_known"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="tariff_table_never_deleted", operation=pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_content_display()} {self.filename}"


class Dated(models.Model):
    """What holds from a day on, where it was read, and how surely (R-GEN-01)."""

    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=200)
    evidence = models.CharField(_("依据核实程度"), max_length=2, choices=EVIDENCE)

    class Meta:
        abstract = True


class Rate(Dated):
    """One rate of one heading for a time (税率, R-TAX-01). Append-only.

    `hs_code` is the beginning of the headings it covers: the longest that fits wins. `origin`
    narrows it to goods of one country (ISO 3166); empty is all. Of rows of one heading the one
    that begins last holds, and of those that begin on one day the newest.
    """

    Kind = RateKind

    table = models.ForeignKey(TariffTable, models.PROTECT, related_name="rates")
    hs_code = models.CharField(
        _("商品编号"), max_length=10, validators=[RegexValidator(r"^\d{2,10}\Z")]
    )
    kind = models.CharField(_("税种"), max_length=12, choices=RateKind.choices)
    origin = models.CharField(_("原产地"), max_length=2, blank=True)
    percent = models.DecimalField(_("税率（%）"), max_digits=8, decimal_places=4)

    class Meta:
        verbose_name = _("税率")
        verbose_name_plural = _("税率")
        ordering = ["hs_code", "kind", "origin", "-valid_from", "-pk"]
        indexes = [models.Index(fields=["hs_code", "kind"], name="rate_by_heading")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RateKind.values) & Q(evidence__in=GRADES),
                name="rate_words_known",
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=0) & (~Q(kind="consumption") | Q(percent__lt=100)),
                name="rate_percent_possible",
            ),
            models.CheckConstraint(
                condition=Q(hs_code__regex=r"^[0-9]{2,10}$") & ~Q(source=""),
                name="rate_has_heading_and_source",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="rate_ends_after_it_begins",
            ),
        ]
        triggers = append_only("rate_append_only")

    def __str__(self) -> str:
        return f"{self.hs_code} {self.get_kind_display()} {self.percent.normalize():f}%"


class ExchangeRate(Dated):
    """What one unit of a currency is worth in yuan for customs, from a day on (计征汇率)."""

    table = models.ForeignKey(TariffTable, models.PROTECT, related_name="exchange_rates")
    currency = models.CharField(_("币种"), max_length=3)
    cny = models.DecimalField(_("折合人民币"), max_digits=16, decimal_places=8)

    class Meta:
        verbose_name = _("计征汇率")
        verbose_name_plural = _("计征汇率")
        ordering = ["currency", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cny__gt=0)
                & Q(currency__regex=r"^[A-Z]{3}$")
                & ~Q(currency="CNY")
                & ~Q(source="")
                & Q(evidence__in=GRADES),
                name="exchange_rate_possible",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="exchange_rate_ends_after_it_begins",
            ),
        ]
        triggers = append_only("exchange_rate_append_only")

    def __str__(self) -> str:
        return f"{self.currency} {self.cny.normalize():f}"
