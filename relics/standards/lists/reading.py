"""From a file of an office (CSV, XLSX, TOML) to the lines of a list, or to every fault in it."""

import io
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from approvals.record.workdays import read_day
from relics.standards.lists.columns import Column, ListKind
from relics.standards.spreadsheets import UnreadableSheet, read_rows
from relics.standards.spreadsheets.sheet import folded

Row = dict[str, Any]
MOST_LINES = 20_000
MOST_FAULTS = 20
ARTISTS_FROM = date(2023, 5, 26)
"""Artist lists older than this day are repealed and never loaded (R-STD-09)."""
REPEALED = ("〔2001〕", "〔2013〕", "[2001]", "[2013]")


class UnreadableList(Exception):
    """The file is not such a list; `faults` says what is wrong, one sentence for each place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("；".join(faults))
        self.faults = faults[:MOST_FAULTS]


def read_list(kind: ListKind, content: bytes, filename: str = "") -> list[Row]:
    """Read the lines of a list; raises `UnreadableList` with every fault found.

    A day is kept as text (2026-11-23) and words as a list, so that a line can be kept as JSON.
    Lines of repealed artist lists are faults (R-STD-09).
    """
    try:
        cells = list(_toml(content) if filename.endswith(".toml") else _table(kind, content))
    except UnreadableSheet as error:
        raise UnreadableList([error.sentence]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, KeyError, AttributeError):
        raise UnreadableList([_("TOML 文件须由若干 [[row]] 组成，请按说明改正。")]) from None
    if len(cells) > MOST_LINES:
        raise UnreadableList([_("清单超过 %(most)s 行。") % {"most": MOST_LINES}])
    faults: list[str] = []
    rows = [_row(kind, number, line, faults) for number, line in cells]
    faults += _twice(kind, rows) if not faults else []
    if faults:
        raise UnreadableList(faults)
    return rows


def _table(kind: ListKind, content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    by_heading = {folded(name): column for name, column in kind.headings.items()}
    with read_rows(content, known=kind.headings) as sheet:
        missing = {one.name: one for one in kind.columns if one.required}
        for heading in sheet.headings:
            if (column := by_heading.get(folded(heading))) is not None:
                missing.pop(column.name, None)
        if missing:
            absent = _("、").join(f"{one.heading} ({one.name})" for one in missing.values())
            raise UnreadableSheet(_("缺少列：%(columns)s。") % {"columns": absent})
        for row in sheet.rows:
            yield (
                row.number,
                {
                    by_heading[folded(heading)].name: cell
                    for heading, cell in row.cells.items()
                    if folded(heading) in by_heading
                },
            )


def _toml(content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    for number, row in enumerate(tomllib.load(io.BytesIO(content))["row"], start=1):
        yield (
            number,
            {
                name: "|".join(map(str, cell)) if isinstance(cell, list) else str(cell)
                for name, cell in row.items()
            },
        )


def _row(kind: ListKind, number: int, cells: Mapping[str, str], faults: list[str]) -> Row:
    row: Row = {}
    for column in kind.columns:
        text = cells.get(column.name, "").strip()
        row[column.name], fault = _value(column, text)
        if fault:
            place = {"line": number, "column": column.label, "fault": fault}
            faults.append(_("第 %(line)s 行“%(column)s”：%(fault)s") % place)
    if fault := _line_fault(kind, row):
        faults.append(_("第 %(line)s 行：%(fault)s") % {"line": number, "fault": fault})
    return row


def _value(column: Column, text: str) -> tuple[Any, str]:
    """The value of a cell and what is wrong with it, if anything."""
    if column.kind == "words":
        return [word.strip() for word in text.split("|") if word.strip()], ""
    if not text:
        return "", _("不能为空。") if column.required else ""
    if column.kind == "number":
        plain = text.removeprefix("-")
        return (int(text), "") if plain.isdecimal() and len(plain) < 5 else ("", _("须为整数。"))
    if column.kind == "date":
        day = read_day(text)
        return (day.isoformat(), "") if day else ("", _("须写成 2026-11-23。"))
    if column.kind == "choice" and text not in column.choices:
        return "", _("只能是 %(choices)s。") % {"choices": _("、").join(column.choices)}
    return text, ""


def _line_fault(kind: ListKind, row: Row) -> str:
    if row["effective_to"] and row["effective_to"] < row["effective_from"]:
        return _("终止日早于施行日。")
    if kind.key == "artists" and row["effective_from"]:
        old = date.fromisoformat(row["effective_from"]) < ARTISTS_FROM
        if old or any(mark in row["document"] for mark in REPEALED):
            return _("2001 年和 2013 年的名单已由 2023 年名单废止，不予装入（R-STD-09）。")
    return ""


def _twice(kind: ListKind, rows: list[Row]) -> Iterator[str]:
    """A line stands once, or once for each of its times of validity."""
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        named = tuple(row[name] for name in kind.identity)
        if (*named, row["effective_from"]) in seen:
            yield _("“%(line)s”出现了两次。") % {"line": " ".join(map(str, named))}
        seen.add((*named, row["effective_from"]))
