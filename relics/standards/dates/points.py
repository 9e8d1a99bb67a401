"""One end of a range: a year, a decade, a century or a part of one, with its era."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from relics.standards.dates.range import Span, shifted

CIRCA_YEARS = 12
"""[D] "Ca." widens a year or a decade by so much on each side, as museums' own catalogues do."""

Era = Literal["ad", "bc"]

PART_OF_UNIT = {
    "early": (0, 50),
    "mid": (25, 75),
    "late": (50, 100),
    "1st half": (0, 50),
    "2nd half": (50, 100),
    "1st quarter": (0, 25),
    "2nd quarter": (25, 50),
    "3rd quarter": (50, 75),
    "4th quarter": (75, 100),
    "1st third": (0, 34),
    "2nd third": (33, 67),
    "3rd third": (66, 100),
    "4th third": (66, 100),
}
"""[D] Which hundredths of a century a word covers: the widest use, for people differ."""

PART = "|".join(sorted(PART_OF_UNIT, key=len, reverse=True))
POINT = re.compile(
    r"(?P<circa>ca\. )?(?P<before>ad )?"
    rf"(?:(?P<part>{PART})(?:-(?P<part_to>{PART}))? ?)?(?P<era0>ad )?"
    r"(?:(?P<number>-?\d{1,5})(?P<ordinal>st|nd|rd|th)?(?P<decade>s)?)?"
    r"(?: ?(?P<unit>century|millennium))?(?: ?(?P<era>ad|bc))?"
)


@dataclass(frozen=True, slots=True)
class Point:
    """One end of a range, as written: what it leaves out it may take from the other end."""

    circa: bool = False
    part: str = ""
    part_to: str = ""
    number: int | None = None
    digits: int = 0
    ordinal: bool = False
    decade: bool = False
    unit: str = ""
    era: Era | None = None


def lend(first: Point, last: Point) -> tuple[Point, Point]:
    """Let each end of a range take from the other what it leaves out: unit, era, digits, "ca."."""
    if last.unit and not first.unit and not first.decade and first.digits <= 2:
        number, digits = (
            (last.number, last.digits) if first.number is None else (first.number, first.digits)
        )
        first = replace(first, unit=last.unit, number=number, digits=digits)
    if first.era is None and last.era == "bc":
        first = replace(first, era="bc")
    if last.era is None:
        last = replace(last, era=_era_after(first, last))
    if _is_short(first, last):
        scale = 10**last.digits
        year = (first.number or 0) // scale * scale + (last.number or 0)
        last = replace(last, number=year, digits=first.digits)
    if last.era is None and first.era == "bc":
        last = replace(last, number=None)
    return first, replace(last, circa=True) if first.circa else last


def _era_after(first: Point, last: Point) -> Era | None:
    """Tell the era of an end that names none: 206 BC-220 can only be AD, 50 BC-20 is not told."""
    if first.era != "bc":
        return first.era
    return "ad" if (last.number or 0) > (first.number or 0) else None


def _is_short(first: Point, last: Point) -> bool:
    """Say whether the end of a range is written short: 1465-87, 1970s-80s."""
    if first.number is None or last.number is None or first.number < 0 or first.unit or last.unit:
        return False
    plain_years = not (first.ordinal or last.ordinal or "bc" in {first.era, last.era})
    return plain_years and first.digits >= 3 and last.digits <= 2


def point_in(words: str) -> Point | None:
    """Read the plain words of one end, or None if they are anything else."""
    found = POINT.fullmatch(words)
    if not found or not words:
        return None
    number = found["number"]
    era = found["era"] or (found["before"] or found["era0"] or "").strip()
    return Point(
        circa=bool(found["circa"]),
        part=found["part"] or "",
        part_to=found["part_to"] or "",
        number=None if number is None else int(number),
        digits=len(number.lstrip("-")) if number else 0,
        ordinal=bool(found["ordinal"]),
        decade=bool(found["decade"]),
        unit=found["unit"] or "",
        era="bc" if era == "bc" else "ad" if era else None,
    )


def span_of(point: Point) -> Span | None:
    """Return the years of one complete point, or None where it says too little."""
    if not point.number or (point.number < 0 and (point.era or point.unit or point.decade)):
        return None
    if point.unit:
        return _of_unit(point)
    if point.part or point.ordinal:
        return None
    if point.decade:
        return _of_decade(point)
    if point.number > 0 and point.era is None and not 3 <= point.digits <= 4:
        return None
    year = -point.number if point.era == "bc" else point.number
    return _widened(year, year, circa=point.circa)


def _of_unit(point: Point) -> Span | None:
    """Return a century or millennium, or the part of it that is named."""
    length = 100 if point.unit == "century" else 1000
    number = point.number or 0
    if point.decade or number > (40 if length == 100 else 12):
        return None
    begin = -number * length if point.era == "bc" else (number - 1) * length + 1
    low, high = PART_OF_UNIT[point.part] if point.part else (0, 100)
    if point.part_to:
        high = PART_OF_UNIT[point.part_to][1]
    scale = length // 100
    if low >= high:
        return None
    return Span(begin + low * scale, begin + high * scale - 1, point.circa)


def _of_decade(point: Point) -> Span | None:
    """Return a decade, or the hundred years of "1800s", which people use for both."""
    number = point.number or 0
    if point.digits < 3 or number % 10 or point.part:
        return None
    years = 99 if number % 100 == 0 else 9
    if point.era == "bc":
        return _widened(-(number + years), -number, circa=point.circa)
    return _widened(number, number + years, circa=point.circa)


def _widened(begin: int, end: int, *, circa: bool) -> Span:
    if not circa:
        return Span(begin, end)
    return Span(shifted(begin, -CIRCA_YEARS), shifted(end, CIRCA_YEARS), circa=True)
