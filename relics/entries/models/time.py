"""How long an object may stay: separate clocks, none derived from another (R-TEMP-11)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.record.models import append_only

from .stay import Stay


class StayClock(models.Model):
    """One authority's term on one object (在境期限). A later row of the kind takes its place.

    `due_on` is the corresponding day, which warns and blocks; `rolled_on` is the same day moved
    to a working day, shown as the latest legal reading and relied on by nobody (R-GEN-14).
    `policy` keeps the values that were used, `decision` the number of an extension.
    """

    class Kind(models.TextChoices):
        RELIC = "relic", _("文物机构期限")
        CUSTOMS = "customs", _("海关期限")
        APPROVAL = "approval", _("批准或备案期限")

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="clocks")
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    starts_on = models.DateField(_("起算日"))
    due_on = models.DateField(_("届满日"))
    rolled_on = models.DateField(_("顺延后的届满日"))
    provisional = models.BooleanField(_("日历未公布"), default=False)
    calendar = models.CharField(_("日历版本"), max_length=60)
    rule = models.CharField(_("依据"), max_length=20)
    policy = models.JSONField(_("所用政策取值"), default=dict)
    decision = models.CharField(_("延期决定文号"), max_length=100, blank=True)
    set_at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("在境期限")
        verbose_name_plural = _("在境期限")
        ordering = ["stay", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on"), rolled_on__gte=F("due_on")),
                name="stay_clock_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["relic", "customs", "approval"]),
                name="stay_clock_kind_known",
            ),
        ]
        triggers = append_only("stay_clock_append_only")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on}"


class StayAlarm(models.Model):
    """That a term was about to end was said once, this many days before (期限提醒, R-TEMP-04)."""

    clock = models.ForeignKey(StayClock, models.PROTECT, related_name="alarms")
    days = models.PositiveSmallIntegerField(_("提前天数"))
    given_on = models.DateField(_("提醒日期"))

    class Meta:
        verbose_name = _("期限提醒")
        verbose_name_plural = _("期限提醒")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["clock", "days"], name="stay_alarm_once"),
        ]
        triggers = append_only("stay_alarm_append_only")
