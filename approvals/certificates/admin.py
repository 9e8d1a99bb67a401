"""Papers, to look at; what hinders one that waits stands in its row."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from .models import Certificate, Inspection

admin.site.register(Inspection, ReadOnlyAdmin)


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    """Without the personal data of the snapshot, and without the code that opens the paper."""

    left_out = ("snapshot", "code", "pictures")
    list_filter = ("status", "kind")
