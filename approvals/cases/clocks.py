"""A statutory clock as people read it: the day, the working days left, and why it may move."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.record.workdays import WorkCalendar

from .models import Case, Clock

UNCONFIRMED = _("材料经审查齐全后才能确定（R-EXIT-02）。")
BEYOND_CALENDAR = _("期限跨入放假安排尚未公布的年度（R-CAL-01）。")
NATIONAL = WorkCalendar()
TITLES = {
    "completeness": _("材料审查期限"),
    "decision": _("决定期限"),
    "delivery": _("送达期限"),
}


@dataclass(frozen=True)
class ClockFace:
    """`days_left` counts the office's working days, negative when over; `reasons` say why the
    date is provisional, empty when it is firm. `paused_until` is the day on which it runs again,
    for clocks read with `queries.running_clocks`.
    """

    kind: str
    rule: str
    working_days: int
    starts_on: date
    due: date
    days_left: int
    reasons: tuple[str | Promise, ...]
    paused_until: date | None = None

    @property
    def title(self) -> str | Promise:
        return TITLES.get(self.kind, self.kind)

    @property
    def provisional(self) -> bool:
        return bool(self.reasons)


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
        paused_until=getattr(clock, "paused_until", None),
    )


def faces_of(cases: Iterable[Case], kind: str = "decision") -> dict[object, ClockFace]:
    """The running clock of `kind` by the case's key, for cases read with `running_clocks`.

    Asks nothing of the database: such clocks carry their office's own days.
    """
    faces: dict[object, ClockFace] = {}
    for case in cases:
        clocks: Iterable[Clock] = getattr(case, "running_clocks", ())
        found = next((one for one in clocks if one.kind == kind), None)
        if found is not None:
            faces[case.pk] = face_of(found, calendar_on(found))
    return faces


def calendar_on(clock: Clock) -> WorkCalendar:
    """The calendar of the clock's office, from the days that were read with the clock."""
    days: Iterable[dict[str, Any]] = getattr(clock, "office_days", ())
    own = {date.fromisoformat(one["day"]): one["works"] for one in days}
    return WorkCalendar(overrides=own) if own else NATIONAL
