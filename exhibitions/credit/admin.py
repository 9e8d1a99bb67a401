"""Tiers and their changes, to look at: they are recorded at the desk of customs."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from . import models

admin.site.register([models.Rating, models.TierChange], ReadOnlyAdmin)
