"""The one notice that says what is missing (R-GEN-03)."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User

from .item import ReviewItem
from .review import Review


class Correction(models.Model):
    """The one correction notice of a case (材料补正一次性告知, R-GEN-03)."""

    review = models.OneToOneField(Review, models.PROTECT, related_name="correction")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("告知时间"), auto_now_add=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("补正告知")
        verbose_name_plural = _("补正告知")


class CorrectionPoint(models.Model):
    """One point of the notice, and its answer."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="points")
    item = models.ForeignKey(
        ReviewItem, models.PROTECT, null=True, blank=True, related_name="correction_points"
    )
    text = models.TextField(_("需补正的内容"), validators=[MaxLengthValidator(500)])
    answer = models.TextField(_("答复"), blank=True, validators=[MaxLengthValidator(500)])

    class Meta:
        verbose_name = _("补正事项")
        verbose_name_plural = _("补正事项")
        ordering = ["pk"]
