"""The plan of a showroom: booths inside the room, none over another, each with its own code."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _

from approvals.record.refusals import Refusal

RULE = "R-BOND-03"
MOST_BOOTHS = 200
LONGEST = 200
"""Metres of the longest side of a room."""


def plan_refusals(plan: Mapping[str, Any]) -> Iterator[Refusal]:
    """Everything that is wrong with a plan; all measures in metres."""
    width, depth = plan.get("width", 0), plan.get("depth", 0)
    if not (0 < width <= LONGEST and 0 < depth <= LONGEST):
        yield Refusal("room_size", _("请填写展厅的宽和深（米）。"), RULE)
        return
    booths = plan.get("booths", [])
    if not 0 < len(booths) <= MOST_BOOTHS:
        yield Refusal(
            "no_booths", _("平面图须有 1 至 %(most)d 个展位。") % {"most": MOST_BOOTHS}, RULE
        )
    codes = [one["code"] for one in booths]
    for code in sorted({one for one in codes if codes.count(one) > 1}):
        yield Refusal("booth_twice", _("展位编号“%(code)s”重复。") % {"code": code}, RULE)
    for one in booths:
        if not _inside(one, width, depth):
            yield Refusal(
                "booth_outside", _("展位“%(code)s”超出展厅。") % {"code": one["code"]}, RULE
            )
    for one, other in combinations(booths, 2):
        if _overlap(one, other):
            yield Refusal(
                "booths_overlap",
                _("展位“%(one)s”与“%(other)s”重叠。")
                % {"one": one["code"], "other": other["code"]},
                RULE,
            )


def _inside(booth: Mapping[str, Any], width: float, depth: float) -> bool:
    return bool(
        booth["x"] >= 0
        and booth["y"] >= 0
        and booth["width"] > 0
        and booth["depth"] > 0
        and booth["x"] + booth["width"] <= width
        and booth["y"] + booth["depth"] <= depth
    )


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["depth"]
        and other["y"] < one["y"] + one["depth"]
    )
