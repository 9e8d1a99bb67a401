"""The end of a period from its intervals: a start, a number of working days, and pauses."""

from collections.abc import Iterable
from datetime import date, timedelta

from approvals.record.workdays import Due, WorkCalendar

Pause = tuple[date, date]
"""The first day left out, and the day from which it is counted again."""


def due_after(
    calendar: WorkCalendar, starts_on: date, working_days: int, pauses: Iterable[Pause] = ()
) -> Due:
    """The last of `working_days` after `starts_on`, whole paused working days not counted.

    Provisional when it reaches a year that is not published (R-CAL-01). The pauses must not
    overlap.
    """
    counted = working_days
    due = calendar.due(starts_on, counted)
    eve = timedelta(days=1)
    for first, again in sorted(pauses):
        if first > due.on:
            break
        opening = max(first - eve, starts_on)
        if again - eve > opening:
            counted += calendar.working_days_between(opening, again - eve)
            due = calendar.due(starts_on, counted)
    return due
