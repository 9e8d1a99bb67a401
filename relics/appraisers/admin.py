"""The roster, to look at; it is kept on the office's own pages."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from .models import (
    Absence,
    Appraiser,
    OutsideAppraiser,
    OutsideReport,
    Post,
    Qualification,
    ReportNote,
    Skill,
    Tie,
)

admin.site.register(
    [
        Appraiser,
        Qualification,
        Skill,
        Tie,
        Post,
        Absence,
        OutsideAppraiser,
        OutsideReport,
        ReportNote,
    ],
    ReadOnlyAdmin,
)
