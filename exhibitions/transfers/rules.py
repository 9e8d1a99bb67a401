"""Who may file a list of a transfer, what it must say, and what makes two lists differ."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from approvals.parties.queries import Anyone
from approvals.record.refusals import Refusal
from exhibitions.books.models import Book, Line
from exhibitions.books.rules import closed_refusal, holder_right
from exhibitions.permits.models import PermitItem

from .models import ListItem, ListStatus, TransferList

RULE = "R-CENT-07"
NUMBER = re.compile(r"[A-Z0-9]{4,18}")
COMPARED = ("hs_code", "quantity", "price", "currency")
"""What must agree of an object on both lists."""


@dataclass(frozen=True)
class Told:
    """What a side tells of one object."""

    object_number: str
    hs_code: str
    price: Decimal
    currency: str
    quantity: int = 1
    line: Line | None = None


def filing_refusal(book: Book, number: str, told: Sequence[Told], by: Anyone) -> Refusal | None:
    """What both kinds of list need: the right, an open book, a number, objects said once."""
    return holder_right(book, by) or closed_refusal(book) or said_refusal(number, told)


def said_refusal(number: str, told: Sequence[Told]) -> Refusal | None:
    """The number is customs' (18 signs at most, rules §6.3); each object stands once."""
    if NUMBER.fullmatch(number) is None:
        return Refusal(
            "list_number",
            _("核注清单编号应为 4 至 18 位大写字母或数字。"),
            "§6.3",
            _("请填写海关给出的编号。"),
        )
    if not told:
        return Refusal("list_empty", _("清单没有列明物品。"), RULE, _("请至少列一件。"))
    numbers = [one.object_number for one in told]
    twice = next((one for one in numbers if numbers.count(one) > 1), None)
    if twice is not None:
        return Refusal(
            "listed_twice", _("“%(number)s”在清单中重复。") % {"number": twice}, RULE, ""
        )
    if any(one.price <= 0 or one.quantity < 1 for one in told):
        return Refusal("no_value", _("数量和单价应大于零。"), "R-CENT-03", "")
    return None


def shown_refusal(lines: Iterable[Line]) -> Refusal | None:
    """What a permit may let out does not go to another zone meanwhile (R-BOND-02)."""
    held = PermitItem.objects.filter(object__in=[line.object_id for line in lines], holds=True)
    item = held.order_by("pk").first()
    if item is None:
        return None
    return Refusal(
        "in_a_show",
        _("“%(name)s”列在展示许可中，不能转往他区。") % {"name": item.name},
        "R-BOND-02",
        _("请在展示结案后办理。"),
    )


def not_open(one: TransferList) -> Refusal:
    words = {"number": one.number, "status": ListStatus(one.status).label}
    return Refusal(
        "not_in_this_state",
        _("核注清单 %(number)s %(status)s，不能办理这一步。") % words,
        RULE,
        _("请刷新页面查看最新状态。"),
    )


def differences(out: Iterable[ListItem], into: Iterable[ListItem]) -> list[dict[str, str]]:
    """Each difference between the two lists, object by object (edge case 50); none: they match."""
    given = {one.object_number: one for one in out}
    expected = {one.object_number: one for one in into}
    found = []
    for number in sorted({*given, *expected}):
        ours, theirs = given.get(number), expected.get(number)
        if ours is None or theirs is None:
            missing = "not_given" if ours is None else "not_expected"
            found.append({"object": number, "what": missing, "given": "", "expected": ""})
            continue
        for name in COMPARED:
            mine, other = getattr(ours, name), getattr(theirs, name)
            if mine != other:
                found.append(
                    {"object": number, "what": name, "given": str(mine), "expected": str(other)}
                )
    return found
