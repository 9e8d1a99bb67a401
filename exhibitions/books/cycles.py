"""The write-off cycles of a book (核销周期): where one begins and ends, and what it counts."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from approvals.policies.queries import policy

from .models import Book, Move, Posting
from .policies import CYCLE_MONTHS

INCREASES = (Move.RECEIVE, Move.RESTORE)


@dataclass(frozen=True)
class Span:
    """One cycle: first and last day, both inside it."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Counts:
    """Pieces of one cycle, from the postings."""

    opening: int
    received: int
    written_off: int

    @property
    def closing(self) -> int:
        return self.opening + self.received - self.written_off


def cycle_on(book: Book, day: date) -> Span:
    """The cycle that holds `day`: the holder's own choice, else the zone's (R-CENT-05)."""
    cycles = list(book.cycles.order_by("starts_on"))
    chosen = next((one for one in reversed(cycles) if one.starts_on <= day), None)
    start = chosen.starts_on if chosen else book.opened_on
    months = chosen.months if chosen else int(policy(CYCLE_MONTHS.key, book.zone.party, on=day))
    passed = (day.year - start.year) * 12 + day.month - start.month
    passed -= passed % months
    if _later(start, passed) > day:
        passed -= months
    ends_on = _later(start, passed + months) - timedelta(days=1)
    following = next((one for one in cycles if one.starts_on > day), None)
    if following is not None:
        ends_on = min(ends_on, following.starts_on - timedelta(days=1))
    return Span(max(start, _later(start, passed)), ends_on)


def _later(start: date, months: int) -> date:
    """The same day so many months on; the last of the month where it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, start.day)


def counts_of(book: Book, span: Span) -> Counts:
    """What the cycle counts, in one query over the postings."""
    inside = Q(at__date__gte=span.starts_on, at__date__lte=span.ends_on)
    before = Q(at__date__lt=span.starts_on)
    up, down = Q(move__in=INCREASES), Q(move=Move.WRITE_OFF)
    found = Posting.objects.filter(line__book=book).aggregate(
        had=Count("pk", filter=before & up),
        lost=Count("pk", filter=before & down),
        received=Count("pk", filter=inside & up),
        written_off=Count("pk", filter=inside & down),
    )
    return Counts(found["had"] - found["lost"], found["received"], found["written_off"])
