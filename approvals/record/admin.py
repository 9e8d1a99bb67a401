"""The trail and the messages, to look at."""

from django.contrib import admin

from .administration import ReadOnlyAdmin
from .models import OutboxMessage, OutboxStream, TrailEntry, TrailHead

admin.site.register([TrailHead, TrailEntry, OutboxStream, OutboxMessage], ReadOnlyAdmin)
