"""Who is asked about a display, from which day: a table of the zone, no rule of the code (§0.2)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, Role, Zone

AUTHORITIES = {
    Party.Kind.CUSTOMS: Role.CUSTOMS,
    Party.Kind.CULTURE: Role.CULTURE,
    Party.Kind.RELIC_OFFICE: Role.APPROVER,
    Party.Kind.TAX: Role.TAX,
}
"""The kinds of authority that may be asked, and the role that speaks for each."""


class Occasion(models.TextChoices):
    """When an authority is asked (触发情形)."""

    ALWAYS = "always", _("每次展示")
    RELIC_SHOW = "relic_show", _("展出境外文物")
    FOREIGN_SALES = "foreign_sales", _("展销境外艺术品")


class Part(models.TextChoices):
    """What an authority does (办理方式). Only customs decides (R-BOND-01)."""

    DECIDES = "decides", _("决定")
    ANSWERS = "answers", _("答复")
    TOLD = "told", _("知悉")


class Asking(models.Model):
    """One line of the table of a zone (展示许可会办表): which authority, when, and what it does.

    The relic filing before the show is R-TEMP-08, the sales show of foreign art R-ART-04; tax is
    told. `rule` says on what the line rests.
    """

    zone = models.ForeignKey(
        Zone, models.PROTECT, related_name="askings", verbose_name=_("综合保税区")
    )
    authority = models.ForeignKey(
        Party,
        models.PROTECT,
        related_name="+",
        limit_choices_to={"kind__in": list(AUTHORITIES)},
        verbose_name=_("机构"),
    )
    occasion = models.CharField(_("情形"), max_length=16, choices=Occasion.choices)
    part = models.CharField(_("办理方式"), max_length=8, choices=Part.choices)
    rule = models.CharField(_("依据"), max_length=40)
    effective_from = models.DateField(_("自"))
    effective_to = models.DateField(_("至"), null=True, blank=True)

    class Meta:
        verbose_name = _("展示许可会办表")
        verbose_name_plural = _("展示许可会办表")
        ordering = ["zone", "part", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(occasion__in=Occasion.values, part__in=Part.values),
                name="asking_words_known",
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="asking_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(part=Part.DECIDES) | Q(occasion=Occasion.ALWAYS),
                name="asking_customs_decides_always",
            ),
            ExclusionConstraint(
                name="asking_one_decides_at_a_time",
                condition=Q(part=Part.DECIDES),
                expressions=[
                    ("zone", RangeOperators.EQUAL),
                    (
                        Func(
                            F("effective_from"),
                            F("effective_to"),
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
        return f"{self.authority} {self.get_occasion_display()} {self.get_part_display()}"

    def clean(self) -> None:
        """Customs decides, nobody else (R-BOND-01, rules §0.2)."""
        if self.part == Part.DECIDES and self.authority.kind != Party.Kind.CUSTOMS:
            raise ValidationError({"authority": _("展示许可只由主管海关决定。")})
