"""What people signed: whether it is the object, and what a difference is taken for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only

from .comparison import Comparison


class Signature(models.Model):
    """One officer signs whether this is the object (比对签署, R-TEMP-06).

    `content` is the digest of what lay before the officer: it counts only while the content is
    still that. `signature` is the SHA-256 over it and the officer's words (R-GEN-17).
    """

    class Says(models.TextChoices):
        MATCH = "match", _("相符")
        DIFFERS = "differs", _("不符")

    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="signatures")
    officer = models.ForeignKey(User, models.PROTECT, related_name="+")
    says = models.CharField(_("结论"), max_length=8, choices=Says.choices)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    content = models.CharField(_("比对内容摘要"), max_length=64)
    signature = models.CharField(_("签署摘要"), max_length=64)
    at = models.DateTimeField(_("签署时间"))

    class Meta:
        verbose_name = _("比对签署")
        verbose_name_plural = _("比对签署")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "officer", "content"], name="signature_once_per_officer"
            ),
            models.CheckConstraint(
                condition=Q(says="match") | (Q(says="differs") & ~Q(reason="")),
                name="signature_differs_with_a_reason",
            ),
        ]
        triggers = append_only("signature_append_only")


def _evidence_path(finding: "Finding", _filename: str) -> str:
    return f"comparisons/{finding.comparison_id}/evidence-{finding.sha256[:24]}"


class Finding(models.Model):
    """What an officer takes a difference for (差异认定): it holds when two people agree.

    The latest finding of a comparison is the one that is judged. An explanation names its cause
    and brings evidence (edge case 13); a swap and an unexplained difference have a text.
    """

    class Outcome(models.TextChoices):
        EXPLAINED = "explained", _("差异有说明")
        SWAPPED = "swapped", _("调换")
        UNEXPLAINED = "unexplained", _("差异未说明")

    class Cause(models.TextChoices):
        REPAIR = "repair", _("修复")
        FRAME = "frame", _("更换画框或装裱")
        MOUNT = "mount", _("更换底座或附件")
        CUSTOMS = "customs", _("海关开拆查验")
        MEASURE = "measure", _("原测量有误")
        OTHER = "other", _("其他")

    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="findings")
    outcome = models.CharField(_("认定"), max_length=12, choices=Outcome.choices)
    cause = models.CharField(_("原因"), max_length=8, choices=Cause.choices, blank=True)
    text = models.CharField(_("说明"), max_length=1000)
    evidence = models.FileField(_("证明材料"), upload_to=_evidence_path, max_length=120, blank=True)
    media_type = models.CharField(_("材料格式"), max_length=40, blank=True)
    sha256 = models.CharField(_("材料摘要"), max_length=64, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("差异认定")
        verbose_name_plural = _("差异认定")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="finding_has_a_text"),
            models.CheckConstraint(
                condition=Q(outcome="explained") & ~Q(cause="") & ~Q(evidence="") & ~Q(sha256="")
                | ~Q(outcome="explained") & Q(cause="", evidence="", sha256=""),
                name="finding_explains_with_evidence",
            ),
        ]
        triggers = append_only("finding_append_only")


class Verdict(models.Model):
    """One officer agrees with a finding or does not (认定签署), signed as in R-GEN-17."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="verdicts")
    officer = models.ForeignKey(User, models.PROTECT, related_name="+")
    agrees = models.BooleanField(_("同意"))
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    signature = models.CharField(_("签署摘要"), max_length=64)
    at = models.DateTimeField(_("签署时间"))

    class Meta:
        verbose_name = _("认定签署")
        verbose_name_plural = _("认定签署")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "officer"], name="verdict_once"),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(reason=""), name="verdict_against_has_a_reason"
            ),
        ]
        triggers = append_only("verdict_append_only")
