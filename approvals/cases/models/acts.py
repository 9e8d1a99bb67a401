"""Acts against an applicant, what time alone decided for it, and what it appealed."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only
from approvals.record.status import StatusField, StatusModel, moves, status_constraint

from .case import Case, Clock


class ActStatus(models.TextChoices):
    DRAFTED = "drafted", _("待签署")
    SIGNED = "signed", _("已签署")
    DROPPED = "dropped", _("不予采用")


class AdverseAct(StatusModel):
    """An act against the applicant (不利决定): drafted by anybody, signed by an officer only.

    `drafted_because` is the finding that led to the draft, `ground` the keys of the articles,
    `signature` the SHA-256 over what was signed (R-GEN-17), `occasion` the record that led to
    the draft where it may end again (`freeze:12`). Signed, it has reason, ground and
    rights (R-GEN-10), and nothing of it changes any more.
    """

    Status = ActStatus

    case = models.ForeignKey(Case, models.PROTECT, related_name="adverse_acts")
    kind = models.CharField(_("种类"), max_length=32)
    status = StatusField(_("状态"), default=Status.DRAFTED, choices=Status.choices)
    drafted_at = models.DateTimeField(_("起草时间"), auto_now_add=True)
    drafted_by = models.CharField(_("起草人"), max_length=150)
    drafted_because = models.TextField(_("起草依据的事实"))
    occasion = models.CharField(_("起草缘由"), max_length=64, blank=True)
    ground = models.JSONField(_("法律依据"), default=list)
    reason = models.TextField(_("理由"), blank=True)
    rights = models.TextField(_("权利告知"), blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    signed_at = models.DateTimeField(_("签署时间"), null=True, blank=True)
    signature = models.CharField(_("签署摘要"), max_length=64, blank=True)
    dropped_because = models.TextField(_("不采用的理由"), blank=True)

    class Meta:
        verbose_name = _("不利决定")
        verbose_name_plural = _("不利决定")
        ordering = ["drafted_at", "pk"]
        constraints = [
            status_constraint("adverse_act_status_known", ActStatus),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(status="drafted"),
                name="adverse_act_one_draft_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(status="signed")
                | (
                    ~Q(reason="")
                    & ~Q(ground=[])
                    & ~Q(rights="")
                    & ~Q(signature="")
                    & Q(signed_by__isnull=False, signed_at__isnull=False)
                ),
                name="adverse_act_signed_says_why_and_what_rights",
            ),
            models.CheckConstraint(
                condition=~Q(status="dropped") | ~Q(dropped_because=""),
                name="adverse_act_dropped_says_why",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="adverse_act_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="adverse_act_final",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__status="drafted"),
            ),
        ]

    @moves(status, source=Status.DRAFTED, target=Status.SIGNED)
    def sign(self) -> None:
        """An officer makes it the office's own act (R-GEN-10)."""

    @moves(status, source=Status.DRAFTED, target=Status.DROPPED)
    def drop(self) -> None:
        """An officer finds that it should not be done."""


class DeemedAcceptance(models.Model):
    """Accepted because nobody told in time what was missing (逾期不告知视为受理, R-GEN-03)."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="deemed_acceptance")
    clock = models.OneToOneField(Clock, models.PROTECT, related_name="+")
    accepted_on = models.DateField(_("受理日"))
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("视为受理")
        verbose_name_plural = _("视为受理")
        triggers = append_only("deemed_acceptance_append_only")


class Appeal(models.Model):
    """A review or a suit against an act of the case (行政复议、行政诉讼), as an officer records it.

    Append-only: what became of it is a later row with the same number and its `outcome`.
    """

    class Kind(models.TextChoices):
        REVIEW = "review", _("行政复议")
        SUIT = "suit", _("行政诉讼")

    class Outcome(models.TextChoices):
        PENDING = "pending", _("审理中")
        UPHELD = "upheld", _("维持")
        ANNULLED = "annulled", _("撤销")
        CHANGED = "changed", _("变更")
        WITHDRAWN = "withdrawn", _("撤回")

    case = models.ForeignKey(Case, models.PROTECT, related_name="appeals")
    act = models.ForeignKey(
        AdverseAct, models.PROTECT, related_name="appeals", null=True, blank=True
    )
    kind = models.CharField(_("途径"), max_length=8, choices=Kind.choices)
    filed_on = models.DateField(_("提起日期"))
    authority = models.CharField(_("受理机关"), max_length=200)
    number = models.CharField(_("案号"), max_length=100)
    outcome = models.CharField(
        _("结果"), max_length=12, choices=Outcome.choices, default=Outcome.PENDING
    )
    note = models.TextField(_("说明"), blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("复议与诉讼")
        verbose_name_plural = _("复议与诉讼")
        ordering = ["case", "pk"]
        triggers = append_only("appeal_append_only")
