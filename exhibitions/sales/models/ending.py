"""How a sale is undone: by records of their own, never by an edit (edge cases 35, 36)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only

from .sale import Sale


class Cancellation(models.Model):
    """Called off before the declaration (撤销)."""

    sale = models.OneToOneField(Sale, models.PROTECT, related_name="cancellation")
    reason = models.CharField(_("事由"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("销售撤销")
        verbose_name_plural = _("销售撤销")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="cancellation_has_a_reason")
        ]
        triggers = append_only("cancellation_append_only")


class Refund(models.Model):
    """Money went back after the declaration (退货退款); customs must amend before goods do."""

    sale = models.ForeignKey(Sale, models.PROTECT, related_name="refunds")
    amount = models.DecimalField(_("退款金额"), max_digits=16, decimal_places=2)
    reason = models.CharField(_("事由"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("退货申请")
        verbose_name_plural = _("退货申请")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & Q(amount__gt=0), name="refund_says_how_much_and_why"
            )
        ]
        triggers = append_only("refund_append_only")


class RefundAnswer(models.Model):
    """Customs amended the declaration under a number, or refused to, with its reason."""

    refund = models.OneToOneField(Refund, models.PROTECT, related_name="answer")
    agrees = models.BooleanField(_("准予更正"))
    amendment_number = models.CharField(_("海关更正记录编号"), max_length=64, blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("海关更正记录")
        verbose_name_plural = _("海关更正记录")
        constraints = [
            models.CheckConstraint(
                condition=(Q(agrees=True) & ~Q(amendment_number=""))
                | (Q(agrees=False) & ~Q(reason="")),
                name="refund_answered_by_number_or_reason",
            )
        ]
        triggers = append_only("refund_answer_append_only")
