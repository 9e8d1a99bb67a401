"""Tables as offices send them: any encoding, any mistake, and junk."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from relics.standards.spreadsheets import UnreadableSheet, read_rows

TABLE = "编号,名称,年代\r\n001,示例青花碗,清乾隆\r\n002,示例“铜簋”,西周\r\n"
CELLS = [
    {"编号": "001", "名称": "示例青花碗", "年代": "清乾隆"},
    {"编号": "002", "名称": "示例“铜簋”", "年代": "西周"},
]


def workbook(*lines: list[object], title: str = "清单") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for line in lines:
        sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cells_of(source: bytes, **options: object) -> list[dict[str, str]]:
    return [row.cells for row in read_rows(source, **options).rows]  # type: ignore[arg-type]


def sentence_for(source: bytes) -> str:
    with pytest.raises(UnreadableSheet) as caught:
        list(read_rows(source).rows)
    return caught.value.sentence


@pytest.mark.parametrize(
    ("encode", "name"),
    [
        (lambda text: text.encode("utf-8"), "utf-8"),
        (lambda text: text.encode("utf-8-sig"), "utf-8-sig"),
        (lambda text: text.encode("gb18030"), "gb18030"),
        (lambda text: text.encode("gbk"), "gb18030"),
        (lambda text: text.encode("utf-16"), "utf-16"),
        (lambda text: b"\xfe\xff" + text.encode("utf-16-be"), "utf-16"),
    ],
)
def test_every_encoding_of_an_office_reads_alike(encode: Callable[[str], bytes], name: str) -> None:
    sheet = read_rows(encode(TABLE))
    assert sheet.encoding == name
    assert [row.cells for row in sheet.rows] == CELLS


def test_utf16_without_a_mark_is_known_by_its_zero_bytes() -> None:
    sheet = read_rows("id,name\r\n1,bowl\r\n".encode("utf-16-le"))
    assert sheet.encoding == "utf-16-le"
    assert [row.cells for row in sheet.rows] == [{"id": "1", "name": "bowl"}]


def test_rare_characters_of_the_trade_survive_gb18030() -> None:
    rare = "编号,名称\n1,甗斝觚盉罍瓿卣簋鬲𠀀\n"
    assert cells_of(rare.encode("gb18030"))[0]["名称"] == "甗斝觚盉罍瓿卣簋鬲𠀀"


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_the_separator_is_read_from_the_headings(separator: str) -> None:
    assert cells_of(TABLE.replace(",", separator).encode()) == CELLS


def test_a_workbook_reads_like_a_csv() -> None:
    book = workbook(["编号", "名称", "年代"], *[list(row.values()) for row in CELLS])
    sheet = read_rows(book)
    assert (sheet.encoding, sheet.name) == ("xlsx", "清单")
    assert [row.cells for row in sheet.rows] == CELLS


def test_numbers_and_dates_of_a_workbook_become_what_a_clerk_would_type() -> None:
    book = workbook(
        ["年", "重", "日", "是"], [1850, 2.5, dt.datetime(2026, 11, 23), True], [1900.0]
    )
    assert cells_of(book) == [
        {"年": "1850", "重": "2.5", "日": "2026-11-23", "是": "TRUE"},
        {"年": "1900", "重": "", "日": "", "是": ""},
    ]


def test_a_formula_is_named_and_never_evaluated() -> None:
    rows = list(read_rows(workbook(["编号", "值"], ["1", "=1+1"])).rows)
    assert rows[0].cells == {"编号": "1", "值": "=1+1"}
    assert rows[0].formulas == frozenset({"值"})
    assert list(read_rows("编号,值\n1,=1+1\n".encode()).rows)[0].formulas == frozenset({"值"})


def test_a_title_above_the_headings_is_skipped_when_the_headings_are_known() -> None:
    text = "某公司文物清单,,\n2026年11月,,\n" + TABLE
    sheet = read_rows(text.encode(), known=("编号", "名称"))
    assert sheet.headings == ("编号", "名称", "年代")
    assert [row.number for row in sheet.rows] == [4, 5]


def test_the_sheet_with_the_known_headings_is_chosen() -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.append(["填写说明"])
    second = book.create_sheet("物品")
    second.append(["编号", "名称"])
    second.append(["1", "示例瓶"])
    stream = io.BytesIO()
    book.save(stream)
    sheet = read_rows(stream.getvalue(), known=("编号", "名称"))
    assert (sheet.name, [row.cells for row in sheet.rows]) == (
        "物品",
        [{"编号": "1", "名称": "示例瓶"}],
    )


def test_rows_count_as_a_spreadsheet_counts_and_empty_ones_are_left_out() -> None:
    rows = list(read_rows(b'a,b\n1,"two\nlines"\n,\n\n3,4,5,6\n').rows)
    assert [(row.number, row.surplus) for row in rows] == [(2, ()), (5, ("5", "6"))]


def test_one_heading_twice_is_refused() -> None:
    assert sentence_for("名称,年代,名称\n1,2,3\n".encode()) == (
        "表头“名称”出现了两次，请只保留一列。"
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的。"),
        (b"\n\n , \n", "表中没有任何内容。"),
        (b"%PDF-1.7 ...", "这是 PDF 文件，不是表格。"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "这是旧版或加密的 Office 文件；请在 Excel 或 WPS 中另存为不加密的 .xlsx。",
        ),
        (b"PK\x03\x04" + bytes(100), "工作簿已损坏或加了密码，无法打开。"),
        (b"a,b\n1,\x07\n", "文件不是表格：其中含有文字里不会出现的控制字符。"),
        (
            b'a,b\n1,"' + b"x" * 200_000,
            "第 2 行无法拆成单元格：可能少了一个引号，或者这不是表格。",
        ),
    ],
)
def test_what_is_no_table_is_answered_with_one_sentence(content: bytes, sentence: str) -> None:
    assert sentence_for(content) == sentence


def test_a_damaged_utf8_file_is_not_read_as_nonsense() -> None:
    good = "编号,名称,年代\n1,示例青花碗,清乾隆\n".encode()
    assert "第 3 行" in sentence_for(good + b"2,\xe9\x9d,x\n")


def test_ten_megabytes_of_random_bytes_fail_with_a_sentence() -> None:
    generator = random.Random(20261125)
    assert sentence_for(generator.randbytes(10 << 20)).endswith("。")


def test_ten_megabytes_without_a_line_end_fail_with_a_sentence() -> None:
    assert sentence_for(b"a" * (10 << 20)).endswith("。")


def test_a_workbook_that_unpacks_to_too_much_is_not_opened() -> None:
    stream = io.BytesIO(workbook(["a"], ["1"]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/bomb.xml", b" " * (30 << 20))
    assert sentence_for(stream.getvalue()) == "工作簿解压后过大，未读取；请拆成几个文件。"


def test_a_workbook_that_declares_entities_is_not_opened() -> None:
    stream = io.BytesIO(workbook(["a"], ["1"]))
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/x.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>')
    assert sentence_for(stream.getvalue()) == "工作簿里有不允许的 XML 声明，未读取。"


def test_any_zip_is_not_taken_for_a_workbook() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("photo.jpg", b"x")
    assert sentence_for(stream.getvalue()) == "这个压缩文件不是 XLSX 工作簿。"
