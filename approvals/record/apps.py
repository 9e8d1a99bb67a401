"""The trail, the outbox, the status seam and the working-day calendar."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "approvals.record"
    label = "record"
    verbose_name = "留痕"
