"""The addresses of the guarantees: the holder's side, and the desk of the customs that holds it."""

from typing import Any

from tests import guaranteeing

from .rows import LIST, LOCKED, Row

ROWS = {
    "guarantees:list": LIST,
    "guarantees:new": Row("200 agent rival operator", "422 agent rival operator"),
    "guarantees:guarantee": Row("200 side", "422 side", "guarantee"),
    "guarantees:edit": Row("200 side", "422 side", "guarantee"),
    "guarantees:meter": Row("200 side customs", LOCKED, "guarantee"),
    "guarantees:desk_list": Row("200 ports", LOCKED),
    "guarantees:desk": Row("200 customs", "422 customs", "guarantee"),
}
TOLD = {"customs": ("guarantees:desk_list", "guarantees:desk", "guarantees:meter")}
"""The customs that holds a guarantee reads whose it is."""


def places(world: Any) -> dict[str, dict[str, Any]]:
    customs = world.customs.memberships.get().party
    firm = guaranteeing.make_firm(
        customs, party=world.dealer, agent=world.agent, officer=world.customs
    )
    return {"guarantee": {"pk": guaranteeing.insufficient(firm).pk}}
