"""Sessions and bookings, to look at; they are opened and sold on the office's own pages."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from .models import Booking, Session, SessionStaff

admin.site.register([Session, SessionStaff, Booking], ReadOnlyAdmin)
