"""The addresses of custody; each of the operator's people and its customs."""

from typing import Any

from exhibitions.exhibits.services import open_count
from tests import custody, showing
from tests.reviewing import World

from .rows import LIST, LOCKED, Row

ROWS = {
    "exhibits:board": LIST,
    "exhibits:returns": LIST,
    "exhibits:places": Row("200 operator", "422 operator"),
    "exhibits:exhibit": Row("200 customs", "422 customs", "exhibit"),
    "exhibits:photo": Row("200 customs", LOCKED, "exhibit"),
    "exhibits:counts": Row("200 customs", "422 customs", "exhibit-site"),
    "exhibits:count": Row("200 customs", "422 customs", "exhibit-count"),
    "exhibits:scans": Row("405 people", "422 customs", "exhibit-count"),
}


def places(world: World) -> dict[str, dict[str, Any]]:
    """A show of another operator, in custody of the customs of the world's port."""
    show = showing.make_world(
        office=world.office, port=world.port, clerk=world.clerk, customs=world.customs
    )
    house = custody.make_house(show)
    [exhibit] = custody.on_display(house)
    count = open_count(house.permit.site, by=house.keeper)
    return {
        "exhibit": {"pk": exhibit.pk},
        "exhibit-site": {"site": house.permit.site_id},
        "exhibit-count": {"pk": count.pk},
    }
