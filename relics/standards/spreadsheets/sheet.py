"""What a table is once it has been opened, whatever file it came from."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple, Self

from django.utils.translation import gettext as _

HEADING_SEARCH_ROWS = 20
"""A heading line is looked for in so many lines: lists often begin with a title line."""

MAX_COLUMNS = 512


class UnreadableSheet(Exception):
    """The file is no table we can read; `sentence` tells its sender why, in plain words."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Row(NamedTuple):
    """One line below the headings.

    `number` is the line as a spreadsheet program counts it (the heading line counts too).
    `cells` maps every heading to stripped text, "" where the line is short.
    `formulas` names the headings whose cell is a formula: its text is given, never its result.
    `surplus` holds cells to the right of the last heading that are not empty.
    """

    number: int
    cells: dict[str, str]
    formulas: frozenset[str] = frozenset()
    surplus: tuple[str, ...] = ()


@dataclass
class Sheet:
    """An opened table; `rows` can be walked once. Use it as a context manager to close the file."""

    headings: tuple[str, ...]
    rows: Iterator[Row]
    encoding: str
    name: str = ""
    on_close: Callable[[], None] = field(default=lambda: None, repr=False)

    def close(self) -> None:
        self.on_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


Line = tuple[int, Sequence[str]]
"""Line number and cells, before headings are known. A formula's cell begins with `=`."""


def folded(heading: str) -> str:
    """A heading as compared: full-width to half-width, no case, no blanks, no trailing colon."""
    plain = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(plain.split()).strip(":*").replace("_", "")


def find_headings(lines: Iterable[Line], known: Collection[str]) -> tuple[Line, Iterator[Line]]:
    """Return the heading line and the lines below it.

    With `known` headings given, the first of the opening lines that has two of them (or one,
    if it has no other cell) is the heading line; else the first line that is not empty.
    """
    wanted = {folded(name) for name in known}
    source = iter(lines)
    opening: list[Line] = []
    for line in source:
        opening.append(line)
        filled = [cell for cell in line[1] if cell.strip()]
        hits = sum(folded(cell) in wanted for cell in filled)
        if filled and hits >= min(2, len(filled)):
            return line, source
        if len(opening) == HEADING_SEARCH_ROWS:
            break
    for position, line in enumerate(opening):
        if any(cell.strip() for cell in line[1]):
            return line, chain(opening[position + 1 :], source)
    raise UnreadableSheet(_("表中没有任何内容。"))


def clean_headings(cells: Sequence[str]) -> tuple[str, ...]:
    """Strip the headings, drop the empty end, refuse two columns of one name."""
    headings = [unicodedata.normalize("NFKC", cell).strip() for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > MAX_COLUMNS:
        raise UnreadableSheet(_("表头超过 %(limit)s 列，无法读取。") % {"limit": MAX_COLUMNS})
    seen: set[str] = set()
    for heading in headings:
        if heading and folded(heading) in seen:
            raise UnreadableSheet(
                _("表头“%(heading)s”出现了两次，请只保留一列。") % {"heading": heading}
            )
        seen.add(folded(heading))
    return tuple(headings)


def rows_below(headings: Sequence[str], lines: Iterable[Line]) -> Iterator[Row]:
    """Turn lines into rows, leaving out the empty ones."""
    width = len(headings)
    blank = [""] * width
    for number, raw in lines:
        values = [value.strip() for value in raw]
        if not any(values):
            continue
        surplus = tuple(value for value in values[width:] if value)
        values = (values + blank)[:width]
        cells = {name: value for name, value in zip(headings, values, strict=True) if name}
        formulas = frozenset(name for name, value in cells.items() if value.startswith("="))
        yield Row(number, cells, formulas, surplus)
