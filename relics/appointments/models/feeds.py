"""Private calendar addresses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, User


class CalendarFeed(models.Model):
    """A secret address under which a person or a whole office reads its sessions (日历订阅).

    Only the digest of the secret is kept; the address is shown once. Without a `person` it is
    the whole office's.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="calendar_feeds")
    person = models.ForeignKey(
        User, models.PROTECT, related_name="calendar_feeds", null=True, blank=True
    )
    digest = models.CharField(_("密钥摘要"), max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("日历订阅")
        verbose_name_plural = _("日历订阅")
        ordering = ["-pk"]
