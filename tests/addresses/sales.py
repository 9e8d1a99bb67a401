"""The addresses of sales: the seller's and its customs', the tax officer's list, culture's roll."""

from typing import Any

from tests import selling, showing
from tests.reviewing import World

from .rows import LIST, LOCKED, Row

ROWS = {
    "sales:list": LIST,
    "sales:exhibit": Row("200 customs", "422 customs", "for-sale"),
    "sales:buyer": Row("200 customs", "422 customs", "sale"),
    "sales:licences": Row("200 people", "422 people"),
    "sales:licence": Row("200 customs", "422 customs", "sale-licence"),
    "sales:licence_file": Row("200 customs", LOCKED, "sale-licence"),
    "sales:desk": Row("200 ports", LOCKED),
    "sales:statements": Row("200 tax", LOCKED),
    "sales:sellers": Row("200 culture", "422 culture"),
}


def places(world: World) -> dict[str, dict[str, Any]]:
    """A show at the world's customs with one exhibit sold under a licence."""
    show = showing.make_world(port=world.port, customs=world.customs)
    house, [exhibit] = selling.show(world=show)
    licence = selling.verified(house)
    sale = selling.sold(house, exhibit)
    return {
        "for-sale": {"pk": exhibit.pk},
        "sale": {"pk": sale.pk},
        "sale-licence": {"pk": licence.pk},
    }
