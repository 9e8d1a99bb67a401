"""What was wrong at the gate, who judges it, and what came back too late."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User
from approvals.record.models import append_only
from exhibitions.exhibits.models import Exhibit

from .crossing import Crossing
from .gate_pass import GatePass


class AnomalyKind(models.TextChoices):
    WEIGHT = "weight", _("地磅重量不符")
    INSPECTION = "inspection", _("查验不符")
    OFFLINE = "offline", _("断网期间过卡与记录不符")
    UNKNOWN = "unknown", _("核放单不存在")
    OTHER = "other", _("其他异常")


class Anomaly(models.Model):
    """Something that customs must judge (卡口异常, R-GATE-02, edge case 40), by `due_on`."""

    customs = models.ForeignKey(Party, models.PROTECT, related_name="gate_anomalies")
    gate_pass = models.ForeignKey(
        GatePass, models.PROTECT, null=True, blank=True, related_name="anomalies"
    )
    crossing = models.OneToOneField(
        Crossing, models.PROTECT, null=True, blank=True, related_name="anomaly"
    )
    kind = models.CharField(_("类别"), max_length=10, choices=AnomalyKind.choices)
    told = models.CharField(_("情况"), max_length=500)
    due_on = models.DateField(_("处理期限"))
    at = models.DateTimeField(_("发现时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("卡口异常")
        verbose_name_plural = _("卡口异常")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(told=""), name="anomaly_is_told"),
        ]
        triggers = append_only("anomaly_append_only")


class Settlement(models.Model):
    """How customs judged an anomaly (异常处理): it goes on, or the vehicle turns back."""

    anomaly = models.OneToOneField(Anomaly, models.PROTECT, related_name="settlement")
    passes = models.BooleanField(_("可以继续"))
    reason = models.CharField(_("处理意见"), max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("异常处理")
        verbose_name_plural = _("异常处理")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="settlement_says_why"),
        ]
        triggers = append_only("gate_settlement_append_only")


class LateReturn(models.Model):
    """An exhibit that came back after its term (逾期回区违规, edge case 41): taken and recorded."""

    gate_pass = models.ForeignKey(GatePass, models.PROTECT, related_name="late_returns")
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="late_returns")
    due_on = models.DateField(_("应回区日期"))
    on = models.DateField(_("实际回区日期"))

    class Meta:
        verbose_name = _("逾期回区")
        verbose_name_plural = _("逾期回区")
        constraints = [
            models.UniqueConstraint(fields=["gate_pass", "exhibit"], name="late_return_told_once"),
        ]
        triggers = append_only("late_return_append_only")
