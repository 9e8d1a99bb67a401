"""The codes of customs' system, kept here with a link in the trail."""

from django.contrib import admin

from approvals.record.administration import ConfigurationAdmin

from . import models

admin.site.register([models.PartyCode, models.WordCode], ConfigurationAdmin)
