"""From the columns of people's tables to the fields of the record.

`relics.standards.headings` knows what a heading means; here stand the few columns that only
the register keeps, the field each column fills, and what a table cannot do without.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from relics.standards.headings import column_for, known_headings
from relics.standards.spreadsheets.sheet import folded

OWN_HEADINGS: Mapping[str, str] = {
    "级别": "grade",
    "文物级别": "grade",
    "定级": "grade",
    "grade": "grade",
    "level": "grade",
    "所有权": "ownership",
    "权属": "ownership",
    "ownership": "ownership",
    "种类": "kind",
    "文物或复仿制品": "kind",
    "kind": "kind",
    "单位": "unit",
    "计量单位": "unit",
    "unit": "unit",
    "实际件数": "pieces",
    "pieces": "pieces",
    "英文名称": "name_en",
    "name_en": "name_en",
    "english name": "name_en",
    "材料与工艺": "materials",
    "题材": "subject",
    "subject": "subject",
    "鉴别特征": "features",
    "特征": "features",
    "features": "features",
    "描述": "description",
    "description": "description",
    "币种": "currency",
    "currency": "currency",
    "相关资料": "resource_url",
    "resource_url": "resource_url",
}

# The field that each column's text goes to as it stands.
PLAIN_FIELDS: Mapping[str, str] = {
    "accession_number": "number",
    "title": "name",
    "name_en": "name_en",
    "classification": "category",
    "object_name": "object_type",
    "creator": "maker",
    "place_of_origin": "place_of_origin",
    "subject": "subject",
    "inscriptions": "inscriptions",
    "features": "features",
    "description": "description",
    "condition": "condition",
    "provenance": "provenance",
    "resource_url": "related_material",
    "remarks": "remark",
}
MEASURE_COLUMNS = (
    "height_cm",
    "width_cm",
    "depth_cm",
    "length_cm",
    "diameter_cm",
    "weight_kg",
)
# Which column to blame for a fault in a field.
BLAMED: Mapping[str, str] = {
    **{field: column for column, field in PLAIN_FIELDS.items()},
    "texture": "medium",
    "size": "dimensions_text",
    "age": "date_text",
    "year_from": "date_begin_year",
    "year_to": "date_end_year",
    "unit": "quantity",
    "pieces": "quantity",
    "currency": "value",
}
NEEDED = {"title": _("名称"), "medium": _("质地"), "dimensions_text": _("尺寸")}

_OWN = {folded(heading): column for heading, column in OWN_HEADINGS.items()}


def understood() -> list[str]:
    """Every heading that helps to find the heading line and the right sheet."""
    return [*known_headings(), *OWN_HEADINGS]


def map_headings(headings: Iterable[str]) -> dict[str, str]:
    """Column to heading, for the headings we understand; the leftmost of two wins."""
    found: dict[str, str] = {}
    for heading in headings:
        column = _OWN.get(folded(heading)) or column_for(heading)
        if column:
            found.setdefault(column, heading)
    return found


def missing_columns(mapped: Mapping[str, str]) -> list[str]:
    """The words for the columns a table lacks; measures may stand for the size text."""
    return [
        str(word)
        for column, word in NEEDED.items()
        if column not in mapped
        and not (column == "dimensions_text" and any(name in mapped for name in MEASURE_COLUMNS))
    ]
