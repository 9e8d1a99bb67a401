"""The calendar of working days (工作日), in which permit periods are counted (R-GEN-02).

The State Council publishes each year's holidays and make-up days late in the year before.
A count that reaches a year not yet published is *provisional* and never a firm date (R-CAL-01).
Weekend make-up days are working days (R-CAL-02). Pure: no database, no settings.
"""

from __future__ import annotations

import calendar as month_table
import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from importlib.metadata import version as package_version
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import chinese_calendar

if TYPE_CHECKING:
    from collections.abc import Mapping

BEIJING = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)

LONGEST_PERIOD = 10_000
"""Working days in the longest period that `due` counts: some forty years."""


DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})(\d\d)(\d\d)")


def read_day(text: str) -> date | None:
    """Read a day as people write it: 2026-11-23, 2026年11月23日, 20261123, full-width or not."""
    found = DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def national_version() -> str:
    """Name the release of the national calendar in use, such as `cn-1.11.0`."""
    return "cn-" + package_version("chinesecalendar")


@lru_cache(maxsize=8192)
def published(day: date) -> bool | None:
    """Say whether the State Council makes `day` a working day; None where nothing is published."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period, whether it may still change, and the calendar that gave it."""

    on: date
    provisional: bool
    calendar: str


@dataclass(frozen=True, slots=True)
class MonthsLater:
    """The end of a period in months, in both readings (R-GEN-14).

    `on` is the corresponding day and is what warns and blocks. `rolled` is the same day moved to
    the next working day, to be shown as the latest legal reading and relied on by nobody.
    """

    on: date
    rolled: date
    provisional: bool
    calendar: str


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When an office takes papers in; `zone` is the office's own clock."""

    opens: time = time(9)
    closes: time = time(17)
    zone: ZoneInfo = BEIJING

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("an office closes after it opens")


@dataclass(frozen=True, slots=True)
class Receipt:
    """When a paper arrived and the working day it counts from; store both (R-CAL-03 [D])."""

    received_at: datetime
    effective_on: date
    provisional: bool
    calendar: str


@dataclass(frozen=True)
class WorkCalendar:
    """The national calendar with one office's own decisions on top.

    `overrides` says for single days whether the office works. `version` is what a case stores
    beside a deadline; by default it names the national release and a digest of the overrides.
    """

    overrides: Mapping[date, bool] = field(default_factory=dict)
    version: str = ""

    def __post_init__(self) -> None:
        kept = {_plain(day): bool(works) for day, works in self.overrides.items()}
        object.__setattr__(self, "overrides", MappingProxyType(kept))
        object.__setattr__(self, "version", self.version or self._own_version)

    @cached_property
    def _own_version(self) -> str:
        if not self.overrides:
            return national_version()
        lines = "".join(f"{day} {works}\n" for day, works in sorted(self.overrides.items()))
        return f"{national_version()}+office-{hashlib.sha256(lines.encode()).hexdigest()[:8]}"

    def is_working(self, day: date) -> bool | None:
        """Say whether the office works on `day`; None where no calendar is published yet."""
        day = _plain(day)
        return self.overrides.get(day, published(day))

    def due(self, start: date, days: int) -> Due:
        """Return the last of `days` working days; the opening day is not counted.

        A day of an unpublished year is taken for working from Monday to Friday and makes the
        answer provisional. Raises ValueError for a negative or an absurdly long period.
        """
        if not 0 <= days <= LONGEST_PERIOD:
            raise ValueError("a period has between 0 and 10,000 working days")
        day, counted, provisional = _plain(start), 0, False
        while counted < days:
            day = _next(day)
            works, guessed = self._estimate(day)
            provisional = provisional or guessed
            counted += works
        return Due(day, provisional, self.version)

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and with `end`; negative when it is past."""
        if end < start:
            return -self.working_days_between(end, start)
        day, counted = _plain(start), 0
        while day < end:
            day = _next(day)
            counted += self._estimate(day)[0]
        return counted

    def next_working(self, day: date) -> Due:
        """Return `day` itself if it is a working day, else the first one after it."""
        day, provisional = _plain(day), False
        while True:
            works, guessed = self._estimate(day)
            provisional = provisional or guessed
            if works:
                return Due(day, provisional, self.version)
            day = _next(day)

    def months_later(self, start: date, months: int) -> MonthsLater:
        """Return the corresponding day `months` later, or the month's last day (R-GEN-14)."""
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        if not date.min.year <= year <= date.max.year:
            raise ValueError("the calendar ends before that month")
        last = month_table.monthrange(year, month + 1)[1]
        on = date(year, month + 1, min(start.day, last))
        rolled = self.next_working(on)
        return MonthsLater(on, rolled.on, rolled.provisional, self.version)

    def effective_receipt(self, moment: datetime, hours: OfficeHours | None = None) -> Receipt:
        """Return the day on which a paper that came at `moment` counts as received.

        After hours or on a day without work it is the next working day; before opening it is the
        day itself (R-CAL-03 [D]). Raises ValueError for a moment without a time zone.
        """
        if moment.tzinfo is None:
            raise ValueError("a receipt needs a moment with its time zone")
        hours = hours or OfficeHours()
        local = moment.astimezone(hours.zone)
        day = local.date()
        if local.time() > hours.closes:
            day = _next(day)
        found = self.next_working(day)
        return Receipt(moment, found.on, found.provisional, self.version)

    def _estimate(self, day: date) -> tuple[bool, bool]:
        """Say whether `day` is taken for working, and whether that is only an estimate."""
        works = self.is_working(day)
        return (day.weekday() < 5, True) if works is None else (works, False)


def _plain(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


def _next(day: date) -> date:
    try:
        return day + ONE_DAY
    except OverflowError:
        raise ValueError("the calendar ends before that day") from None
