"""What the headings of people's tables mean: one table, Chinese and English."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from relics.standards.spreadsheets.sheet import folded

TABLE = Path(__file__).parent / "tables" / "headings.csv"


@cache
def known_headings() -> Mapping[str, str]:
    """Every heading we understand, as written in the table, with the column it means."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["heading"]: row["column"] for row in csv.DictReader(lines)}


@cache
def _columns() -> Mapping[str, str]:
    return {folded(heading): column for heading, column in known_headings().items()}


def column_for(heading: str) -> str | None:
    """Return the column a heading means (such as 年代: `date_text`), or None."""
    return _columns().get(folded(heading))


def columns_in(headings: Iterable[str]) -> dict[str, str]:
    """Map each column that the headings offer to its heading; the leftmost of two wins."""
    found: dict[str, str] = {}
    for heading in headings:
        column = column_for(heading)
        if column is not None:
            found.setdefault(column, heading)
    return found
