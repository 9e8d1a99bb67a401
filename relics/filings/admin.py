"""Everything a filing leaves behind, to look at; who serves a zone, to set."""

from django.contrib import admin

from approvals.record.administration import ConfigurationAdmin, ReadOnlyAdmin

from . import models

admin.site.register(models.ZoneAuthority, ConfigurationAdmin)
admin.site.register(
    [
        models.AnnexRow,
        models.CitesPaper,
        models.CustomsRelease,
        models.Filing,
        models.FilingUse,
        models.FilingVersion,
        models.Point,
        models.ProvincialApproval,
        models.SaleLock,
    ],
    ReadOnlyAdmin,
)
