"""Permits and all they leave behind, to look at; who is asked in a zone, to set."""

from django.contrib import admin

from approvals.record.administration import ConfigurationAdmin, ReadOnlyAdmin

from . import models


@admin.register(models.Asking)
class AskingAdmin(ConfigurationAdmin):
    """A line that held stays; it is ended, and another takes its place."""

    changeable = ("effective_to",)


admin.site.register(
    [
        models.Answer,
        models.Consultation,
        models.DisplayPermit,
        models.PermitItem,
        models.Prolongation,
        models.Showroom,
        models.Site,
        models.Suspension,
    ],
    ReadOnlyAdmin,
)
