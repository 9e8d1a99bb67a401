"""The gate's record to look at; nothing of it is changed here."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from . import models

admin.site.register(
    [
        models.GatePass,
        models.GateLine,
        models.Verdict,
        models.Crossing,
        models.Draw,
        models.Inspection,
        models.Anomaly,
        models.Settlement,
        models.LateReturn,
    ],
    ReadOnlyAdmin,
)


@admin.register(models.Seed)
class SeedAdmin(ReadOnlyAdmin):
    """Without the seed itself: nobody looks ahead at what it will draw."""

    left_out = ("seed",)
