"""Exhibits whose three books agree, and every way to make one of them disagree."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from exhibitions.books.services import Paper, call_off_going, commit, write_off
from exhibitions.exhibits import services
from exhibitions.exhibits.models import AWAY, Event, Exhibit
from exhibitions.guarantees.services import lock_cover, release_cover
from exhibitions.matching.models import Difference
from exhibitions.permits.models import PermitItem

from . import custody

PASS = Paper("gate_pass", "示例核放-1")
BEFORE = ("in_zone", "out_pending")
AFTER = ("tax_paid", "delivered")
BACK = ("gate_in",)


def agreed(house: custody.House, exhibit: Exhibit, status: str) -> Exhibit:
    """The exhibit brought to a status as gates and sales do it: book and guarantee follow."""
    made = custody.brought(house, exhibit, status)
    assert made.line is not None
    if status not in (*BEFORE, *BACK):
        commit([made.line], PASS, by=house.customs)
    if status in AFTER:
        write_off([made.line], PASS, by=house.customs)
    if status in AWAY and made.item.tax > 0:
        _lock(house, made)
    return made


def _key(exhibit: Exhibit) -> str:
    return str(exhibit.item.permit.cover_key)


def _lock(house: custody.House, exhibit: Exhibit) -> None:
    item = exhibit.item
    lock_cover(
        house.permit.guarantee, [(exhibit.object, item.tax, _key(exhibit))], by=house.customs
    )  # type: ignore[arg-type]


def _elsewhere(house: custody.House, exhibit: Exhibit) -> None:
    """Put where it may not be, as a hand that writes past the verbs would."""
    [place] = services.make_places(
        house.world.operator, [(f"示例他处{exhibit.pk}", "他处")], kind="held", by=house.keeper
    )
    Event.objects.create(
        exhibit=exhibit,
        verb="move",
        before=exhibit.status,
        after=exhibit.status,
        place=place,
        key=f"示例{exhibit.pk}",
        happened_at=timezone.now(),
        at=timezone.now(),
    )


def _let_go(_house: custody.House, exhibit: Exhibit) -> None:
    PermitItem.objects.filter(pk=exhibit.item_id).update(holds=False)


WRONG: dict[str, tuple[str, Callable[[Any, Any], Any], str]] = {
    "out_not_going": (
        "on_display",
        lambda house, one: call_off_going([one.line], PASS, by=house.customs),
        "reserved",
    ),
    "released_not_gone": (
        "sold_pending_declaration",
        lambda house, one: [
            services.happen(one, v, by=house.keeper) for v in ("declare", "pay_tax")
        ],
        "",
    ),
    "in_zone_not_free": (
        "in_zone",
        lambda house, one: commit([one.line], PASS, by=house.customs),
        "",
    ),
    "show_off_site": ("on_display", _elsewhere, "declared"),
    "zone_off_store": ("in_zone", _elsewhere, ""),
    "holds_not_live": ("on_display", _let_go, "gate_out"),
    "out_not_covered": (
        "on_display",
        lambda house, one: release_cover(
            house.permit.guarantee, [(one.object, _key(one))], by=house.customs, reason="示例"
        ),
        "gate_out",
    ),
    "covered_not_out": ("in_zone", _lock, ""),
}
"""Check: the status that it concerns, and what makes it broken there."""


def stands() -> set[tuple[str, int]]:
    """What is open now, by check and object."""
    found = Difference.objects.filter(gone_at=None, settled_at=None)
    return set(found.values_list("check_key", "object_id"))
