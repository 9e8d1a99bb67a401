"""Guarantees and what they cover, to look at: they come about by acts of both sides."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from . import models

admin.site.register(
    [models.Guarantee, models.Coverage, models.Hold, models.Change, models.Ruling], ReadOnlyAdmin
)
