"""Who judged, what each said, and what was decided. Opinions and decisions are append-only."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only
from relics.appraisers.models import Appraiser

from .item import ReviewItem
from .review import Review


class NonAcceptance(models.Model):
    """Why an application was not accepted (不予受理, §9.7: grounds 1 to 4)."""

    class Ground(models.IntegerChoices):
        NOT_OURS = 1, _("不属于本机构职责范围")
        DEVOLVED = 2, _("事项已下放或取消")
        MATERIAL = 3, _("关键材料缺失或不符")
        OTHER = 4, _("其他")

    review = models.OneToOneField(Review, models.PROTECT, related_name="non_acceptance")
    ground = models.PositiveSmallIntegerField(_("理由类别"), choices=Ground.choices)
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("不予受理")
        verbose_name_plural = _("不予受理")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="non_acceptance_has_a_reason"),
        ]
        triggers = append_only("non_acceptance_append_only")


class PanelMember(models.Model):
    """A person seated on the panel of one review (鉴定人员). `responsible` as of the day.

    Who leaves it (ill, or a tie found late: edge cases 5 and 6) keeps the row and the opinions
    given, as evidence; neither counts any more.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="panel")
    appraiser = models.ForeignKey(Appraiser, models.PROTECT, related_name="panels")
    responsible = models.BooleanField(_("责任鉴定员"))
    declared_at = models.DateTimeField(_("无利害关系声明时间"), null=True, blank=True)
    left_at = models.DateTimeField(_("退出时间"), null=True, blank=True)
    left_because = models.CharField(_("退出事由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("鉴定组成员")
        verbose_name_plural = _("鉴定组成员")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "appraiser"], name="panel_member_once"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_because="")
                | (Q(left_at__isnull=False) & ~Q(left_because="")),
                name="panel_member_leaves_with_a_reason",
            ),
        ]


class Opinion(models.Model):
    """One member's own opinion on one object, with the four-step worksheet (R-STD-10).

    Amended by a later version until the round closes; the latest version counts. `signature`
    is the SHA-256 over what was signed: any later change would not fit it (R-GEN-17).
    """

    item = models.ForeignKey(ReviewItem, models.PROTECT, related_name="opinions")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="opinions")
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    is_relic = models.BooleanField(_("是否是文物"))
    is_replica = models.BooleanField(_("是否为复仿制品"), default=False)
    is_representative = models.BooleanField(_("是否为限制作者的代表作"), null=True, blank=True)
    may_leave = models.BooleanField(_("是否允许出境"))
    category_step = models.TextField(_("类别判定"), validators=[MaxLengthValidator(500)])
    age_step = models.TextField(_("年代判定"), validators=[MaxLengthValidator(500)])
    value_step = models.TextField(_("价值评定"), validators=[MaxLengthValidator(500)])
    conclusion = models.TextField(_("审核结论"), validators=[MaxLengthValidator(200)])
    year_from = models.IntegerField(_("起始年"), null=True, blank=True)
    year_to = models.IntegerField(_("截止年"), null=True, blank=True)
    signed_at = models.DateTimeField(_("签署时间"))
    signature = models.CharField(_("签署摘要"), max_length=64)

    class Meta:
        verbose_name = _("鉴定意见")
        verbose_name_plural = _("鉴定意见")
        ordering = ["item", "member", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "member", "version"], name="opinion_one_per_version"
            ),
            models.CheckConstraint(
                condition=~Q(category_step="")
                & ~Q(age_step="")
                & ~Q(value_step="")
                & ~Q(conclusion=""),
                name="opinion_has_every_step",
            ),
            models.CheckConstraint(
                condition=~Q(is_relic=True, is_replica=True),
                name="opinion_replica_is_no_relic",
            ),
        ]
        triggers = append_only("opinion_append_only")


class Decision(models.Model):
    """The approver's decision on a review (审批决定)."""

    review = models.OneToOneField(Review, models.PROTECT, related_name="decision")
    approver = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("决定时间"), auto_now_add=True)
    opinion = models.CharField(_("审批意见"), max_length=200)
    permitted = models.PositiveSmallIntegerField(_("准予件数"))
    prohibited = models.PositiveSmallIntegerField(_("禁止件数"))

    class Meta:
        verbose_name = _("审批决定")
        verbose_name_plural = _("审批决定")
        triggers = append_only("decision_append_only")
