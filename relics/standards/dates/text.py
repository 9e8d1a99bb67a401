"""Read the words of a date. The whole text must be understood, or nothing is (never a guess)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, reduce

from relics.standards.dates.names import period_named, table_entry
from relics.standards.dates.points import Point, lend, point_in, span_of
from relics.standards.dates.range import Span, shifted
from relics.standards.dates.words import plain

LONGEST_DATING = 200
"""Characters; nothing longer is a date."""

UNDATED = frozenset(
    {"", "-", "?", "n.d", "nd", "n/a", "undated", "unknown", "date unknown", "no date"}
    | {"不详", "未详", "年代不详", "待考", "待定", "无", "不明", "年代不明", "未知"}
)

OPEN = re.compile(r"(before|after|by|since) (.+)")
WHOLE_DAY = re.compile(r"(?P<year>\d{4})(?P<mark>[-./])\d{1,2}(?P=mark)\d{1,2}")
SEPARATOR = re.compile(r"\s*(?:-|/|\bto\b|\bor\b|\band\b)\s*")
LABEL = re.compile(r"^[^\d:]{1,40}:\s*")
BRACKETS = re.compile(r"\(([^()]*)\)")
QUESTION = re.compile(r"\(\s*\?\s*\)|\?")


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
        return span_of(Point(number=int(day["year"]), digits=4))
    if opened := OPEN.fullmatch(words):
        return _open_side(opened[1], opened[2])
    if (point := point_in(words)) is not None and (span := span_of(point)) is not None:
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
    first, last = point_in(left), point_in(right)
    if first is None or last is None:
        begin = span_of(first) if first is not None else _named(left)
        end = span_of(last) if last is not None else _named(right)
        return _joined(begin, end)
    first, last = lend(first, last)
    bare = (replace(first, circa=False), replace(last, circa=False))
    if _joined(span_of(bare[0]), span_of(bare[1])) is None:
        return None
    begin, end = span_of(first), span_of(last)
    return begin.hull(end) if begin and end else None


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
    point = point_in(rest)
    span = span_of(point) if point is not None else _named(rest)
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
    name = words.removeprefix("ca. ")
    span = period_named(name) if any(char.isalpha() for char in name) else None
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
