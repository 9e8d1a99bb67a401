"""Cases, clocks and turns, to look at; the offices' own calendar, to keep."""

from django.apps import apps
from django.contrib import admin

from approvals.record.administration import ConfigurationAdmin, ReadOnlyAdmin

from .models import (
    AdverseAct,
    Appeal,
    CalendarDay,
    Case,
    Clock,
    ClockExtension,
    ClockPause,
    DeemedAcceptance,
    NumberSeries,
    Round,
)

admin.site.register(
    [
        Case,
        Clock,
        NumberSeries,
        ClockPause,
        ClockExtension,
        Round,
        AdverseAct,
        Appeal,
        DeemedAcceptance,
    ],
    ReadOnlyAdmin,
)
admin.site.register(CalendarDay, ConfigurationAdmin)

# The flow's rows, and the queue's: their libraries' own pages would let them be edited.
admin.site.register(
    [apps.get_model("viewflow", name) for name in ("Process", "Task")], ReadOnlyAdmin
)
admin.site.register(
    [apps.get_model("procrastinate", f"Procrastinate{name}") for name in ("Job", "Event")],
    ReadOnlyAdmin,
)
