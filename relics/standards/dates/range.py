"""A dating as the rule book wants it: two years, what they rest on, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Basis = Literal["years", "text", "period", "union", "none"]
"""What a range rests on: the year columns, the words of the date, the dynasty or reign,
several statements taken together because they disagree, or nothing readable."""


Note = str | Promise
"""A sentence about an oddity, put into the reader's language when it is shown."""


@dataclass(frozen=True, slots=True)
class Span:
    """What one statement says: `begin` and `end` in years, None on the side left open."""

    begin: int | None
    end: int | None
    circa: bool = False
    questioned: bool = False

    def __post_init__(self) -> None:
        if 0 in (self.begin, self.end):
            raise ValueError("there is no year 0")
        if self.begin is not None and self.end is not None and self.begin > self.end:
            raise ValueError("a span begins before it ends")

    def misses(self, other: Span) -> bool:
        """Say whether the two have no year in common."""
        return _ends_before(self, other) or _ends_before(other, self)

    def within(self, other: Span) -> Span:
        """Return the years that both have; only for spans that do not miss each other."""
        begins = [year for year in (self.begin, other.begin) if year is not None]
        ends = [year for year in (self.end, other.end) if year is not None]
        return Span(
            max(begins, default=None),
            min(ends, default=None),
            self.circa or other.circa,
            self.questioned or other.questioned,
        )

    def hull(self, other: Span) -> Span:
        """Return the smallest span that holds both; a side open in one is open in the hull."""
        begins = (self.begin, other.begin)
        ends = (self.end, other.end)
        return Span(
            None if None in begins else min(year for year in begins if year is not None),
            None if None in ends else max(year for year in ends if year is not None),
            self.circa or other.circa,
            self.questioned or other.questioned,
        )


@dataclass(frozen=True, slots=True)
class DateRange:
    """The range of years in which an object was made (年代范围), as far as it can be read.

    `year_from` and `year_to` are inclusive, BC negative, None where nothing certain is known.
    `edtf` is the same as an Extended Date/Time Format string, which counts 1 BC as year 0000.
    `basis` names the source and `notes` says, in the reader's language, what was odd about it.
    `questioned` is a "?" in the source: the years stand, certainty does not.
    """

    year_from: int | None
    year_to: int | None
    edtf: str
    basis: Basis
    notes: tuple[Note, ...] = ()
    questioned: bool = False

    @classmethod
    def of(cls, span: Span | None, basis: Basis, notes: tuple[Note, ...] = ()) -> DateRange:
        """Build the range of a span; no span is a range of which nothing is known."""
        if span is None:
            return cls(None, None, "", "none", notes)
        return cls(span.begin, span.end, edtf_of(span), basis, notes, span.questioned)

    @property
    def is_unknown(self) -> bool:
        return self.year_from is None and self.year_to is None


def edtf_of(span: Span) -> str:
    """Write a span in EDTF (ISO 8601-2), with `~` about, `?` doubted, `%` both."""
    if span.begin is None and span.end is None:
        return ""
    mark = {(0, 0): "", (1, 0): "~", (0, 1): "?", (1, 1): "%"}[span.circa, span.questioned]
    begin, end = (_edtf_year(year, mark) for year in (span.begin, span.end))
    return begin if span.begin == span.end else f"{begin}/{end}"


def _edtf_year(year: int | None, mark: str) -> str:
    if year is None:
        return ""
    astronomical = year if year > 0 else year + 1
    sign = "-" if astronomical < 0 else ""
    digits = f"{abs(astronomical):04d}"
    return f"{'Y' if len(digits) > 4 else ''}{sign}{digits}{mark}"


def shifted(year: int, by: int) -> int:
    """Return the year `by` years later, stepping over the year 0 that never was."""
    astronomical = (year if year > 0 else year + 1) + by
    return astronomical if astronomical > 0 else astronomical - 1


def _ends_before(one: Span, other: Span) -> bool:
    return one.end is not None and other.begin is not None and one.end < other.begin
