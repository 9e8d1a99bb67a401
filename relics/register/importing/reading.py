"""From a file of any kind to an `ImportReport`."""

import hashlib
from collections.abc import Iterable
from itertools import islice
from pathlib import PurePath

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Party
from approvals.record.refusals import Refusal
from relics.register.forms import RelicObjectForm
from relics.register.models import RelicObject, Unit
from relics.register.rules import FORM_ROW
from relics.standards.dates import read_range
from relics.standards.spreadsheets import Row, Sheet, UnreadableSheet, read_rows

from . import words
from .columns import (
    BLAMED,
    MEASURE_COLUMNS,
    NEEDED,
    PLAIN_FIELDS,
    map_headings,
    missing_columns,
    understood,
)
from .report import Duplicate, GoodRow, ImportReport, RowFault

MOST_ROWS = 5_000
MOST_BYTES = 32 * 2**20


def read_import(content: bytes, filename: str, owner: Party) -> ImportReport:
    """Read a CSV or XLSX of objects for `owner` and say all that is wrong with it at once.

    Saves nothing and raises nothing: a file that is no table, the wrong sheet, a missing
    column or too many rows stands in `refusal`, a bad cell in `errors`. Formulas are never
    evaluated; their text is kept.
    """
    name = PurePath(filename.replace("\\", "/")).name[-255:]
    report = ImportReport(owner, name, hashlib.sha256(content).hexdigest())
    if len(content) > MOST_BYTES:
        report.refusal = _refusal("file_too_large", _("文件超过 32 MB。"), _("请拆成几个文件。"))
        return report
    try:
        with read_rows(content, known=understood()) as sheet:
            _read_sheet(sheet, report)
    except UnreadableSheet as unreadable:
        report.refusal = _refusal(
            "file_unreadable", unreadable.sentence, _("可下载模板，把内容填入后再上传。")
        )
    if report.refusal is not None:
        report.rows, report.good = 0, []
        report.errors, report.notes, report.duplicates = [], [], []
    return report


def _read_sheet(sheet: Sheet, report: ImportReport) -> None:
    columns = map_headings(sheet.headings)
    if "accession_number" not in columns and "source_id" in columns:
        columns["accession_number"] = columns.pop("source_id")
    report.encoding, report.sheet = sheet.encoding, sheet.name
    report.headings = {heading: column for column, heading in columns.items()}
    report.ignored = [name for name in sheet.headings if name and name not in report.headings]
    report.refusal = _wrong_columns(sheet, columns)
    if report.refusal is not None:
        return
    rows = list(islice(sheet.rows, MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        report.refusal = _refusal(
            "too_many_rows",
            _("一次最多导入 %(most)d 行。") % {"most": MOST_ROWS},
            _("请拆成几个文件。"),
        )
    elif not rows:
        report.refusal = _refusal("no_rows", _("表头之下没有任何内容。"), "")
    else:
        report.rows = len(rows)
        _read_lines(rows, columns, report)


def _wrong_columns(sheet: Sheet, columns: dict[str, str]) -> Refusal | None:
    """A table that lacks what the law asks of every object (rules §9.3)."""
    missing = missing_columns(columns)
    if not missing:
        return None
    named = {"missing": _("、").join(missing), "sheet": sheet.name}
    if len(missing) == len(NEEDED):
        seen = _("、").join(name for name in sheet.headings[:8] if name)
        sentence = _("没有找到文物清单的表头，可能选错了工作表或文件；读到的第一行是：%(seen)s。")
        return _refusal("wrong_sheet", sentence % {"seen": seen[:200]}, _("请对照模板检查。"))
    return _refusal(
        "missing_column", _("缺少列：%(missing)s。") % named, _("请补上这一列，或对照模板检查。")
    )


def _read_lines(rows: list[Row], columns: dict[str, str], report: ImportReport) -> None:
    taken = _taken_numbers(rows, columns, report.owner)
    first_at: dict[str, int] = {}
    form = RelicObjectForm(instance=RelicObject(owner=report.owner), taken=())
    for row in rows:
        faults = _surplus(row)
        number = words.narrow(row.cells.get(columns.get("accession_number", ""), ""))
        if number and (number in taken or number in first_at):
            report.duplicates.append(Duplicate(row.number, number, first_at.get(number, 0)))
            faults.append(_duplicate(row, columns["accession_number"], number, first_at))
        first_at.setdefault(number, row.number)
        _fill(form, row, columns, report.owner)
        faults += _faults(form, row, columns)
        report.notes += _notes(row, report.headings)
        if faults:
            report.errors += faults
        else:
            report.good.append(GoodRow(row.number, form.instance))


def _taken_numbers(rows: list[Row], columns: dict[str, str], owner: Party) -> set[str]:
    """Those of the file's numbers that the owner's register holds already: one query."""
    heading = columns.get("accession_number")
    if heading is None:
        return set()
    numbers = {words.narrow(row.cells[heading]) for row in rows}
    found = RelicObject.objects.filter(owner=owner, number__in=numbers)
    return set(found.values_list("number", flat=True))


def _fill(form: RelicObjectForm, row: Row, columns: dict[str, str], owner: Party) -> None:
    """Fill the form in as a person would have from the row, and check it."""
    cell = {column: row.cells[heading] for column, heading in columns.items()}
    filled = {field: cell.get(column, "") for column, field in PLAIN_FIELDS.items()}
    filled["number"] = words.narrow(filled["number"])
    medium = cell.get("medium", "")
    filled["texture"] = words.texture_of(medium)
    filled["materials"] = cell.get("materials", "") or medium
    filled["date_text"] = cell.get("date_text", "")
    filled["dynasty"], filled["reign"] = cell.get("dynasty", ""), cell.get("reign", "")
    filled.update(_size(cell))
    filled.update(_amount(cell))
    for column, read in (
        ("grade", words.grade_of),
        ("ownership", words.ownership_of),
        ("kind", words.kind_of),
    ):
        filled[column] = read(cell.get(column, ""))
    if value := cell.get("value", ""):
        filled.update(words.value_of(value))
    filled["currency"] = cell.get("currency", "") or filled.get("currency", "")
    dating = read_range(
        cell.get("date_begin_year", ""),
        cell.get("date_end_year", ""),
        filled["date_text"],
        filled["dynasty"],
        filled["reign"],
        on=timezone.localdate(),
    )
    form.refill(filled, RelicObject(owner=owner), dating)


def _size(cell: dict[str, str]) -> dict[str, str]:
    """The size text and the measures; either may be read from the other."""
    size = cell.get("dimensions_text", "")
    measures = {name: words.measure_of(cell.get(name, "")) for name in MEASURE_COLUMNS}
    if not any(measures.values()):
        measures.update(words.measures_in(size))
    filled = {name: text for name, text in measures.items() if text}
    if not size:
        labels = {"height_cm": "高", "length_cm": "长", "width_cm": "宽", "depth_cm": "厚"}
        labels["diameter_cm"] = "径"
        parts = [f"{labels[name]}{text}" for name, text in filled.items() if name in labels]
        size = " × ".join(parts) + " 厘米" if parts else ""
    return {**filled, "size": size}


def _amount(cell: dict[str, str]) -> dict[str, str]:
    filled = words.amount_of(cell["quantity"]) if cell.get("quantity") else {}
    if cell.get("unit"):
        filled["unit"] = words.unit_of(cell["unit"])
    if cell.get("pieces"):
        filled["pieces"] = words.narrow(cell["pieces"]).removesuffix("件")
    filled.setdefault("unit", Unit.PIECE.value)
    return filled


def _faults(form: RelicObjectForm, row: Row, columns: dict[str, str]) -> list[RowFault]:
    """The form's errors, each at the heading of the file that it comes from."""
    faults = []
    for field, messages in form.errors.items():
        column = field if field in columns else BLAMED.get(field, field)
        label = str(form.fields[field].label) if field in form.fields else ""
        heading = columns.get(column, label or field)
        text = row.cells.get(heading, "")
        faults += [
            RowFault(row.number, heading, text, f"{label}{_('：')}{message}")
            for message in messages
        ]
    return faults


def _duplicate(row: Row, heading: str, number: str, first_at: dict[str, int]) -> RowFault:
    if number in first_at:
        message = _("编号与第 %(row)d 行重复。") % {"row": first_at[number]}
    else:
        message = _("编号已在您的文物登记中。")
    return RowFault(row.number, heading, number, message)


def _surplus(row: Row) -> list[RowFault]:
    if not row.surplus:
        return []
    message = _("这一行的单元格比表头多，可能错位。")
    return [RowFault(row.number, "", " | ".join(row.surplus)[:200], message)]


def _notes(row: Row, headings: Iterable[str]) -> list[RowFault]:
    return [
        RowFault(row.number, heading, row.cells[heading], _("公式不计算，按文字保存。"))
        for heading in headings
        if heading in row.formulas
    ]


def _refusal(code: str, sentence: str, fix: str) -> Refusal:
    return Refusal(code, sentence, FORM_ROW, fix)
