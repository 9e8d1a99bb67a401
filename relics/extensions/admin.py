"""Extensions and answers, to look at."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from .models import Extension, ExtensionAnswer, ExtensionStay

admin.site.register([Extension, ExtensionAnswer, ExtensionStay], ReadOnlyAdmin)
