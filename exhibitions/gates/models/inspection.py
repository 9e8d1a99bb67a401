"""Which passes are inspected: drawn from a seed that was fixed before, and what was found."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User
from approvals.record.models import append_only

from .gate_pass import GatePass


class Seed(models.Model):
    """The seed of one day at one customs (抽查种子): its hash is shown at once, itself afterwards.

    So nobody at the gate chooses who is inspected, and everybody can count after that nobody did.
    """

    customs = models.ForeignKey(Party, models.PROTECT, related_name="inspection_seeds")
    day = models.DateField(_("日期"))
    seed = models.CharField(_("种子"), max_length=64)
    commitment = models.CharField(_("承诺摘要"), max_length=64)
    at = models.DateTimeField(_("生成时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("抽查种子")
        verbose_name_plural = _("抽查种子")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["customs", "day"], name="seed_one_a_day"),
        ]
        triggers = append_only("seed_append_only")


class Draw(models.Model):
    """Whether one pass is inspected and why (布控抽查): counted again from seed and odds.

    `odds` are whole percents by tier, history, value and pure chance; `reasons` those that hit,
    and `carried` where an earlier pass of the same exhibits was drawn and never inspected.
    """

    gate_pass = models.OneToOneField(GatePass, models.PROTECT, related_name="draw")
    seed = models.ForeignKey(Seed, models.PROTECT, related_name="draws")
    odds = models.JSONField(_("概率"))
    reasons = models.JSONField(_("命中"), default=list)
    drawn = models.BooleanField(_("查验"))
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("布控抽查")
        verbose_name_plural = _("布控抽查")
        ordering = ["-pk"]
        triggers = append_only("draw_append_only")


class Inspection(models.Model):
    """What was found when the goods were looked at (查验): as declared, or not and what."""

    gate_pass = models.ForeignKey(GatePass, models.PROTECT, related_name="inspections")
    agrees = models.BooleanField(_("与申报相符"))
    remark = models.CharField(_("查验情况"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("查验")
        verbose_name_plural = _("查验")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(remark=""), name="inspection_says_what_differs"
            ),
        ]
        triggers = append_only("inspection_append_only")
