"""What the pages of custody show alike."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from exhibitions.exhibits.models import Exhibit
from exhibitions.exhibits.queries import positions
from exhibitions.exhibits.selling import kept_from_sale
from exhibitions.exhibits.wording import NEXT, tone_of


def rows_of(exhibits: Sequence[Exhibit]) -> list[dict[str, Any]]:
    """Each exhibit with its place, days left, next step, and what keeps it from being sold."""
    stood = positions(exhibits)
    return [
        {
            "exhibit": one,
            "place": stood.get(one.pk),
            "tone": tone_of(one.status),
            "next": NEXT[one.status],
            "due": one.planned_return or one.item.permit.ends_on,
            "left": days_left(one),
            "kept": list(kept_from_sale(one)),
            "cover": next(iter(one.object.photos.all()), None),
        }
        for one in exhibits
    ]


def days_left(exhibit: Exhibit) -> int | None:
    """Days until it must be back; below nought it is late."""
    due = exhibit.planned_return or exhibit.item.permit.ends_on
    return (due - timezone.localdate()).days if due else None
