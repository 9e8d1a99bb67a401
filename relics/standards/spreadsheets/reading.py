"""The door: from a path, bytes or an upload to a `Sheet`."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from relics.standards.spreadsheets.sheet import (
    Line,
    Sheet,
    UnreadableSheet,
    clean_headings,
    find_headings,
    rows_below,
)
from relics.standards.spreadsheets.text import find_encoding, text_lines
from relics.standards.spreadsheets.workbook import choose_sheet, open_workbook, sheet_lines

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
NOT_TABLES = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
}


def read_rows(
    source: str | Path | bytes | BinaryIO, *, known: Collection[str] = (), sheet: str = ""
) -> Sheet:
    """Open a table and find its headings; the rows are read as they are asked for.

    `source` is a path, the bytes, or a seekable binary stream (an upload). `known` are headings
    the caller understands: they help to find the heading line below a title and the right sheet
    of a workbook. `sheet` names one sheet. Only a path's file is closed by `Sheet.close`.

    Raises `UnreadableSheet` for anything that is no table, here or while rows are walked.
    """
    if isinstance(source, bytes):
        return open_bytes(io.BytesIO(source), known=known, sheet=sheet)
    if not isinstance(source, (str, Path)):
        return open_bytes(source, known=known, sheet=sheet)
    try:
        stream = Path(source).open("rb")  # noqa: SIM115 - the sheet closes it
    except OSError:
        raise UnreadableSheet(_("打不开文件 %(path)s。") % {"path": source}) from None
    try:
        opened = open_bytes(stream, known=known, sheet=sheet)
    except BaseException:
        stream.close()
        raise
    opened.on_close = stream.close
    return opened


def open_bytes(stream: BinaryIO, *, known: Collection[str] = (), sheet: str = "") -> Sheet:
    """As `read_rows`, for a seekable binary stream that its owner closes."""
    stream.seek(0)
    head = stream.read(8)
    if head.startswith(OLD_OFFICE):
        raise UnreadableSheet(
            _("这是旧版或加密的 Office 文件；请在 Excel 或 WPS 中另存为不加密的 .xlsx。")
        )
    for mark, name in NOT_TABLES.items():
        if head.startswith(mark):
            raise UnreadableSheet(_("这是 %(name)s 文件，不是表格。") % {"name": name})
    if head.startswith(ZIP):
        chosen = choose_sheet(open_workbook(stream), sheet, known)
        return _sheet(sheet_lines(chosen), known, encoding="xlsx", name=chosen.title)
    encoding = find_encoding(stream)
    return _sheet(text_lines(stream, encoding), known, encoding=encoding, name="")


def _sheet(lines: Iterator[Line], known: Collection[str], *, encoding: str, name: str) -> Sheet:
    heading_line, below = find_headings(lines, known)
    headings = clean_headings(heading_line[1])
    return Sheet(headings, rows_below(headings, below), encoding, name)
