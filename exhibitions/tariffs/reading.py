"""From a table that customs loads to rates, and what is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from approvals.record.workdays import read_day
from relics.standards.spreadsheets import Row, UnreadableSheet, read_rows
from relics.standards.spreadsheets.sheet import folded

from .models import GRADES, ExchangeRate, Rate, RateKind, TariffTable
from .queries import key_of

MOST_ROWS = 100_000
DATED = {
    "valid_from": ("自", "起", "生效日期", "from", "valid_from"),
    "valid_to": ("至", "止", "截止日期", "to", "valid_to"),
    "source": ("来源", "依据", "source"),
    "evidence": ("核实程度", "依据核实程度", "evidence"),
}
HEADINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "rates": {
        "hs_code": ("商品编号", "税则号列", "hs", "hs_code"),
        "kind": ("税种", "kind"),
        "percent": ("税率", "税率（%）", "rate", "percent"),
        "origin": ("原产地", "origin"),
        **DATED,
    },
    "exchange": {
        "currency": ("币种", "currency"),
        "cny": ("折合人民币", "汇率", "cny", "rate"),
        **DATED,
    },
}
OPTIONAL = ("origin", "valid_to")
KINDS = {
    "最惠国": "mfn",
    "最惠国税率": "mfn",
    "mfn": "mfn",
    "普通": "general",
    "普通税率": "general",
    "general": "general",
    "暂定": "provisional",
    "暂定税率": "provisional",
    "provisional": "provisional",
    "增值税": "vat",
    "vat": "vat",
    "消费税": "consumption",
    "consumption": "consumption",
}
PLACES = {"percent": 4, "cny": 8}


@dataclass(frozen=True)
class Fault:
    """What is wrong in one line of the file; line 0 is the file as a whole."""

    line: int
    sentence: str


@dataclass
class Reading:
    """The rows of a file, not yet saved, by their keys; with a fault nothing is taken."""

    rows: dict[tuple[object, ...], Rate | ExchangeRate] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


class _Unreadable(Exception):
    """One cell says nothing that can be kept; the sentence is for the sender."""


def read_table(content: str, raw: bytes) -> Reading:
    """Read a CSV or XLSX of rates or exchange rates and say all that is wrong. Raises nothing."""
    wanted = HEADINGS[content]
    found = Reading()
    known = [word for group in wanted.values() for word in group]
    try:
        with read_rows(raw, known=known) as sheet:
            columns = _columns(sheet.headings, wanted)
            missing = [wanted[one][0] for one in wanted if one not in (*columns, *OPTIONAL)]
            if missing:
                told = {"missing": _("、").join(missing)}
                found.faults.append(Fault(0, _("缺少列：%(missing)s。") % told))
                return found
            for row in sheet.rows:
                _take(row, columns, content, found)
                if len(found.rows) > MOST_ROWS:
                    found.faults.append(Fault(0, _("税率表超过十万行。")))
                    return found
    except UnreadableSheet as unreadable:
        found.faults.append(Fault(0, unreadable.sentence))
    if not found.rows and not found.faults:
        found.faults.append(Fault(0, _("表头之下没有任何内容。")))
    return found


def _columns(headings: tuple[str, ...], wanted: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    means = {folded(word): name for name, group in wanted.items() for word in group}
    columns: dict[str, str] = {}
    for heading in headings:
        if (name := means.get(folded(heading))) is not None:
            columns.setdefault(name, heading)
    return columns


def _take(row: Row, columns: Mapping[str, str], content: str, found: Reading) -> None:
    cell = {name: row.cells[heading].strip() for name, heading in columns.items()}
    try:
        made = _rate(cell) if content == TariffTable.Content.RATES else _exchange(cell)
        made.full_clean(exclude=["table"], validate_constraints=False)
    except _Unreadable as wrong:
        found.faults.append(Fault(row.number, str(wrong)))
        return
    except ValidationError as wrong:
        found.faults += [Fault(row.number, one) for one in _sentences(wrong)]
        return
    key = key_of(made)
    if key in found.rows:
        found.faults.append(Fault(row.number, _("同一项目、同一起始日出现两次。")))
    found.rows[key] = made


def _sentences(wrong: ValidationError) -> Iterator[str]:
    for name, texts in wrong.message_dict.items():
        for one in texts:
            yield f"{name}{_('：')}{one}"


def _rate(cell: Mapping[str, str]) -> Rate:
    kind = KINDS.get(cell["kind"].lower())
    if kind is None:
        told = {"kinds": _("、").join(str(one.label) for one in RateKind)}
        raise _Unreadable(_("税种须为：%(kinds)s。") % told)
    percent = _number(cell["percent"].removesuffix("%").strip(), "percent")
    if percent < 0 or (kind == RateKind.CONSUMPTION and percent >= 100):
        raise _Unreadable(_("税率不可能是这个数。"))
    code = cell["hs_code"].replace(".", "").replace(" ", "")
    if not (code.isascii() and code.isdecimal()):
        raise _Unreadable(_("商品编号须为数字。"))
    origin = cell.get("origin", "").upper()
    if origin and not (origin.isascii() and origin.isalpha() and len(origin) == 2):
        raise _Unreadable(_("原产地须为两位国别代码。"))
    return Rate(hs_code=code, kind=kind, origin=origin, percent=percent, **_dated(cell))


def _exchange(cell: Mapping[str, str]) -> ExchangeRate:
    currency = cell["currency"].upper()
    fits = currency.isascii() and currency.isalpha() and len(currency) == 3
    if not fits or currency == "CNY":
        raise _Unreadable(_("币种须为人民币以外的三位代码。"))
    cny = _number(cell["cny"], "cny")
    if cny <= 0:
        raise _Unreadable(_("汇率须大于零。"))
    return ExchangeRate(currency=currency, cny=cny, **_dated(cell))


def _number(text: str, name: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise _Unreadable(_("“%(text)s”不是数。") % {"text": text[:20]})
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > PLACES[name]:
        raise _Unreadable(_("小数超过 %(n)d 位。") % {"n": PLACES[name]})
    return number


def _dated(cell: Mapping[str, str]) -> dict[str, Any]:
    begins, ends = _day(cell["valid_from"]), cell.get("valid_to", "")
    last = _day(ends) if ends else None
    if last is not None and last < begins:
        raise _Unreadable(_("截止日早于起始日。"))
    if cell["evidence"] not in GRADES:
        raise _Unreadable(_("核实程度须为 %(grades)s 之一。") % {"grades": "、".join(GRADES)})
    return {
        "valid_from": begins,
        "valid_to": last,
        "source": cell["source"],
        "evidence": cell["evidence"],
    }


def _day(text: str) -> date:
    found = read_day(text)
    if found is None:
        raise _Unreadable(_("“%(text)s”不是日期。") % {"text": text[:20]})
    return found
