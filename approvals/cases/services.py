"""Numbers and clocks of a case. Flow turns are in engine.py."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from approvals.parties.models import Office, Party
from approvals.record.workdays import OfficeHours, WorkCalendar

from .models import CalendarDay, Case, Clock, NumberSeries


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


def open_clock(
    case: Case, kind: str, *, rule: str, working_days: int, received_at: datetime
) -> Clock:
    """Start a statutory clock at the office from a receipt (R-CAL-03, R-GEN-02).

    Receipt after office hours or on a closed day counts from the next working day; the opening
    day itself is not counted.
    """
    if case.office is None:
        raise ValueError("a clock needs an office: the case has none")
    calendar = calendar_of(case.office)
    office = Office.objects.get(party=case.office)
    hours = OfficeHours(office.opens_at, office.closes_at)
    receipt = calendar.effective_receipt(received_at, hours)
    due = calendar.due(receipt.effective_on, working_days)
    return Clock.objects.create(
        case=case,
        kind=kind,
        rule=rule,
        received_at=received_at,
        starts_on=receipt.effective_on,
        working_days=working_days,
        due_on=due.on,
        beyond_calendar=due.provisional or receipt.provisional,
        calendar=due.calendar,
    )


def stop_clock(case: Case, kind: str, *, because: str) -> None:
    """Stop the running clock of a kind; the row stays as evidence."""
    Clock.objects.filter(case=case, kind=kind, stopped_at__isnull=True).update(
        stopped_at=timezone.now(), stopped_because=because
    )


def confirm_clock(case: Case, kind: str) -> None:
    """The file was found complete: the date is no longer provisional for that reason."""
    Clock.objects.filter(
        case=case, kind=kind, stopped_at__isnull=True, confirmed_at__isnull=True
    ).update(confirmed_at=timezone.now())
