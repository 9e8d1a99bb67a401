"""The annex of an approval as a table (名录表格): read whole, every fault told, nothing guessed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from approvals.parties.models import Party
from approvals.record.refusals import Refusal
from relics.register.importing import RowFault
from relics.register.models import Photo
from relics.standards.spreadsheets import Row, UnreadableSheet, read_rows

MOST_ROWS = 1000
MOST_BYTES = 4 * 2**20
HEADINGS = {
    "作者": "author",
    "author": "author",
    "名称": "title",
    "作品名称": "title",
    "title": "title",
    "尺寸": "size",
    "规格": "size",
    "size": "size",
    "物品编号": "number",
    "编号": "number",
    "number": "number",
}
NEEDED = {"author": "作者", "title": "名称", "size": "尺寸", "number": "物品编号"}
LONGEST = {"author": 300, "title": 200, "size": 1000}


@dataclass
class AnnexReport:
    """The lines as `record_approval` takes them, and every fault; `refusal` for the whole file."""

    rows: list[dict[str, str]] = field(default_factory=list)
    errors: list[RowFault] = field(default_factory=list)
    refusal: Refusal | None = None


def read_annex(content: bytes, applicant: Party) -> AnnexReport:
    """Read a CSV or XLSX of the annex (R-ART-05): 作者, 名称, 尺寸, 物品编号.

    The number names the applicant's object whose first photograph is the annex's picture: the
    officer has compared them. Saves nothing and raises nothing.
    """
    report = AnnexReport()
    if len(content) > MOST_BYTES:
        report.refusal = _refusal(_("文件超过 4 MB。"))
        return report
    try:
        with read_rows(content, known=tuple(HEADINGS)) as sheet:
            columns = {
                HEADINGS[one.lower()]: one for one in sheet.headings if one.lower() in HEADINGS
            }
            lines = list(islice(sheet.rows, MOST_ROWS + 1))
    except UnreadableSheet as unreadable:
        report.refusal = _refusal(unreadable.sentence)
        return report
    missing = [label for name, label in NEEDED.items() if name not in columns]
    if missing:
        report.refusal = _refusal(_("缺少列：%(missing)s。") % {"missing": _("、").join(missing)})
    elif not lines or len(lines) > MOST_ROWS:
        report.refusal = _refusal(_("名录须有 1 至 %(most)d 行。") % {"most": MOST_ROWS})
    else:
        _read_lines(lines, columns, applicant, report)
    return report


def _read_lines(
    lines: list[Row], columns: Mapping[str, str], applicant: Party, report: AnnexReport
) -> None:
    numbers = {line.cells[columns["number"]] for line in lines}
    photos = Photo.objects.filter(object__owner=applicant, object__number__in=numbers)
    pictures: dict[str, str] = {}
    for number, sha256 in photos.order_by("position").values_list("object__number", "sha256"):
        pictures.setdefault(number, sha256)
    for line in lines:
        said = {name: line.cells[columns[name]] for name in NEEDED}
        faults = list(_faults(line, said, columns, pictures))
        report.errors += faults
        if not faults:
            picture = pictures[said.pop("number")]
            report.rows.append({**said, "photo_sha256": picture})


def _faults(
    line: Row, said: Mapping[str, str], columns: Mapping[str, str], pictures: Mapping[str, str]
) -> Iterator[RowFault]:
    for name, text in said.items():
        place = (line.number, columns[name], text[:80])
        if not text:
            yield RowFault(*place, _("必填。"))
        elif columns[name] in line.formulas:
            yield RowFault(*place, _("是公式，请填写文字。"))
        elif len(text) > LONGEST.get(name, len(text)):
            yield RowFault(*place, _("超过 %(most)d 字。") % {"most": LONGEST[name]})
        elif name == "number" and text not in pictures:
            yield RowFault(*place, _("申请人没有此编号且有照片的物品。"))


def _refusal(sentence: str) -> Refusal:
    return Refusal("annex_unreadable", sentence, "R-ART-05", _("请改正后重新上传。"))
