"""Everything a review leaves behind, to look at."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from . import models

admin.site.register(
    [
        models.ReviewItem,
        models.Correction,
        models.CorrectionPoint,
        models.NonAcceptance,
        models.PanelMember,
        models.Opinion,
        models.Decision,
        models.Attendance,
        models.Mark,
        models.MarkReplacement,
        models.MarkSighting,
        models.HandBack,
        models.Release,
    ],
    ReadOnlyAdmin,
)


@admin.register(models.Review)
class ReviewAdmin(ReadOnlyAdmin):
    """Without what identifies the person who carries the objects out."""

    left_out = ("carrier", "identity_kind", "identity_number", "phone", "address")
