"""The addresses of the papers of customs' zone system."""

from typing import Any

from tests import bonded
from tests.reviewing import World

from .rows import LOCKED, Row

ROWS = {
    "zone_papers:check": Row("200 people", "422 people"),
    "zone_papers:declaration": Row("404 people", LOCKED, "zone-permit"),
    "zone_papers:inventory": Row("404 people", LOCKED, "zone-book"),
    "zone_papers:ledger": Row("200 side customs", LOCKED, "zone-book"),
}
TOLD = {"customs": ("zone_papers:ledger", "zone_papers:inventory")}
"""The customs that keeps a book reads whose it is."""


def places(world: World) -> dict[str, dict[str, Any]]:
    """A book of the dealer; a permit that nobody has."""
    firm = bonded.make_firm(
        port=world.port, holder=world.dealer, agent=world.agent, customs=world.customs
    )
    return {
        "zone-permit": {"pk": "00000000-0000-0000-0000-000000000000"},
        "zone-book": {"pk": firm.book.pk},
    }
