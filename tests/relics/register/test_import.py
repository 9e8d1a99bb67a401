"""An import says all that is wrong at once, and brings all good rows or none."""

import csv
import io
import random
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook

from approvals.parties.models import Party, Role, User
from approvals.record.models import TrailEntry
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from relics.register.importing import (
    Duplicate,
    apply_import,
    errors_csv,
    read_import,
    reading,
    safe_cell,
    template_xlsx,
    undo_import,
)
from relics.register.models import Grade, ImportBatch, Kind, Photo, RelicObject, Texture, Unit
from relics.register.photographs import draw_stand_in
from relics.register.queries import imports_of
from relics.register.services import hold_objects
from tests.factories import make_member
from tests.registering import HEADINGS, make_object, row, table

pytestmark = pytest.mark.django_db


def workbook(*lines: list[Any], title: str = "文物清单") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for line in lines:
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def faults(report: Any) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.message) for fault in report.errors]


def code_of(content: bytes, owner: Party) -> str:
    report = read_import(content, "示例.csv", owner)
    assert report.refusal is not None
    assert (report.rows, report.good, report.errors) == (0, [], [])
    return report.refusal.code


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_a_table_in_any_encoding_of_a_chinese_office_is_read(owner: Party, encoding: str) -> None:
    report = read_import(table(row(), encoding=encoding), "清单.csv", owner)
    assert report.is_clean
    obj = report.good[0].object
    assert (obj.number, obj.name, obj.texture) == ("示例-1", "示例青花瓶", Texture.PORCELAIN)
    assert (obj.size, str(obj.height_cm)) == ("高12.9厘米", "12.9")
    assert (obj.quantity, obj.unit, obj.age) == (1, Unit.PIECE, "清乾隆")
    assert (obj.year_from, obj.year_to, obj.date_basis) == (1736, 1795, "text")


def test_the_headings_of_museums_are_understood(owner: Party) -> None:
    content = table(
        {
            "accession_number": "示例.9",
            "title": "Example Jar",
            "classification": "Ceramics",
            "medium": "porcelain with underglaze blue",
            "dimensions_text": "H: 2 in. (5.1 cm)",
            "height_cm": "5.1",
            "date_text": "18th century",
            "date_begin_year": "1701",
            "date_end_year": "1800",
            "dynasty": "Qing Dynasty",
            "creator": "Chinese",
            "gallery": "none",
        },
        headings=(
            "accession_number",
            "title",
            "classification",
            "medium",
            "dimensions_text",
            "height_cm",
            "date_text",
            "date_begin_year",
            "date_end_year",
            "dynasty",
            "creator",
            "gallery",
        ),
    )
    report = read_import(content, "museum.csv", owner)
    assert report.is_clean
    assert report.ignored == ["gallery"]
    obj = report.good[0].object
    assert (obj.name, obj.texture, obj.maker) == ("Example Jar", Texture.PORCELAIN, "Chinese")
    assert obj.materials == "porcelain with underglaze blue"
    assert (obj.year_from, obj.year_to, obj.date_basis) == (1701, 1800, "years")


def test_full_width_digits_and_units_are_read(owner: Party) -> None:
    report = read_import(
        table(row(编号="Ａ－１", 数量="一套（４件）", 尺寸="高１２．９ｃｍ，口径８０毫米")),
        "清单.csv",
        owner,
    )
    assert report.is_clean
    obj = report.good[0].object
    assert (obj.number, obj.quantity, obj.unit, obj.pieces) == ("A-1", 1, Unit.SET, 4)
    assert (str(obj.height_cm), str(obj.diameter_cm)) == ("12.9", "8")


def test_every_fault_is_told_at_once_with_line_column_and_text(owner: Party) -> None:
    report = read_import(
        table(
            row(),
            row(编号="示例-2", 名称="", 尺寸="", 级别="四级"),
            row(编号="示例-3", 数量="若干"),
            row(编号="示例-4", 数量="1批20件"),
            row(编号="示例-5", 名称="名" * 101),
            row(编号="示例-6"),
        ),
        "清单.csv",
        owner,
    )
    assert faults(report) == [
        (3, "名称", "名称：必填项，出境申请表上带星号。"),
        (3, "尺寸", "尺寸：必填项，出境申请表上带星号。"),
        (3, "级别", "级别：“四级”不在可选的词语之中。"),
        (4, "数量", "数量：输入整数。"),
        (5, "数量", "单位：文物须逐件或逐套登记，“批”只用于复仿制品。"),
        (6, "名称", "名称：最多 100 字，现有 101 字。"),
    ]
    assert report.errors[2].value == "四级"
    assert (report.rows, len(report.good), report.refused_rows) == (6, 2, [3, 4, 5, 6])


def test_every_line_is_either_good_or_refused(owner: Party) -> None:
    chance = random.Random(7)
    rows = [
        row(
            编号=chance.choice(["", f"示例-{place}", "示例-1"]),
            名称=chance.choice(["示例瓶", ""]),
            尺寸=chance.choice(["高1厘米", ""]),
            数量=chance.choice(["", "2", "x"]),
        )
        for place in range(200)
    ]
    report = read_import(table(*rows), "清单.csv", owner)
    good = {good.row for good in report.good}
    assert good.isdisjoint(report.refused_rows)
    assert len(good) + len(report.refused_rows) == report.rows == 200


def test_numbers_used_twice_or_registered_already_are_refused(
    owner: Party, vase: RelicObject
) -> None:
    report = read_import(
        table(
            row(编号="示例-1"), row(编号="示例-2"), row(编号="示例-2"), row(编号=""), row(编号="")
        ),
        "清单.csv",
        owner,
    )
    assert faults(report) == [
        (2, "编号", "编号已在您的文物登记中。"),
        (4, "编号", "编号与第 3 行重复。"),
    ]
    assert report.duplicates == [Duplicate(2, "示例-1", 0), Duplicate(4, "示例-2", 3)]
    assert [good.row for good in report.good] == [3, 5, 6]


def test_an_unreadable_or_impossible_date_is_unknown_and_no_fault(owner: Party) -> None:
    headings = (*HEADINGS, "起始年", "终止年")
    report = read_import(
        table(
            row(年代="示例不可读"),
            row(编号="示例-2", 年代="", 起始年="1800", 终止年="1700"),
            headings=headings,
        ),
        "清单.csv",
        owner,
    )
    assert report.is_clean
    assert [(good.object.year_from, good.object.year_to) for good in report.good] == [
        (None, None),
        (None, None),
    ]
    assert all(good.object.date_notes for good in report.good)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_a_cell_that_looks_like_a_formula_is_kept_as_its_text(
    owner: Party, agent: User, sign: str
) -> None:
    report = read_import(table(row(名称=f"{sign}1+1")), "清单.csv", owner)
    (obj,) = apply_import(report, by=agent)
    obj.refresh_from_db()
    assert obj.name == f"{sign}1+1"
    assert safe_cell(obj.name) == f"'{sign}1+1"


def test_a_formula_in_a_workbook_is_not_computed_and_is_pointed_out(owner: Party) -> None:
    content = workbook(
        ["编号", "名称", "质地", "尺寸", "数量"],
        ["示例-1", "=1+1", "瓷器", "高1厘米", 1],
        ["示例-2", "示例瓶", "瓷器", "高1厘米", "=1+1"],
    )
    report = read_import(content, "清单.xlsx", owner)
    assert report.good[0].object.name == "=1+1"
    assert [(note.row, note.column, note.value) for note in report.notes] == [
        (2, "名称", "=1+1"),
        (3, "数量", "=1+1"),
    ]
    assert faults(report) == [(3, "数量", "数量：输入整数。")]


def test_the_sheet_with_the_list_is_found_among_others(owner: Party) -> None:
    book = load_workbook(io.BytesIO(workbook(["说明"], ["请看第二张表"], title="说明")))
    sheet = book.create_sheet("清单")
    for line in (
        ["某公司文物清单"],
        ["编号", "名称", "质地", "尺寸"],
        ["甲", "示例瓶", "瓷", "高1cm"],
    ):
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    report = read_import(out.getvalue(), "清单.xlsx", owner)
    assert (report.sheet, report.rows, report.good[0].row) == ("清单", 1, 3)


def test_a_missing_column_is_named(owner: Party) -> None:
    report = read_import(table(row(), headings=("编号", "名称", "质地")), "清单.csv", owner)
    assert report.refusal is not None
    assert (report.refusal.code, str(report.refusal.sentence)) == (
        "missing_column",
        "缺少列：尺寸。",
    )


def test_measures_may_stand_for_the_size_text(owner: Party) -> None:
    content = table(
        row() | {"高": "12.90 cm", "口径": "8"}, headings=("编号", "名称", "质地", "高", "口径")
    )
    report = read_import(content, "清单.csv", owner)
    assert report.is_clean
    assert report.good[0].object.size == "高12.9 × 径8 厘米"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_unreadable"),
        (b"%PDF-1.7", "file_unreadable"),
        (random.Random(1).randbytes(10 * 2**20), "file_unreadable"),
        (b"x" * (10 * 2**20), "file_unreadable"),
        (b"\0" * (33 * 2**20), "file_too_large"),
        ("日期,金额\n2026-01-01,5\n".encode(), "wrong_sheet"),
        (table(), "no_rows"),
    ],
    ids=["empty", "pdf", "random", "one line", "too large", "wrong table", "headings only"],
)
def test_what_is_no_list_of_objects_is_refused_in_a_sentence(
    owner: Party, content: bytes, code: str
) -> None:
    assert code_of(content, owner) == code


def test_more_rows_than_one_import_takes_are_refused(
    owner: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    rows = [row(编号=f"示例-{place}") for place in range(3)]
    assert code_of(table(*rows), owner) == "too_many_rows"
    assert len(read_import(table(*rows[:2]), "清单.csv", owner).good) == 2


def test_a_line_longer_than_the_headings_is_refused_as_shifted(owner: Party) -> None:
    content = "编号,名称,质地,尺寸\n示例-1,示例瓶,瓷器,高1厘米,多余\n".encode()
    assert faults(read_import(content, "清单.csv", owner)) == [
        (2, "", "这一行的单元格比表头多，可能错位。")
    ]


def test_with_errors_nothing_is_imported_unless_the_person_chose_the_good_rows(
    owner: Party, agent: User
) -> None:
    content = table(row(), row(编号="示例-2", 名称=""))
    with pytest.raises(NotAcceptable) as refused:
        apply_import(read_import(content, "清单.csv", owner), by=agent)
    assert refused.value.refusal.code == "import_has_errors"
    assert (RelicObject.objects.count(), ImportBatch.objects.count()) == (0, 0)

    objects = apply_import(read_import(content, "清单.csv", owner), by=agent, only_good=True)
    batch = imports_of(owner).get()
    assert [obj.number for obj in objects] == ["示例-1"]
    assert (batch.rows, batch.imported, batch.filename) == (2, 1, "清单.csv")
    assert list(batch.relics.all()) == objects
    entry = TrailEntry.objects.get(verb="import_objects")
    assert (entry.actor, entry.after["imported"]) == (agent.actor_key, 1)


def test_a_file_without_a_good_row_is_refused(owner: Party, agent: User) -> None:
    report = read_import(table(row(名称="")), "清单.csv", owner)
    with pytest.raises(NotAcceptable) as refused:
        apply_import(report, by=agent, only_good=True)
    assert refused.value.refusal.code == "import_no_good_rows"


def test_nothing_is_half_imported_when_a_number_was_taken_meanwhile(
    owner: Party, agent: User
) -> None:
    report = read_import(table(row(), row(编号="示例-2")), "清单.csv", owner)
    make_object(owner, agent, number="示例-2")
    with pytest.raises(Conflict) as refused:
        apply_import(report, by=agent)
    assert refused.value.refusal.code == "number_taken"
    assert list(RelicObject.objects.values_list("number", flat=True)) == ["示例-2"]
    assert ImportBatch.objects.count() == 0


def test_the_same_file_twice_brings_nothing_twice(owner: Party, agent: User) -> None:
    content = table(row(), row(编号="示例-2"))
    apply_import(read_import(content, "清单.csv", owner), by=agent)
    again = read_import(content, "清单.csv", owner)
    assert (len(again.good), len(again.duplicates)) == (0, 2)


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.AGENT])
def test_no_other_role_imports_or_undoes(owner: Party, agent: User, role: str) -> None:
    other = make_member(owner, role)
    with pytest.raises(NotAllowed):
        apply_import(read_import(table(row()), "清单.csv", owner), by=other)
    apply_import(read_import(table(row()), "清单.csv", owner), by=agent)
    with pytest.raises(NotAllowed):
        undo_import(imports_of(owner).get(), by=other)
    assert RelicObject.objects.count() == 1


def test_an_import_is_undone_whole_once_and_with_its_photographs(
    owner: Party,
    agent: User,
    scratch_media: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    make_object(owner, agent, number="示例-9")
    objects = apply_import(
        read_import(table(row(), row(编号="示例-2")), "清单.csv", owner), by=agent
    )
    photo = draw_stand_in(objects[0], by=agent)
    batch = imports_of(owner).get()
    with django_capture_on_commit_callbacks(execute=True):
        assert undo_import(batch, by=agent) == 2
    assert list(RelicObject.objects.values_list("number", flat=True)) == ["示例-9"]
    assert not (scratch_media / photo.image.name).exists()
    assert Photo.objects.count() == 0
    with pytest.raises(Conflict) as refused:
        undo_import(batch, by=agent)
    assert refused.value.refusal.code == "import_undone"


def test_an_import_of_which_something_is_submitted_is_not_undone(owner: Party, agent: User) -> None:
    objects = apply_import(
        read_import(table(row(), row(编号="示例-2")), "清单.csv", owner), by=agent
    )
    hold_objects(objects[:1])
    with pytest.raises(Conflict) as refused:
        undo_import(imports_of(owner).get(), by=agent)
    assert refused.value.refusal.code == "import_submitted"
    assert RelicObject.objects.count() == 2


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_template_is_read_back_as_it_was_filled_in(owner: Party, language: str) -> None:
    with translation.override(language):
        book = load_workbook(io.BytesIO(template_xlsx()))
        sheet = book["文物清单"]
        headings = [cell.value for cell in sheet[1]]
        filled = {
            "编号": "示例-1",
            "名称": "示例对瓶",
            "种类": "复仿制品",
            "质地": "瓷器",
            "尺寸": "高30厘米",
            "数量": 1,
            "单位": "批",
            "实际件数": 20,
            "年代": "清乾隆",
            "级别": "一般文物",
            "所有权": "非国有",
            "来源": "购于示例拍卖行",
        }
        for place, heading in enumerate(headings, start=1):
            sheet.cell(2, place, filled.get(str(heading)))
        out = io.BytesIO()
        book.save(out)
        report = read_import(out.getvalue(), "模板.xlsx", owner)
    assert (report.errors, report.ignored, report.refusal) == ([], [], None)
    obj = report.good[0].object
    assert (obj.kind, obj.unit, obj.quantity, obj.pieces) == (Kind.REPLICA, Unit.LOT, 1, 20)
    assert (obj.grade, obj.ownership) == (Grade.GENERAL, "private")
    assert obj.provenance == "购于示例拍卖行"


def test_the_list_of_errors_is_a_table_that_no_spreadsheet_executes(owner: Party) -> None:
    report = read_import(table(row(数量="=2+3")), "清单.csv", owner)
    lines = list(csv.reader(io.StringIO(errors_csv(report).decode("utf-8-sig"))))
    assert lines == [["行", "列", "内容", "原因"], ["2", "数量", "'=2+3", "数量：输入整数。"]]


def test_reading_asks_the_database_once_whatever_the_number_of_rows(
    owner: Party, django_assert_num_queries: Any
) -> None:
    content = table(*(row(编号=f"示例-{place}") for place in range(50)))
    with django_assert_num_queries(1):
        read_import(content, "清单.csv", owner)
