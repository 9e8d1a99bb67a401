"""Numbers of a case and the calendar of its office."""

from django.db import connection

from approvals.cases.models import CalendarDay, NumberSeries
from approvals.parties.models import Party
from approvals.record.workdays import WorkCalendar


def next_number(prefix: str) -> int:
    """The next number of a series, without gap or repeat; the row stays locked till commit."""
    if not connection.in_atomic_block:
        raise RuntimeError("next_number outside a transaction would leave gaps")
    NumberSeries.objects.bulk_create([NumberSeries(prefix=prefix)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(prefix=prefix)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def calendar_of(office: Party) -> WorkCalendar:
    """The national calendar with the office's own days laid over it."""
    days = CalendarDay.objects.filter(office=office).values_list("day", "is_working")
    return WorkCalendar(overrides=dict(days))
