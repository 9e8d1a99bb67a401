"""What a filing leaves behind: versions, points of a correction, uses, locks."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only
from relics.register.models import RelicObject

from .filing import Filing, Purpose


class Act(models.TextChoices):
    FILE = "file", _("提交")
    ANSWER = "answer", _("补正")
    CHANGE = "change", _("变更")
    SUPPLEMENT = "supplement", _("补充")
    RESTORE = "restore", _("恢复原内容")


class FilingVersion(models.Model):
    """A submitted state of a filing (备案版本), numbered from 001, never overwritten."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    act = models.CharField(_("事由"), max_length=10, choices=Act.choices)
    snapshot = models.JSONField(_("内容"))
    digest = models.CharField(_("摘要"), max_length=64)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("备案版本")
        verbose_name_plural = _("备案版本")
        ordering = ["filing", "number"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "number"], name="filing_version_once"),
            models.CheckConstraint(
                condition=Q(act__in=["file", "answer"]) | ~Q(reason=""),
                name="filing_change_has_a_reason",
            ),
        ]
        triggers = append_only("filing_version_append_only")

    def __str__(self) -> str:
        return f"{self.number:03d}"


class Point(models.Model):
    """One line of the only correction list (补正事项, R-GEN-03)."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="points")
    field = models.CharField(_("项目"), max_length=20, blank=True)
    text = models.CharField(_("要补正什么"), max_length=300)

    class Meta:
        verbose_name = _("补正事项")
        verbose_name_plural = _("补正事项")
        ordering = ["pk"]
        triggers = append_only("filing_point_append_only")


class FilingUse(models.Model):
    """What the filing was used for (备案使用): a show, a sale, an exit.

    `reference` is the key of the case or permit there, as text: that room stands elsewhere.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="uses")
    purpose = models.CharField(_("用途"), max_length=10, choices=Purpose.choices)
    reference = models.CharField(_("案件或许可编号"), max_length=80)
    starts_on = models.DateField(_("自"))
    ends_on = models.DateField(_("至"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("备案使用")
        verbose_name_plural = _("备案使用")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "purpose", "reference"], name="filing_use_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="filing_use_ends_after_it_starts",
            ),
        ]


class SaleLock(models.Model):
    """The object may not be sold until an officer has settled what it is (锁定销售, case 20)."""

    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="sale_locks")
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    lifted_because = models.CharField(_("解除理由"), max_length=500, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(_("解除时间"), null=True)

    class Meta:
        verbose_name = _("销售锁定")
        verbose_name_plural = _("销售锁定")
        constraints = [
            models.UniqueConstraint(
                fields=["object"],
                condition=Q(lifted_at__isnull=True),
                name="sale_lock_one_per_object",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | (Q(lifted_by__isnull=False) & ~Q(lifted_because="")),
                name="sale_lock_lifted_by_somebody",
            ),
        ]
