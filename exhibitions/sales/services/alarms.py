"""What time brings: a filing that is due, a sale that the year's end would catch (case 34)."""

from datetime import date, timedelta

from django.utils import timezone

from approvals.policies.queries import policy
from approvals.record.services import CLOCKWORK
from exhibitions.sales.models import TO_DECLARE, UNDONE, Sale
from exhibitions.sales.queries import whole

from .acts import holding, tell_customs, trail


def give_alarms(on: date | None = None) -> list[tuple[Sale, str]]:
    """Each night: put every alarm that is new on the record, and tell customs of the year's end."""
    day = on or timezone.localdate()
    given = []
    waiting = Sale.objects.filter(sold_on__isnull=False).exclude(status__in=UNDONE)
    due = waiting.filter(file_by__isnull=False, filed_on=None)
    for sale in whole(due | waiting.filter(status__in=TO_DECLARE)):
        alarm = alarm_of(sale, day)
        if not alarm or alarm == sale.alarmed:
            continue
        with holding(sale) as held:
            held.alarmed = alarm
            held.save(update_fields=["alarmed"])
            trail(held, f"alarm_{alarm}", by=CLOCKWORK)
            if alarm.startswith("year"):
                tell_customs(held, "sale.undeclared")
        given.append((sale, alarm))
    return given


def alarm_of(sale: Sale, on: date) -> str:
    """The gravest alarm of the day: year_over, year_end, filing_over, filing_near, or nothing."""
    showroom = sale.exhibit.item.permit.showroom
    parties = (showroom.zone.party, showroom.customs)
    if sale.status in TO_DECLARE and sale.sold_on is not None:
        end = date(sale.sold_on.year, 12, 31)
        if on > end:
            return "year_over"
        if on >= end - timedelta(days=policy("sales.year_end_alarm", *parties, on=on)):
            return "year_end"
    if sale.file_by is not None and sale.filed_on is None:
        if on > sale.file_by:
            return "filing_over"
        if on >= sale.file_by - timedelta(days=policy("sales.warn_days", *parties, on=on)):
            return "filing_near"
    return ""
