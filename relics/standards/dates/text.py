"""Read the words of a date. The whole text must be understood, or nothing is (never a guess)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import Literal

from relics.standards.dates.names import period_named, table_entry
from relics.standards.dates.range import Span, shifted
from relics.standards.dates.words import plain

CIRCA_YEARS = 12
"""[D] "Ca." widens a year or a decade by so much on each side, as museums' own catalogues do."""

LONGEST_DATING = 200
"""Characters; nothing longer is a date."""

Era = Literal["ad", "bc"]

UNDATED = frozenset(
    {"", "-", "?", "n.d", "nd", "n/a", "undated", "unknown", "date unknown", "no date"}
    | {"不详", "未详", "年代不详", "待考", "待定", "无", "不明", "年代不明", "未知"}
)

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
OPEN = re.compile(r"(before|after|by|since) (.+)")
WHOLE_DAY = re.compile(r"(?P<year>\d{4})(?P<mark>[-./])\d{1,2}(?P=mark)\d{1,2}")
SEPARATOR = re.compile(r"\s*(?:-|/|\bto\b|\bor\b|\band\b)\s*")
LABEL = re.compile(r"^[^\d:]{1,40}:\s*")
BRACKETS = re.compile(r"\(([^()]*)\)")
QUESTION = re.compile(r"\(\s*\?\s*\)|\?")


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


@lru_cache(maxsize=16_384)
def read_text(text: str) -> Span | None:
    """Return the span of years a dating says, or None if any of it is not understood.

    Several parts (`Vase: 1661-1722; Mount: 1760-1780`) give the span that holds them all.
    """
    if len(text) > LONGEST_DATING:
        return None
    words = plain(text)
    questioned = bool(QUESTION.search(words))
    words = " ".join(QUESTION.sub(" ", words).split())
    inside = BRACKETS.findall(words)
    outside = " ".join(BRACKETS.sub(" ", words).split())
    whole = _parts(outside) if outside else None
    for one in inside:
        whole = _with_bracket(whole, one, alone=not outside)
        if whole is None:
            break
    if whole is None:
        whole = table_entry(text)
    return replace(whole, questioned=whole.questioned or questioned) if whole else None


def _with_bracket(outside: Span | None, words: str, *, alone: bool) -> Span | None:
    """Weigh words in brackets: they narrow what they touch and widen what they miss.

    Where the text outside says nothing (1287 AH) the brackets may say it (1870); a bracket with
    figures in it that is not understood leaves the whole unread.
    """
    inside = _parts(words)
    if inside is None:
        return None if alone or any(char.isdigit() for char in words) else outside
    if outside is None:
        return inside
    return outside.hull(inside) if outside.misses(inside) else outside.within(inside)


def is_undated(text: str) -> bool:
    """Say whether a text owns to knowing no date, which is no contradiction to anything."""
    return plain(text).strip(" .。()") in UNDATED


def _with_brackets(outside: Span | None, inside: list[Span | None]) -> list[Span | None]:
    """Weigh what stands in brackets: it stands in for unread words and widens what it misses."""
    readable = [span for span in inside if span]
    if outside is None:
        return [*readable] if len(readable) == len(inside) == 1 else [None]
    return [outside, *(span for span in readable if span.misses(outside))]


def _parts(words: str) -> Span | None:
    """Read parts divided by semicolons; one unread part leaves the whole unread."""
    spans: list[Span] = []
    for part in re.split(r"\s*[;；]\s*|,? with additions\s+", words):
        if not part:
            continue
        span = _statement(LABEL.sub("", part))
        if span is None:
            return None
        spans.append(span)
    return reduce(Span.hull, spans) if spans else None


def _statement(words: str) -> Span | None:
    """Read one dating: a point, a named period, an open side, or two of them and a separator."""
    words = words.strip(" .,。")
    if day := WHOLE_DAY.fullmatch(words):
        return _single(Point(number=int(day["year"]), digits=4))
    if opened := OPEN.fullmatch(words):
        return _open_side(opened[1], opened[2])
    if (point := _point(words)) is not None and (span := _single(point)) is not None:
        return span
    if (named := _named(words)) is not None:
        return named
    for left, right in _cuts(words):
        if (span := _between(left, right)) is not None:
            return span
    return _list_of_periods(words)


def _cuts(words: str) -> Iterator[tuple[str, str]]:
    for found in SEPARATOR.finditer(words):
        left, right = words[: found.start()], words[found.end() :]
        if left and right:
            yield left, right


def _between(left: str, right: str) -> Span | None:
    """Read a range; each end lends the other its unit and era where one is left out."""
    first, last = _point(left), _point(right)
    if first is None or last is None:
        begin = _single(first) if first is not None else _named(left)
        end = _single(last) if last is not None else _named(right)
        return _joined(begin, end)
    first, last = _lend(first, last)
    bare = (replace(first, circa=False), replace(last, circa=False))
    if _joined(_single(bare[0]), _single(bare[1])) is None:
        return None
    begin, end = _single(first), _single(last)
    return begin.hull(end) if begin and end else None


def _lend(first: Point, last: Point) -> tuple[Point, Point]:
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
    return first, replace(last, circa=last.circa or first.circa)


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


def _point(words: str) -> Point | None:
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


def _single(point: Point) -> Span | None:
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


def _joined(begin: Span | None, end: Span | None) -> Span | None:
    """Join two ends; ends that run backwards are no range."""
    if begin is None or end is None or None in (begin.begin, begin.end, end.begin, end.end):
        return None
    if _key(begin) > _key(end) or (begin.end or 0) > (end.end or 0):
        return None
    return begin.hull(end)


def _key(span: Span) -> int:
    return span.begin or 0


def _open_side(word: str, rest: str) -> Span | None:
    """Read before, after, by and since; "before" and "after" leave the year itself out."""
    point = _point(rest)
    span = _single(point) if point is not None else _named(rest)
    if span is None or span.begin is None or span.end is None:
        return None
    begin, end = {
        "before": (None, shifted(span.begin, -1)),
        "by": (None, span.end),
        "after": (shifted(span.end, 1), None),
        "since": (span.begin, None),
    }[word]
    return Span(begin, end, span.circa)


def _named(words: str) -> Span | None:
    circa = words.startswith("ca. ")
    span = period_named(words.removeprefix("ca. "))
    return Span(span.begin, span.end, circa, span.questioned) if span else None


def _list_of_periods(words: str) -> Span | None:
    """Read 清末民初, or "Zhou, Qin, Han": named periods one after the other."""
    listed = [part for part in re.split(r"\s*[,、，;]\s*", words) if part]
    if len(listed) > 1:
        spans = [_statement(part) for part in listed]
        found = [span for span in spans if span]
        return reduce(Span.hull, found) if len(found) == len(spans) else None
    for cut in range(1, len(words)):
        begin = _named(words[:cut])
        end = begin and (_named(words[cut:]) or _list_of_periods(words[cut:]))
        if begin and end and _joined(begin, end):
            return begin.hull(end)
    return None
