"""Object records, photographs and imports, to look at."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from .models import ImportBatch, Photo, Relation, RelicObject

admin.site.register([ImportBatch, Photo, Relation, RelicObject], ReadOnlyAdmin)
