"""What entered for good, under the number that the office's register gives it (§10.2)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, Party, User
from approvals.record.models import append_only
from relics.reviews.models import ReviewItem


class EntryRecord(models.Model):
    """A permanent entry of one object: no mark, no clock, but a number of its own (§10.2, art. 46).

    The number is the office's own and no permit number of the authority (R-EXIT-19). What was
    measured on the day is kept as it was then (R-DATA-05).
    """

    item = models.OneToOneField(ReviewItem, models.PROTECT, related_name="entry_record")
    number = models.CharField(_("进境登记编号"), max_length=60, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="entry_records")
    zone = models.ForeignKey(
        Party, models.PROTECT, related_name="entry_records", null=True, blank=True
    )
    measures = models.JSONField(_("尺寸与质量"))
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("永久进境登记")
        verbose_name_plural = _("永久进境登记")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="entry_record_has_a_number"),
        ]
        triggers = append_only("entry_record_append_only")

    def __str__(self) -> str:
        return self.number
