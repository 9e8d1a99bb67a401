"""Tables in XLSX workbooks, opened without trusting them."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from relics.standards.spreadsheets.sheet import (
    HEADING_SEARCH_ROWS,
    MAX_COLUMNS,
    Line,
    UnreadableSheet,
    folded,
)

MAX_PARTS = 2_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
RATIO_MATTERS_FROM = 20 * 1024 * 1024
"""Below this unpacked size a high compression ratio does no harm and is not looked at."""


def check_package(stream: BinaryIO) -> None:
    """Refuse a package that is no workbook, unpacks to too much, or declares XML entities."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
                raise UnreadableSheet(_("这个压缩文件不是 XLSX 工作簿。"))
            _check_size(parts)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with package.open(part) as content:
                        if b"<!" in content.read(1024):
                            raise UnreadableSheet(_("工作簿里有不允许的 XML 声明，未读取。"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        raise UnreadableSheet(_("工作簿已损坏或加了密码，无法打开。")) from None


def _check_size(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    bomb = unpacked > RATIO_MATTERS_FROM and unpacked / packed > MAX_RATIO
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or bomb:
        raise UnreadableSheet(_("工作簿解压后过大，未读取；请拆成几个文件。"))


def open_workbook(stream: BinaryIO) -> Any:
    """Open the checked package for reading row by row; formulas stay text."""
    check_package(stream)
    stream.seek(0)
    try:
        return load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    except Exception:  # noqa: BLE001 - the library fails in many ways on broken files
        raise UnreadableSheet(_("工作簿已损坏或加了密码，无法打开。")) from None


def choose_sheet(workbook: Any, wanted_name: str, known: Collection[str]) -> Any:
    """The named sheet; else the one that has the most known headings; else the first filled."""
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    if wanted_name:
        for sheet in sheets:
            if sheet.title == wanted_name:
                return sheet
        raise UnreadableSheet(_("工作簿里没有名为“%(name)s”的工作表。") % {"name": wanted_name})
    if not sheets:
        raise UnreadableSheet(_("工作簿里没有可见的工作表。"))
    if len(sheets) == 1:
        return sheets[0]
    names = {folded(name) for name in known}
    return max(sheets, key=lambda sheet: _promise(sheet, names))


def _promise(sheet: Any, names: set[str]) -> tuple[int, bool]:
    """How many known headings one opening line has, and whether there is anything at all."""
    best, filled = 0, False
    for number, cells in sheet_lines(sheet):
        best = max(best, len({folded(cell) for cell in cells} & names))
        filled = filled or any(cells)
        if number >= HEADING_SEARCH_ROWS:
            break
    return best, filled


def sheet_lines(sheet: Any) -> Iterator[Line]:
    """Give every line of a sheet as text."""
    sheet.reset_dimensions()
    lines = sheet.iter_rows(max_col=MAX_COLUMNS + 1)
    number = 0
    while True:
        number += 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except Exception:  # noqa: BLE001 - the library fails in many ways on broken files
            raise UnreadableSheet(
                _("工作表第 %(line)s 行已损坏，无法读取。") % {"line": number}
            ) from None
        yield number, [_text(cell.value, cell.data_type) for cell in cells]


def _text(value: object, data_type: str) -> str:
    """A cell's value as a clerk would have typed it; text that looks like a formula stays text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else str(value)
    if data_type == "f" and not isinstance(value, str):
        return "=" + str(getattr(value, "text", "") or "")
    return str(value)
