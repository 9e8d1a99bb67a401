"""A statutory clock as people read it: the day, the working days left, and why it may move."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.record.workdays import WorkCalendar

from .models import CalendarDay, Case, Clock

UNCONFIRMED = _("材料经审查齐全后才能确定（R-EXIT-02）。")
BEYOND_CALENDAR = _("期限跨入放假安排尚未公布的年度（R-CAL-01）。")
NATIONAL = WorkCalendar()


@dataclass(frozen=True)
class ClockFace:
    """`days_left` counts the office's working days, negative when over; `reasons` say why the
    date is provisional, empty when it is firm.
    """

    kind: str
    rule: str
    working_days: int
    starts_on: date
    due: date
    days_left: int
    reasons: tuple[str | Promise, ...]

    @property
    def provisional(self) -> bool:
        return bool(self.reasons)


def calendars_of(cases: Iterable[Case]) -> dict[int | None, WorkCalendar]:
    """The calendar of each case's office, by the office's key: one query for all."""
    offices = {case.office_id for case in cases if case.office_id}
    days: dict[int | None, dict[date, bool]] = {office: {} for office in offices}
    for day in CalendarDay.objects.filter(office__in=offices):
        days[day.office_id][day.day] = day.is_working
    return {office: WorkCalendar(overrides=own) for office, own in days.items()}


def face_of(clock: Clock, calendar: WorkCalendar = NATIONAL) -> ClockFace:
    """The clock as seen today."""
    reasons = [UNCONFIRMED] if clock.confirmed_at is None else []
    if clock.beyond_calendar:
        reasons.append(BEYOND_CALENDAR)
    return ClockFace(
        kind=clock.kind,
        rule=clock.rule,
        working_days=clock.working_days,
        starts_on=clock.starts_on,
        due=clock.due_on,
        days_left=calendar.working_days_between(timezone.localdate(), clock.due_on),
        reasons=tuple(reasons),
    )


def faces_of(cases: Iterable[Case], kind: str = "decision") -> dict[object, ClockFace]:
    """The running clock of `kind` by the case's key, for cases read with `running_clocks`."""
    known = list(cases)
    calendars = calendars_of(known)
    faces: dict[object, ClockFace] = {}
    for case in known:
        clocks: Iterable[Clock] = getattr(case, "running_clocks", ())
        found = next((one for one in clocks if one.kind == kind), None)
        if found is not None:
            faces[case.pk] = face_of(found, calendars.get(case.office_id, NATIONAL))
    return faces
