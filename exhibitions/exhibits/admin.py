"""Custody to look at; nothing of it is changed here."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from . import models

admin.site.register(
    [
        models.Count,
        models.Event,
        models.EventPhoto,
        models.Exhibit,
        models.Incident,
        models.IncidentFinding,
        models.Place,
        models.Sighting,
    ],
    ReadOnlyAdmin,
)
