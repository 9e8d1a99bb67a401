"""The lists to look at; nothing of them is changed here."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from . import models

admin.site.register([models.TransferList, models.ListItem], ReadOnlyAdmin)
