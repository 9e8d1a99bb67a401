"""What offices loaded, put into force and checked, to look at."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from . import models

admin.site.register(
    [models.ListVersion, models.Commencement, models.TextCheck],
    ReadOnlyAdmin,
)
