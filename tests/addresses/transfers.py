"""The addresses of transfers; a dealer gives to an enterprise of another zone."""

from typing import Any

from tests import bonded, transferring
from tests.reviewing import World

from .rows import LIST, Row

ROWS = {
    "transfers:list": LIST,
    "transfers:transfer": Row("200 side customs", "422 side customs", "transfer"),
    "transfers:out_new": Row("200 agent", "422 agent", "transfer-book"),
    "transfers:in_new": Row("200 agent", "422 agent", "transfer-book"),
}

TOLD = {"customs": ("transfers:list", "transfers:transfer")}
"""The customs that keeps a book reads whose lists are on it."""


def places(world: World) -> dict[str, dict[str, Any]]:
    """A list of the dealer that the receiver has not answered."""
    firm = bonded.make_firm(
        port=world.port,
        holder=world.dealer,
        agent=world.agent,
        customs=world.customs,
        number="示例T转出",
    )
    pair = transferring.make_pair(1, giver=firm)
    one = transferring.given(pair)
    return {"transfer": {"pk": one.pk}, "transfer-book": {"book": firm.book.pk}}
