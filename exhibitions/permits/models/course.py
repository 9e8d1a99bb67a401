"""What happens to a permit: who was asked and said what, extensions, suspensions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import AdverseAct
from approvals.parties.models import Party, User
from approvals.record.models import append_only

from .asking import Occasion, Part
from .permit import DisplayPermit


class Consultation(models.Model):
    """That an authority was asked or told about a permit, as the zone's table was on that day."""

    permit = models.ForeignKey(DisplayPermit, models.PROTECT, related_name="consultations")
    round = models.PositiveSmallIntegerField(_("提交次数"))
    authority = models.ForeignKey(Party, models.PROTECT, related_name="+")
    occasion = models.CharField(_("情形"), max_length=16, choices=Occasion.choices)
    part = models.CharField(_("办理方式"), max_length=8, choices=Part.choices)
    rule = models.CharField(_("依据"), max_length=40)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("展示许可会办")
        verbose_name_plural = _("展示许可会办")
        ordering = ["permit", "round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["permit", "round", "authority", "part"], name="consultation_once"
            ),
        ]
        triggers = append_only("consultation_append_only")

    def __str__(self) -> str:
        return str(self.authority)


class Answer(models.Model):
    """What an authority that was asked said (答复): once, and never changed."""

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="answer")
    agrees = models.BooleanField(_("同意"))
    number = models.CharField(_("文号"), max_length=100, blank=True)
    reason = models.CharField(_("意见"), max_length=1000, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("会办答复")
        verbose_name_plural = _("会办答复")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(reason=""), name="answer_no_says_why"
            ),
        ]
        triggers = append_only("permit_answer_append_only")


class Prolongation(models.Model):
    """A longer period asked for and what customs said (展期延长, R-BOND-14, R-TEMP-08)."""

    permit = models.ForeignKey(DisplayPermit, models.PROTECT, related_name="prolongations")
    ends_before = models.DateField(_("原展示止"))
    ends_on = models.DateField(_("延至"))
    reason = models.CharField(_("事由"), max_length=500)
    change_number = models.CharField(_("变更备案表文号"), max_length=100, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    is_granted = models.BooleanField(_("准予"), null=True)
    lapsed_at = models.DateTimeField(_("因收展失效"), null=True, blank=True)
    number = models.CharField(_("海关文号"), max_length=64, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("展期延长")
        verbose_name_plural = _("展期延长")
        ordering = ["permit", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["permit"],
                condition=Q(is_granted__isnull=True, lapsed_at__isnull=True),
                name="prolongation_one_asked",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=models.F("ends_before")), name="prolongation_is_longer"
            ),
            models.CheckConstraint(
                condition=~Q(is_granted=True) | ~Q(number=""), name="prolongation_under_a_number"
            ),
            models.CheckConstraint(
                condition=Q(is_granted__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="prolongation_decided_by_somebody",
            ),
        ]


class Ground(models.TextChoices):
    """Why nothing new may go out under a permit (暂停事由, §10.8)."""

    CUSTOMS = "customs", _("海关决定")
    GUARANTEE = "guarantee", _("担保不足或到期")
    CREDIT = "credit", _("信用等级下降")
    SITE = "site", _("展示场所变更")


class Suspension(models.Model):
    """A suspension that customs signed (暂停): on which ground, from when, and how it ended."""

    permit = models.ForeignKey(DisplayPermit, models.PROTECT, related_name="suspensions")
    ground = models.CharField(_("事由"), max_length=10, choices=Ground.choices)
    act = models.OneToOneField(AdverseAct, models.PROTECT, related_name="+")
    began_at = models.DateTimeField(_("起"), auto_now_add=True)
    lifted_at = models.DateTimeField(_("止"), null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_because = models.CharField(_("解除理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("展示许可暂停")
        verbose_name_plural = _("展示许可暂停")
        ordering = ["permit", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["permit"], condition=Q(lifted_at__isnull=True), name="suspension_one_open"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | (Q(lifted_by__isnull=False) & ~Q(lifted_because="")),
                name="suspension_lifted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ground__in=Ground.values), name="suspension_ground_known"
            ),
        ]
