"""The record of one object (文物登记)."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User

from .batch import ImportBatch
from .words import Grade, Kind, Ownership, Texture, Unit

MEASURES = ("height_cm", "width_cm", "depth_cm", "length_cm", "diameter_cm", "weight_kg")
STATUTORY_TEXT = 100
STATUTORY_AGE = 20


def _measure(label: Any) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(label, max_digits=9, decimal_places=3, null=True, blank=True)


def _counted(unit: str, number: int) -> str:
    """So many of a unit, in the reader's language."""
    words = {
        Unit.PIECE: ngettext("%(n)s件", "%(n)s件", number),
        Unit.SET: ngettext("%(n)s套", "%(n)s套", number),
        Unit.LOT: ngettext("%(n)s批", "%(n)s批", number),
    }
    return words[Unit(unit)] % {"n": number}


class RelicObject(models.Model):
    """An object under the relic law (文物 or 复仿制品), after Object ID and 馆藏文物登录规范.

    `size` and `date_text` keep what the owner wrote; the measures in centimetres and the
    years are readings of them. Years before Christ are negative and there is no year 0; an
    empty year means unknown, and an object of unknown date goes to the panel (R-STD-11).
    `submitted_at` is set while a case holds the record: until then the owner may edit it.
    The record carries no legal status; that stands on the case's item.
    """

    owner = models.ForeignKey(Party, models.PROTECT, related_name="relic_objects")
    number = models.CharField(_("编号"), max_length=60)
    kind = models.CharField(_("种类"), max_length=8, choices=Kind.choices, default=Kind.RELIC)
    name = models.CharField(_("名称"), max_length=STATUTORY_TEXT)
    name_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    category = models.CharField(_("类别"), max_length=60, blank=True)
    object_type = models.CharField(_("器物类型"), max_length=100, blank=True)
    texture = models.CharField(_("质地"), max_length=10, choices=Texture.choices)
    materials = models.CharField(_("材料与工艺"), max_length=300, blank=True)

    size = models.CharField(_("尺寸"), max_length=1000)
    height_cm = _measure(_("高（厘米）"))
    width_cm = _measure(_("宽（厘米）"))
    depth_cm = _measure(_("厚（厘米）"))
    length_cm = _measure(_("长（厘米）"))
    diameter_cm = _measure(_("径（厘米）"))
    weight_kg = _measure(_("质量（千克）"))

    quantity = models.PositiveIntegerField(_("数量"), default=1)
    unit = models.CharField(_("单位"), max_length=8, choices=Unit.choices, default=Unit.PIECE)
    pieces = models.PositiveIntegerField(_("实际件数"), default=1)
    whole = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("所属整套"),
    )

    age = models.CharField(_("年代"), max_length=STATUTORY_AGE, blank=True)
    date_text = models.CharField(_("年代原文"), max_length=200, blank=True)
    dynasty = models.CharField(_("朝代"), max_length=100, blank=True)
    reign = models.CharField(_("年号"), max_length=100, blank=True)
    year_from = models.IntegerField(_("起始年"), null=True, blank=True)
    year_to = models.IntegerField(_("截止年"), null=True, blank=True)
    edtf = models.CharField(_("EDTF 年代"), max_length=80, blank=True)
    date_basis = models.CharField(_("年代依据"), max_length=80, blank=True)
    date_notes = models.TextField(_("年代说明"), blank=True)

    grade = models.CharField(_("级别"), max_length=8, choices=Grade.choices, default=Grade.NONE)
    ownership = models.CharField(
        _("所有权"), max_length=8, choices=Ownership.choices, default=Ownership.UNKNOWN
    )
    maker = models.CharField(_("作者或制作者"), max_length=300, blank=True)
    place_of_origin = models.CharField(_("产地"), max_length=100, blank=True)
    subject = models.CharField(_("题材"), max_length=200, blank=True)
    inscriptions = models.TextField(_("款识与题跋"), max_length=4000, blank=True)
    features = models.TextField(_("鉴别特征"), max_length=2000, blank=True)
    description = models.TextField(_("描述"), max_length=4000, blank=True)
    condition = models.CharField(_("完残程度"), max_length=200, blank=True)
    provenance = models.TextField(_("来源与流传"), max_length=4000, blank=True)
    related_material = models.CharField(_("相关资料"), max_length=500, blank=True)
    remark = models.CharField(_("备注"), max_length=200, blank=True)
    value = models.DecimalField(_("价值"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("币种"), max_length=3, blank=True)

    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="relics"
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("文物")
        verbose_name_plural = _("文物")
        ordering = ["owner", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="object_one_per_number"),
            models.CheckConstraint(condition=~Q(number=""), name="object_has_a_number"),
            models.CheckConstraint(condition=~Q(name=""), name="object_has_a_name"),
            models.CheckConstraint(
                condition=Q(texture__in=Texture.values), name="object_texture_is_on_the_form"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values)
                & Q(grade__in=Grade.values)
                & Q(ownership__in=Ownership.values)
                & Q(unit__in=Unit.values),
                name="object_words_are_known",
            ),
            models.CheckConstraint(
                condition=(Q(year_from__isnull=True) | ~Q(year_from=0))
                & (Q(year_to__isnull=True) | ~Q(year_to=0)),
                name="object_no_year_zero",
            ),
            models.CheckConstraint(
                condition=Q(year_from__isnull=True)
                | Q(year_to__isnull=True)
                | Q(year_from__lte=F("year_to")),
                name="object_years_in_order",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1) & Q(pieces__gte=F("quantity")),
                name="object_pieces_cover_quantity",
            ),
            models.CheckConstraint(
                condition=~Q(unit=Unit.LOT) | Q(kind=Kind.REPLICA),
                name="object_lot_only_of_replicas",
            ),
            models.CheckConstraint(
                condition=Q(whole__isnull=True) | ~Q(whole=F("id")),
                name="object_not_part_of_itself",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | (Q(value__gte=0) & ~Q(currency="")),
                name="object_value_has_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(
                    *(Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gt": 0}) for name in MEASURES)
                ),
                name="object_measures_above_zero",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def validate_constraints(self, exclude: Any = None) -> None:
        """Leave the constraints to the database.

        `rules.record_faults` says the same in words, without a query for each; a form or a
        service asks it before saving.
        """

    @property
    def amount(self) -> str:
        """数量 as the form writes it: 1件, 1套（4件）, 1批（20件）."""
        counted = _counted(self.unit, self.quantity)
        if self.unit == Unit.PIECE or self.pieces == self.quantity:
            return counted
        pieces = _counted(Unit.PIECE, self.pieces)
        return gettext("%(amount)s（%(pieces)s）") % {"amount": counted, "pieces": pieces}

    @property
    def measured(self) -> str:
        """The measures in centimetres on one line, the way a form wants them."""
        words = {
            "height_cm": _("高"),
            "length_cm": _("长"),
            "width_cm": _("宽"),
            "depth_cm": _("厚"),
            "diameter_cm": _("径"),
        }
        found = [
            f"{word}{getattr(self, name).normalize():f}"
            for name, word in words.items()
            if getattr(self, name) is not None
        ]
        return " × ".join(found) + " cm" if found else ""

    @property
    def form_size(self) -> str:
        """尺寸 within the hundred characters of the form; the record keeps the whole text."""
        if len(self.size) <= STATUTORY_TEXT:
            return self.size
        return self.measured or self.size[: STATUTORY_TEXT - 1] + "…"
