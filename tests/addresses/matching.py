"""The addresses of the match of the three books."""

from typing import Any

from exhibitions.matching.models import Difference
from exhibitions.matching.services import match_books
from tests import custody, showing
from tests.reviewing import World

from .rows import Row

ROWS = {
    "matching:list": Row("200 people", "422 people"),
    "matching:difference": Row("200 customs", "422 customs", "difference"),
}


def places(world: World) -> dict[str, dict[str, Any]]:
    """An exhibit of another operator that is out and whose line does not go."""
    show = showing.make_world(
        office=world.office, port=world.port, clerk=world.clerk, customs=world.customs
    )
    custody.on_display(custody.make_house(show))
    match_books()
    one = Difference.objects.filter(operator=show.operator).first()
    assert one is not None
    return {"difference": {"pk": one.pk}}
