"""Everything a comparison leaves behind, to look at."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from . import models

admin.site.register(
    [
        models.Reference,
        models.ReferencePhoto,
        models.Comparison,
        models.PresentedPhoto,
        models.Signature,
        models.Finding,
        models.Verdict,
    ],
    ReadOnlyAdmin,
)
