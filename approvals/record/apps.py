"""The trail, the outbox, the status seam and the working-day calendar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordConfig(AppConfig):
    name = "approvals.record"
    label = "record"
    verbose_name = _("留痕")
