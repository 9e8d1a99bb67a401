"""Periods of central declarations: within a year, and when each is due (R-CENT-05)."""

from dataclasses import dataclass
from datetime import date, timedelta

from approvals.parties.models import Party
from approvals.policies.queries import policy
from exhibitions.books.cycles import cycle_on
from exhibitions.books.models import Book

from .policies import DUE_DAY, MONTHS


@dataclass(frozen=True)
class Due:
    """A period and the last day to declare it; `why` says which line governs."""

    starts_on: date
    ends_on: date
    due_on: date
    why: str


def period_of(operator: Party, customs: Party, day: date) -> Due:
    """The period that holds `day`; due at the earliest of what binds.

    The day of the month after it, the write-off date of the operator's books at that customs,
    and the last day of the year: a declaration never crosses a year.
    """
    months = int(policy(MONTHS.key, customs, on=day))
    first = (day.month - 1) // months * months + 1
    starts_on = date(day.year, first, 1)
    ends_on = _month_end(day.year, min(first + months - 1, 12))
    lines = {"year": date(day.year, 12, 31)}
    if ends_on.month < 12:
        lines["month"] = date(
            day.year, ends_on.month + 1, int(policy(DUE_DAY.key, customs, on=day))
        )
    books = Book.objects.filter(holder=operator, customs=customs, closed_on=None)
    for book in books.select_related("zone__party"):
        if book.opened_on <= day:
            lines[f"book:{book.number}"] = cycle_on(book, day).ends_on
    why, due_on = min(lines.items(), key=lambda line: (line[1], line[0]))
    return Due(starts_on, ends_on, max(due_on, min(ends_on, lines["year"])), why)


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
