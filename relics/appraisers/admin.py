"""The roster, to look at; it is kept on the office's own pages."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from .models import Absence, Appraiser, Qualification, Tie

admin.site.register([Appraiser, Qualification, Tie, Absence], ReadOnlyAdmin)
