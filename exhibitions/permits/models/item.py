"""One object of a permit, with what was known of it when it was handed in."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from exhibitions.books.models import Line
from exhibitions.tariffs.rules import ArtKind
from relics.entries.models import Stay
from relics.filings.models import Filing
from relics.register.models import Kind, RelicObject

from .permit import DisplayPermit


class PermitItem(models.Model):
    """One object of a permit (展品), with what was known of it when it was handed in.

    It comes from a live filing, a registered entry, a line of the account book, or several of
    them; nothing of that is asked again.
    `holds` is set while the permit may let it out: one object is in one such permit at a time.
    `art_kind` is what it is under chapter 97, asked before how old it is (rules §8).
    `tax` is the most that may be owed (R-GUAR-02); `tax_on` the day of the estimate.
    """

    permit = models.ForeignKey(DisplayPermit, models.PROTECT, related_name="items")
    sequence = models.PositiveSmallIntegerField(_("序号"))
    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="permit_items")
    filing = models.ForeignKey(
        Filing, models.PROTECT, null=True, blank=True, related_name="permit_items"
    )
    stay = models.ForeignKey(
        Stay, models.PROTECT, null=True, blank=True, related_name="permit_items"
    )
    line = models.ForeignKey(
        Line, models.PROTECT, null=True, blank=True, related_name="permit_items"
    )
    kind = models.CharField(_("种类"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=200)
    specification = models.CharField(_("规格型号"), max_length=300, blank=True)
    is_bonded = models.BooleanField(_("保税"), default=True)
    is_foreign = models.BooleanField(_("来自境外"), default=True)
    hs_code = models.CharField(_("商品编号"), max_length=13, blank=True)
    art_kind = models.CharField(_("税则种类"), max_length=12, choices=ArtKind.choices, blank=True)
    value = models.DecimalField(
        _("申报价值"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("币种"), max_length=3, blank=True)
    origin = models.CharField(_("原产国（地区）代码"), max_length=3, blank=True)
    booth = models.CharField(_("展位"), max_length=12, blank=True)
    for_sale = models.BooleanField(_("展销"), default=False)
    relic_filing = models.CharField(_("展览备案文号"), max_length=100, blank=True)
    licence_number = models.CharField(_("销售许可文号"), max_length=100, blank=True)
    licence_valid_to = models.DateField(_("许可有效期至"), null=True, blank=True)
    tax = models.DecimalField(_("最多应缴税款"), max_digits=16, decimal_places=2, default=0)
    tax_on = models.DateField(_("估算日期"), null=True, blank=True)
    starts_on = models.DateField(_("自"), null=True, blank=True)
    ends_on = models.DateField(_("至"), null=True, blank=True)
    holds = models.BooleanField(_("占用"), default=False)

    class Meta:
        verbose_name = _("展品")
        verbose_name_plural = _("展品")
        ordering = ["permit", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["permit", "object"], name="permit_item_once"),
            models.UniqueConstraint(fields=["permit", "sequence"], name="permit_item_in_order"),
            models.CheckConstraint(
                condition=Q(filing__isnull=False) | Q(stay__isnull=False) | Q(line__isnull=False),
                name="permit_item_is_known",
            ),
            models.CheckConstraint(
                condition=Q(holds=False) | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="permit_item_holds_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(licence_number="") | Q(licence_valid_to__isnull=False),
                name="permit_item_licence_has_an_end",
            ),
            ExclusionConstraint(
                name="permit_item_in_one_show_at_a_time",
                condition=Q(holds=True),
                expressions=[
                    ("object", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.name}"
