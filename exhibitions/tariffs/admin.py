"""Tables and rates, to look at: they are loaded at the desk."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from . import models

admin.site.register([models.TariffTable, models.Rate, models.ExchangeRate], ReadOnlyAdmin)
