"""The addresses of the tiers: the desk for customs, the enterprise's own for whoever signs in."""

from typing import Any

from .rows import LIST, LOCKED, Row

ROWS = {
    "credit:desk_list": Row("200 ports", LOCKED),
    "credit:desk_party": Row("200 ports", "422 ports", "rated"),
    "credit:own": LIST,
}
TOLD = dict.fromkeys(("customs", "customs-elsewhere"), ("credit:desk_list", "credit:desk_party"))
"""Customs rates enterprises, and so reads who they are."""


def places(world: Any) -> dict[str, dict[str, Any]]:
    return {"rated": {"pk": world.dealer.pk}}
