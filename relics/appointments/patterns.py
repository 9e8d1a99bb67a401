"""What an office's weekly pattern makes of a span of days, before anything is made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils import timezone

from approvals.cases.services import calendar_of
from approvals.parties.models import Office
from approvals.record.workdays import WorkCalendar
from relics.appraisers.models import Absence, Appraiser

from .models import Session, SessionStaff, SessionTemplate

LONGEST_SPAN = 366
"""Days that are made in one act at most."""

Outcome = Literal["new", "exists", "taken", "day_off"]


@dataclass(frozen=True)
class Planned:
    """A session that the pattern asks for on a day, and what would become of it.

    ``new`` is made; ``exists`` was made from this template already; ``taken`` finds another
    session at that place and time; ``day_off`` falls on a day without work. `unable` of the
    staff are away or sit elsewhere then, and are left out.
    """

    template: SessionTemplate
    day: date
    outcome: Outcome
    staff: tuple[Appraiser, ...] = ()
    unable: tuple[Appraiser, ...] = ()


def place_key(one: Session | SessionTemplate, day: date) -> tuple[object, ...]:
    """What no two sessions of an office have alike."""
    return (day, one.half, one.place_kind, one.zone_id, one.host_id)


def plan_of(office: Office, start: date, end: date) -> list[Planned]:
    """Everything the office's templates ask for from `start` (not before today) to `end`.

    Weekends are silent unless worked; a holiday in the week is told as a day off (R-APPT-03,
    R-CAL-02).
    """
    start = max(start, timezone.localdate())
    end = min(end, start + timedelta(days=LONGEST_SPAN))
    templates = list(
        SessionTemplate.objects.filter(office=office)
        .select_related("office__party", "zone", "host")
        .prefetch_related("staff__user")
    )
    known = {
        place_key(one, one.date): one.template_id
        for one in Session.objects.filter(office=office, date__gte=start, date__lte=end)
    }
    busy = _busy(office, start, end)
    calendar = calendar_of(office.party)
    return [
        _planned(template, day, works=works, known=known, busy=busy)
        for day, works, template in _asked(templates, calendar, start, end)
    ]


def _asked(
    templates: list[SessionTemplate], calendar: WorkCalendar, start: date, end: date
) -> Iterator[tuple[date, bool, SessionTemplate]]:
    day = start
    while day <= end:
        works = calendar.next_working(day).on == day
        for template in templates:
            if asks_for(template, day, works=works):
                yield day, works, template
        day += timedelta(days=1)


def asks_for(template: SessionTemplate, day: date, *, works: bool) -> bool:
    """Whether the template wants a session that day; a holiday in the week is asked for too."""
    if day < template.starts_on or (template.ends_on and day > template.ends_on):
        return False
    make_up = works and day.weekday() >= 5
    return day.weekday() == template.weekday or (make_up and template.on_make_up_days)


def _busy(office: Office, start: date, end: date) -> set[tuple[int, date, str]]:
    """Who (by key) cannot sit, on which day and half."""
    sitting = SessionStaff.objects.filter(
        appraiser__office=office, date__gte=start, date__lte=end
    ).values_list("appraiser_id", "date", "half")
    busy = {(person, day, half) for person, day, half in sitting}
    away = Absence.objects.filter(appraiser__office=office, starts_on__lte=end, ends_on__gte=start)
    for absence in away:
        day = max(absence.starts_on, start)
        while day <= min(absence.ends_on, end):
            busy |= {(absence.appraiser_id, day, half) for half in ("am", "pm")}
            day += timedelta(days=1)
    return busy


def _planned(
    template: SessionTemplate,
    day: date,
    *,
    works: bool,
    known: dict[tuple[object, ...], int | None],
    busy: set[tuple[int, date, str]],
) -> Planned:
    """What becomes of it; what is new takes its place and its people from those that follow."""
    if not works:
        return Planned(template, day, "day_off")
    key = place_key(template, day)
    if key in known:
        return Planned(template, day, "exists" if known[key] == template.pk else "taken")
    known[key] = template.pk
    people = list(template.staff.all())
    free = [one for one in people if (one.pk, day, template.half) not in busy]
    busy |= {(one.pk, day, template.half) for one in free}
    unable = [one for one in people if one not in free]
    return Planned(template, day, "new", tuple(free), tuple(unable))
