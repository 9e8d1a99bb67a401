"""Sessions and bookings, to look at; they are opened and sold on the office's own pages."""

from django.contrib import admin

from approvals.record.administration import ReadOnlyAdmin

from .models import (
    Booking,
    CalendarFeed,
    NoShowNotice,
    Postponement,
    Session,
    SessionStaff,
    SessionTemplate,
    VisitRequest,
    WaitingEntry,
)

admin.site.register(
    [
        Session,
        SessionTemplate,
        SessionStaff,
        Booking,
        WaitingEntry,
        VisitRequest,
        NoShowNotice,
        Postponement,
        CalendarFeed,
    ],
    ReadOnlyAdmin,
)
