"""The bar of a guarantee: used, free, short, as lengths of a drawing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from .models import Guarantee
from .queries import Cover, last_show_end, recall_list, summed

WIDE = 1000
"""The bar's length in its drawing."""


@dataclass(frozen=True)
class Bar:
    """Where each part begins and how long it is."""

    used: int
    free_at: int
    free: int
    short_at: int
    short: int


def bar_of(cover: Cover) -> Bar:
    """The parts of the bar; anything above nothing is seen."""
    whole = max(cover.required + cover.free, cover.amount, Decimal(1))

    def long(part: Decimal) -> int:
        return 0 if part <= 0 else max(4, int(part * WIDE / whole))

    used, free, short = long(cover.required - cover.short), long(cover.free), long(cover.short)
    return Bar(used, used, free, used + free, short)


def meter_of(guarantee: Guarantee, on: date | None = None) -> dict[str, Any]:
    """Everything that the live meter shows of one guarantee."""
    day = on or timezone.localdate()
    cover = summed([guarantee], day)
    return {
        "guarantee": guarantee,
        "cover": cover,
        "bar": bar_of(cover),
        "days": (guarantee.valid_to - day).days,
        "last_show": last_show_end(guarantee, day),
        "recalls": recall_list(guarantee, day)[:50],
    }
