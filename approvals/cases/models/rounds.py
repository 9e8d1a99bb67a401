"""What an applicant submitted, each time it did."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only

from .case import Case


class Round(models.Model):
    """One submission of a case (申报轮次), frozen: what was asked for, and why again.

    `former_process` is the flow that ended before this round, so that its turns stay with
    the case.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("轮次"))
    opened_at = models.DateTimeField(_("开始时间"), auto_now_add=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_because = models.CharField(_("缘由"), max_length=200)
    snapshot = models.JSONField(_("所报内容"), encoder=DjangoJSONEncoder)
    digest = models.CharField(_("摘要"), max_length=64)
    former_process = models.ForeignKey(
        "viewflow.Process", models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("申报轮次")
        verbose_name_plural = _("申报轮次")
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="round_once_per_number"),
        ]
        triggers = append_only("round_append_only")
