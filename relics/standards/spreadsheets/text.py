"""Tables in text: which encoding, which separator, which lines."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from relics.standards.spreadsheets.sheet import Line, UnreadableSheet

CHUNK = 1 << 20
LONGEST_CELL = 131_072
"""Characters in one cell; a longer one is an unclosed quotation mark or no table."""

SURELY_UTF8 = 8
"""So many characters beyond ASCII that read well as UTF-8 are no accident: the file is UTF-8."""

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")


def find_encoding(stream: BinaryIO) -> str:
    """Name the encoding the whole file decodes in, or raise `UnreadableSheet`.

    A byte order mark is believed. Without one UTF-8 is tried, then UTF-16 where the zero bytes
    show it, then GB18030 (which covers GBK and GB2312). A file that begins as good UTF-8 and
    then breaks is reported as damaged, not read as GB18030 nonsense.
    """
    stream.seek(0)
    head = stream.read(4096)
    if not head:
        raise UnreadableSheet(_("文件是空的。"))
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            _decode_all(stream, encoding)
            return encoding
    if head.count(0) * 4 >= len(head):
        encoding = "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
        _decode_all(stream, encoding)
        return encoding
    try:
        _decode_all(stream, "utf-8")
    except UnreadableSheet:
        if _reads_as_utf8(stream):
            raise
        _decode_all(stream, "gb18030")
        return "gb18030"
    return "utf-8"


def _decode_all(stream: BinaryIO, encoding: str) -> None:
    """Decode the stream from its start and refuse what is not text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    line = 1
    while True:
        chunk = stream.read(CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            line += chunk[: error.start].count(b"\n")
            raise UnreadableSheet(
                _("第 %(line)s 行附近的字节不是文字；请另存为 UTF-8 的 CSV 或 XLSX 再上传。")
                % {"line": line}
            ) from None
        if CONTROL.search(text):
            raise UnreadableSheet(_("文件不是表格：其中含有文字里不会出现的控制字符。"))
        if not chunk:
            return
        line += chunk.count(b"\n")


def _reads_as_utf8(stream: BinaryIO) -> bool:
    """Say whether the file holds enough well-formed UTF-8 before its first broken byte."""
    stream.seek(0)
    start = stream.read(CHUNK)
    try:
        text = start.decode("utf-8")
    except UnicodeDecodeError as error:
        text = start[: error.start].decode("utf-8")
    return sum(character > "\x7f" for character in text) >= SURELY_UTF8


def find_separator(first_line: str) -> str:
    """The separator of a heading line: comma, tab, semicolon or full-width comma."""
    outside = "".join(first_line.split('"')[0::2])
    counts = {mark: outside.count(mark) for mark in ",\t;，"}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ","


def text_lines(stream: BinaryIO, encoding: str) -> Iterator[Line]:
    """Give every record of the text with its number, as a spreadsheet program would count."""
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        first = text.readline(LONGEST_CELL)
        while first and not first.strip():
            first = text.readline(LONGEST_CELL)
        separator = find_separator(first)
        text.seek(0)
        yield from _records(csv.reader(text, delimiter=separator))
    finally:
        if not text.closed:
            text.detach()


def _records(reader: Iterator[list[str]]) -> Iterator[Line]:
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UnreadableSheet(
                _("第 %(line)s 行无法拆成单元格：可能少了一个引号，或者这不是表格。")
                % {"line": number}
            ) from None
        yield number, record
