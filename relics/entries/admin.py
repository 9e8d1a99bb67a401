"""What came for a time, and all that was recorded of it, to look at."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from . import models

admin.site.register(
    [
        models.CustomsWord,
        models.EntryDeclaration,
        models.EntryRecord,
        models.Incident,
        models.SealCheck,
        models.Settlement,
        models.Stay,
        models.StayAlarm,
        models.StayClock,
        models.Violation,
    ],
    ReadOnlyAdmin,
)
