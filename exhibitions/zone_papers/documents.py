"""A paper as values, and what is wrong with it by its field table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from .fields import Field, Form, forms

RULE = "R-GATE-01"
DAY = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True)
class Document:
    """A paper's values as text, as they are sent: dates YYYYMMDD, numbers with a point."""

    form: str
    head: Mapping[str, str]
    rows: Sequence[Mapping[str, str]]

    @property
    def table(self) -> Form:
        return forms()[self.form]


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: row 0 is the head."""

    row: int
    field: str
    sentence: str

    @property
    def place(self) -> str:
        return _("第 %(n)d 行") % {"n": self.row} if self.row else _("表头")


def faults_of(document: Document) -> list[Fault]:
    """Everything that keeps the paper from being sent (rules §9.10-9.15)."""
    form = document.table
    found = list(_faults(form.head, document.head, 0))
    if not document.rows:
        found.append(Fault(0, "", _("没有商品行。")))
    for number, row in enumerate(document.rows, start=1):
        found.extend(_faults(form.rows, row, number))
    declared = document.head.get("DeclarationFlag") == "1"
    if document.form == "inventory" and declared and not document.head.get("DeclarationType"):
        found.append(Fault(0, "DeclarationType", _("报关的清单须填写报关类型。")))
    return found


def _faults(fields: Sequence[Field], values: Mapping[str, str], row: int) -> Iterator[Fault]:
    known = {field.name for field in fields}
    for name in sorted(set(values) - known):
        yield Fault(row, name, _("没有“%(name)s”这个字段。") % {"name": name})
    for field in fields:
        value = values.get(field.name, "")
        if not value:
            if field.required:
                yield Fault(row, field.name, _("“%(title)s”必填。") % {"title": field.title})
        elif sentence := _wrong(field, value):
            yield Fault(row, field.name, sentence)


def _wrong(field: Field, value: str) -> str:
    """Why the value does not fit its field; empty where it does."""
    words = {"title": field.title, "length": field.length, "places": field.places}
    if field.codes and value not in field.codes:
        return _("“%(title)s”只能填：%(codes)s。") % {**words, "codes": "、".join(field.codes)}
    if field.kind == "date" and not DAY.fullmatch(value):
        return _("“%(title)s”应为 YYYYMMDD。") % words
    if field.kind == "number":
        return _wrong_number(field, value)
    if field.kind == "code" and not field.codes and len(value) != field.length:
        return _("“%(title)s”应为 %(length)d 位代码。") % words
    if len(value) > field.length:
        return _("“%(title)s”最多 %(length)d 个字符。") % words
    return ""


def _wrong_number(field: Field, value: str) -> str:
    words = {"title": field.title, "places": field.places}
    try:
        number = Decimal(value)
    except InvalidOperation:
        return _("“%(title)s”应为数字。") % words
    exponent = number.as_tuple().exponent
    if not number.is_finite() or not isinstance(exponent, int):
        return _("“%(title)s”应为数字。") % words
    if number < 0:
        return _("“%(title)s”不能为负。") % words
    if -exponent > field.places:
        return _("“%(title)s”最多 %(places)d 位小数。") % words
    return ""
