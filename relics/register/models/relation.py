"""What belongs together (配件、成对、成套)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User

from .object import RelicObject


class Relation(models.Model):
    """Two objects that belong together; the `part` belongs to the `whole`, or each to the other.

    Components (a lid and its jar) and leaves of one book are never parted at the border;
    pairs, sets and series may be, each piece for itself (edge case 15).
    """

    class Kind(models.TextChoices):
        COMPONENT = "component", _("配件（不可分离）")
        LEAF = "leaf", _("册页（不可分离）")
        PAIR = "pair", _("成对")
        SET = "set", _("成套")
        SERIES = "series", _("同一系列")

    INSEPARABLE = (Kind.COMPONENT, Kind.LEAF)

    whole = models.ForeignKey(RelicObject, models.CASCADE, related_name="parts_of_it")
    part = models.ForeignKey(RelicObject, models.CASCADE, related_name="wholes_of_it")
    kind = models.CharField(_("关系"), max_length=12, choices=Kind.choices)
    told_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("配属关系")
        verbose_name_plural = _("配属关系")
        ordering = ["whole", "part"]
        constraints = [
            models.UniqueConstraint(fields=["whole", "part"], name="relation_once"),
            models.CheckConstraint(condition=~Q(whole=F("part")), name="relation_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.whole} — {self.part}"

    @property
    def is_inseparable(self) -> bool:
        return self.kind in self.INSEPARABLE
