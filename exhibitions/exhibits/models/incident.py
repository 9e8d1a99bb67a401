"""Theft, loss, damage, seizure: what happened, who was told, and what is owed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only

from .exhibit import Exhibit


class IncidentKind(models.TextChoices):
    THEFT = "theft", _("失窃")
    LOSS = "loss", _("灭失")
    DAMAGE = "damage", _("损坏")
    SEIZURE = "seizure", _("被查扣")


class Incident(models.Model):
    """An incident of an exhibit (异常事件, edge case 39).

    The keeper pays the duty unless it was force majeure, and customs says whether it was
    (海关法 art. 38, R-BOND-03): `force_majeure` stays open until then.
    """

    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="incidents")
    kind = models.CharField(_("类别"), max_length=8, choices=IncidentKind.choices)
    description = models.CharField(_("经过"), max_length=1000)
    police_number = models.CharField(_("报警回执编号"), max_length=64, blank=True)
    happened_at = models.DateTimeField(_("发生时间"))
    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("报告时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("异常事件")
        verbose_name_plural = _("异常事件")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=IncidentKind.values) & ~Q(description=""),
                name="incident_is_described",
            ),
            models.CheckConstraint(
                condition=~Q(kind=IncidentKind.THEFT) | ~Q(police_number=""),
                name="incident_theft_told_to_the_police",
            ),
        ]
        triggers = append_only("exhibit_incident_append_only")


class IncidentFinding(models.Model):
    """What customs found of an incident (海关认定): force majeure or not, and the duty due."""

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="finding")
    force_majeure = models.BooleanField(_("属不可抗力"))
    duty_due = models.DecimalField(_("应补税款"), max_digits=16, decimal_places=2)
    reason = models.CharField(_("认定理由"), max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("异常事件认定")
        verbose_name_plural = _("异常事件认定")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="")
                & (Q(force_majeure=True, duty_due=0) | Q(force_majeure=False, duty_due__gte=0)),
                name="incident_finding_is_whole",
            ),
        ]
        triggers = append_only("incident_finding_append_only")
