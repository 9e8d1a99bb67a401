"""What a barrier saw of a pass, written once: by the officer, the scale, or a device later."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User
from approvals.record.models import append_only

from .gate_pass import GatePass


class Barrier(models.TextChoices):
    FIRST = "first", _("一卡")
    SECOND = "second", _("二卡")


class Outcome(models.TextChoices):
    PASSED = "passed", _("放行")
    HELD = "held", _("滞留")
    REFUSED = "refused", _("不予放行")


class Crossing(models.Model):
    """One vehicle at one barrier (过卡记录). `key` makes what a device tells twice one crossing.

    `told` is what was scanned; without a pass of that number `gate_pass` stays empty, and the
    record is kept all the same. `weight`, `expected` and `tolerance` are kilograms. `code` and
    `why` say what spoke against it. `offline` is set for what a device told later.
    """

    key = models.CharField(_("幂等键"), max_length=64, unique=True)
    customs = models.ForeignKey(Party, models.PROTECT, related_name="crossings")
    gate_pass = models.ForeignKey(
        GatePass, models.PROTECT, null=True, blank=True, related_name="crossings"
    )
    told = models.CharField(_("扫描内容"), max_length=64)
    barrier = models.CharField(_("卡口"), max_length=6, choices=Barrier.choices)
    plate = models.CharField(_("车牌"), max_length=20, blank=True)
    weight = models.DecimalField(
        _("地磅重量（千克）"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    expected = models.DecimalField(
        _("申报总重（千克）"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    tolerance = models.DecimalField(
        _("允许误差（千克）"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    outcome = models.CharField(_("结果"), max_length=8, choices=Outcome.choices)
    code = models.CharField(_("原因代码"), max_length=40, blank=True)
    why = models.CharField(_("原因"), max_length=300, blank=True)
    offline = models.BooleanField(_("断网补录"), default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    happened_at = models.DateTimeField(_("过卡时间"))
    at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("过卡记录")
        verbose_name_plural = _("过卡记录")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="passed") | ~Q(why=""), name="crossing_says_why_not"
            ),
            models.CheckConstraint(
                condition=Q(gate_pass__isnull=False) | Q(outcome="refused"),
                name="crossing_unknown_passes_nothing",
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("at")),
                name="crossing_happened_before_it_was_written",
            ),
        ]
        triggers = append_only("crossing_append_only")

    def __str__(self) -> str:
        return f"{self.told} {self.get_barrier_display()}"
