"""What authorities have decided: dated, never changed, never taken out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User
from approvals.record.models import append_only


class PolicyValue(models.Model):
    """An authority's word on a policy from a day on (政策取值), until its next word.

    A later row for the same day takes the place of an earlier one; both stay. Nothing is
    decided backwards: `effective_from` is never before the day it was written.
    """

    key = models.CharField(_("政策项"), max_length=60)
    party = models.ForeignKey(Party, models.PROTECT, related_name="policy_values")
    value = models.JSONField(_("取值"))
    effective_from = models.DateField(_("自"))
    reason = models.CharField(_("依据与理由"), max_length=300)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("政策取值")
        verbose_name_plural = _("政策取值")
        ordering = ["key", "party", "effective_from", "pk"]
        indexes = [
            models.Index(fields=["key", "party", "-effective_from"], name="policy_value_by_day")
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="policy_value_has_a_reason"),
        ]
        triggers = append_only("policy_value_append_only")

    def __str__(self) -> str:
        return f"{self.key} {self.effective_from}"
