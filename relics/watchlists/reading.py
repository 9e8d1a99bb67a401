"""From a table that an office keeps to the entries of a list, and what is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from relics.register.importing import words
from relics.register.models import MEASURES
from relics.standards.dates import read_range
from relics.standards.spreadsheets import Row, UnreadableSheet, read_rows
from relics.standards.spreadsheets.sheet import folded

from .keys import key_of, mark_key_of
from .models import ListedObject

MOST_ROWS = 100_000
HEADINGS: dict[str, tuple[str, ...]] = {
    "key": ("条目编号", "编号", "序号", "entry", "key", "id", "reference"),
    "name": ("名称", "name", "title"),
    "name_en": ("英文名称", "name_en", "english name"),
    "description": ("描述", "说明", "description"),
    "materials": ("材料", "质地", "materials", "material", "medium"),
    "size": ("尺寸", "size", "dimensions"),
    "height_cm": ("高", "高（厘米）", "height_cm", "height"),
    "width_cm": ("宽", "宽（厘米）", "width_cm", "width"),
    "depth_cm": ("厚", "厚（厘米）", "depth_cm", "depth"),
    "length_cm": ("长", "长（厘米）", "length_cm", "length"),
    "diameter_cm": ("径", "径（厘米）", "diameter_cm", "diameter"),
    "weight_kg": ("质量", "质量（千克）", "weight_kg", "weight"),
    "date_text": ("年代", "date_text", "date", "period"),
    "year_from": ("起始年", "year_from", "date_begin_year"),
    "year_to": ("截止年", "终止年", "year_to", "date_end_year"),
    "inscriptions": ("款识", "款识与标识", "标识", "题款", "inscriptions", "marks"),
    "lost_at": ("失窃地点", "流失地点", "lost_at", "place of theft"),
    "lost_on": ("失窃时间", "流失时间", "lost_on", "date of theft"),
    "standing": ("状态", "status"),
}
PLAIN = ("description", "materials", "size", "date_text", "inscriptions", "lost_at", "lost_on")
TEXTS = ("key", "name", "name_en", *PLAIN)
STANDINGS = {
    "": "listed",
    "追索中": "listed",
    "在列": "listed",
    "listed": "listed",
    "已追回": "recovered",
    "recovered": "recovered",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong in one line of the file; line 0 is the file as a whole."""

    line: int
    sentence: str


@dataclass
class Listing:
    """The entries of a file by their keys, and its faults; with a fault nothing is taken."""

    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_listing(content: bytes) -> Listing:
    """Read a CSV or XLSX of entries and say all that is wrong with it. Raises nothing."""
    listing = Listing()
    known = [word for group in HEADINGS.values() for word in group]
    try:
        with read_rows(content, known=known) as sheet:
            columns = _columns(sheet.headings)
            missing = [HEADINGS[one][0] for one in ("key", "name") if one not in columns]
            if missing:
                listing.faults.append(
                    Fault(0, _("缺少列：%(missing)s。") % {"missing": _("、").join(missing)})
                )
                return listing
            for row in sheet.rows:
                _take(row, columns, listing)
                if len(listing.entries) > MOST_ROWS:
                    listing.faults.append(Fault(0, _("名录超过十万行。")))
                    return listing
    except UnreadableSheet as unreadable:
        listing.faults.append(Fault(0, unreadable.sentence))
    if not listing.entries and not listing.faults:
        listing.faults.append(Fault(0, _("表头之下没有任何内容。")))
    return listing


def _columns(headings: tuple[str, ...]) -> dict[str, str]:
    means = {folded(word): name for name, group in HEADINGS.items() for word in group}
    found: dict[str, str] = {}
    for heading in headings:
        if (name := means.get(folded(heading))) is not None:
            found.setdefault(name, heading)
    return found


def _take(row: Row, columns: Mapping[str, str], listing: Listing) -> None:
    cell = {name: row.cells[heading] for name, heading in columns.items()}
    key = words.narrow(cell["key"])
    for sentence in _faults(cell, key, listing):
        listing.faults.append(Fault(row.number, sentence))
        return
    listing.entries[key] = _entry(cell)


def _faults(cell: Mapping[str, str], key: str, listing: Listing) -> Iterator[str]:
    if not key or not cell["name"]:
        yield _("缺少条目编号或名称。")
    elif key in listing.entries:
        yield _("条目编号“%(key)s”重复。") % {"key": key}
    if cell.get("standing", "") not in STANDINGS:
        yield _("状态须为“追索中”或“已追回”。")
    for name in (one for one in TEXTS if one in cell):
        most: int = ListedObject._meta.get_field(name).max_length  # type: ignore[union-attr,assignment]  # noqa: SLF001
        if len(cell[name]) > most:
            told = {"column": HEADINGS[name][0], "most": most}
            yield _("“%(column)s”超过 %(most)d 个字。") % told


def _entry(cell: Mapping[str, str]) -> dict[str, Any]:
    """One entry as it is stored, but for its list, key and version."""
    dating = read_range(
        cell.get("year_from", ""),
        cell.get("year_to", ""),
        cell.get("date_text", ""),
        on=timezone.localdate(),
    )
    return {
        "name": cell["name"],
        "name_en": cell.get("name_en", ""),
        **{name: cell.get(name, "") for name in PLAIN},
        "measures": _measures(cell),
        "year_from": dating.year_from,
        "year_to": dating.year_to,
        "standing": STANDINGS[cell.get("standing", "")],
        "name_key": key_of(cell["name"]),
        "name_en_key": key_of(cell.get("name_en", "")),
        "mark_key": mark_key_of(cell.get("inscriptions", "")),
    }


def _measures(cell: Mapping[str, str]) -> dict[str, str]:
    """The measures of their own columns, else those that the size text names."""
    told = {name: words.measure_of(cell[name]) for name in MEASURES if cell.get(name)}
    found = told or words.measures_in(cell.get("size", ""))
    return {name: text for name, text in found.items() if _is_measure(text)}


def _is_measure(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal() and float(text) > 0
