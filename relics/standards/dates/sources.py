"""Weigh what one object's record says about its date: years, words, dynasty and reign.

The order of trust is: two years given outright, then the words, then reign and dynasty. What
the years leave out the words may fill in. Where sources have no year in common, all of them are
taken together, which is the strict side (R-STD-11). Where the years contradict themselves no
other source mends them: the date is unknown and goes to people.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from relics.standards.dates.range import DateRange, Note, Span
from relics.standards.dates.text import is_undated, read_text

WHOLE_YEAR = re.compile(r"([+-]?\d{1,5})(?:\.0+)?年?")


def read_range(
    begin_text: str = "",
    end_text: str = "",
    date_text: str = "",
    dynasty: str = "",
    reign: str = "",
    *,
    on: date | None = None,
) -> DateRange:
    """Return the range of years that a record's own words support, and not a year more.

    `on` is the day of judging: nothing was made after it. "0, 0" stands for "not given", as
    museums use it; a single 0 or an unreadable year beside a good one leaves the pair unread.
    Never raises: what is unreadable or impossible gives an unknown range, and the notes say why.
    """
    begin, end = _year(begin_text, first=True), _year(end_text, first=False)
    today = on.year if on else None
    notes = _notes_on_years(begin_text, begin) + _notes_on_years(end_text, end)
    if (impossible := _impossible(begin, end, today)) is not None:
        return DateRange.of(None, "none", (*notes, impossible))
    words, unread = _words(date_text, today)
    notes = (*notes, *unread)
    if begin is not None and end is not None:
        years = Span(begin, end)
        odd = _period_against_years(years, dynasty, reign)
        return _years_against_words(years, words, (*notes, *odd))
    if words is not None:
        return _words_with_one_year(words, begin, end, notes)
    if begin is not None or end is not None:
        both_filled = bool(begin_text.strip() and end_text.strip())
        return _one_year_alone(begin, end, notes, both_filled=both_filled)
    return _from_period(dynasty, reign, notes)


def _impossible(begin: int | None, end: int | None, today: int | None) -> Note | None:
    """Say why the years given cannot be: they run backwards, or lie after the day of judging."""
    if begin is not None and end is not None and begin > end:
        return _("起始年晚于终止年，互相矛盾，年代按不明处理，请专家判断。")
    if today and any(year is not None and year > today for year in (begin, end)):
        return _("所填年份在审核日之后，不可能，年代按不明处理，请专家判断。")
    return None


def _one_year_alone(
    begin: int | None, end: int | None, notes: tuple[Note, ...], *, both_filled: bool
) -> DateRange:
    """Keep a year given alone; beside one that is filled in but no year, it is not trusted."""
    if both_filled:
        note = _("起止年之一无法读出或不可能（没有公元 0 年），年代按不明处理。")
        return DateRange.of(None, "none", (*notes, note))
    note = _("只有一端的年份可读，另一端按不明处理。")
    return DateRange.of(Span(begin, end), "years", (*notes, note))


def _year(text: str, *, first: bool) -> int | None:
    """Read a year column: a whole number, or words of which its own side is taken."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if found := WHOLE_YEAR.fullmatch(plain):
        return int(found[1]) or None
    span = read_text(plain) if plain else None
    if span is None:
        return None
    return span.begin if first else span.end


def _notes_on_years(text: str, year: int | None) -> tuple[Note, ...]:
    """Say when a filled year column gave no year."""
    if year is not None or not text.strip() or WHOLE_YEAR.fullmatch(text.strip()):
        return ()
    return (format_lazy(_("年份“{text}”无法读出。"), text=text.strip()),)


def _words(date_text: str, today: int | None) -> tuple[Span | None, tuple[Note, ...]]:
    """Read the words of the date; nothing in them can lie after the day of judging."""
    if is_undated(date_text):
        return None, ()
    unread = (format_lazy(_("年代文字“{text}”无法读出。"), text=date_text.strip()),)
    span = read_text(date_text)
    if span is None or (today and span.begin is not None and span.begin > today):
        return None, unread
    if today and span.end is not None and span.end > today:
        span = Span(span.begin, today, span.circa, span.questioned)
    return span, ()


def _years_against_words(years: Span, words: Span | None, notes: tuple[Note, ...]) -> DateRange:
    """Keep the years given outright, unless the words have no year in common with them."""
    if words is None:
        return DateRange.of(years, "years", notes)
    if not years.misses(words):
        sure = Span(years.begin, years.end, words.circa, words.questioned)
        return DateRange.of(sure, "years", notes)
    note = _("年份栏与年代文字互不重合，按两者合并的范围从严处理。")
    return DateRange.of(years.hull(words), "union", (*notes, note))


def _words_with_one_year(
    words: Span, begin: int | None, end: int | None, notes: tuple[Note, ...]
) -> DateRange:
    """Take the words, widened by a year that was given alone and lies outside them."""
    known = [year for year in (begin, end) if year is not None]
    outside = [year for year in known if Span(year, year).misses(words)]
    if not outside:
        return DateRange.of(words, "text", notes)
    note = _("年份栏与年代文字互不重合，按两者合并的范围从严处理。")
    hull = words.hull(Span(outside[0], outside[0]))
    return DateRange.of(hull, "union", (*notes, note))


def _period_against_years(years: Span, dynasty: str, reign: str) -> tuple[Note, ...]:
    """Point out a dynasty or reign that the years lie outside of; the years stand."""
    for name in (dynasty, reign):
        span = read_text(name) if name.strip() else None
        if span is not None and years.misses(span):
            return (format_lazy(_("年份不在“{name}”之内，请专家留意。"), name=name.strip()),)
    return ()


def _from_period(dynasty: str, reign: str, notes: tuple[Note, ...]) -> DateRange:
    """Fall back on reign and dynasty; both together if they have no year in common."""
    ruled = read_text(reign) if reign.strip() else None
    dynastic = read_text(dynasty) if dynasty.strip() else None
    if ruled is None and dynastic is None:
        return DateRange.of(None, "none", notes or (_("没有可读的年代。"),))
    note: Note = _("年代按朝代或年号的起止年推定。")
    if ruled is None or dynastic is None:
        return DateRange.of(ruled or dynastic, "period", (*notes, note))
    if ruled.misses(dynastic):
        note = _("朝代与年号互不重合，按两者合并的范围从严处理。")
        return DateRange.of(ruled.hull(dynastic), "union", (*notes, note))
    doubted = ruled.questioned or dynastic.questioned
    return DateRange.of(
        Span(ruled.begin, ruled.end, ruled.circa, doubted), "period", (*notes, note)
    )
