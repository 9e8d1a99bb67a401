"""What authorities decided, to look at."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from .models import PolicyValue

admin.site.register([PolicyValue], ReadOnlyAdmin)
