"""The addresses of temporary exits, and of the comparisons of a return."""

from typing import Any

from tests import lending
from tests.reviewing import World

from .rows import LIST, NEVER, Row

ROWS = {
    "loans:plan": Row("200 side", "422 side", "loan-draft"),
    "loans:statements": Row("200 side", "302 agent, 403 viewer", "loan-draft"),
    "loans:approval": Row("200 side", "405 side", "loan-draft"),
    "loans:verify": Row("200 office", "422 office", "loan-arrived"),
    "loans:desk_approval": Row("200 office", NEVER, "loan-arrived"),
    "loans:list": LIST,
    "loans:loan": Row("200 side office", "422 side office", "loan"),
    "returns:compare": Row("200 office", "422 intake, 403 office", "returning"),
    "returns:set_apart": Row("200 office", "422 office", "returning"),
}


def places(world: World) -> dict[str, dict[str, Any]]:
    """A draft, one that has arrived, one abroad, and one on its way back."""
    first, second = lending.abroad(world, world.new_object(), world.new_object())
    returning = lending.returning(world, second)
    return {
        "loan-draft": {"pk": lending.drafted(world).case_id},
        "loan-arrived": {"pk": lending.arrived(world, lending.drafted(world)).case_id},
        "loan": {"pk": first.pk},
        "returning": {"pk": returning.case_id, "item": returning.items.get().pk},
    }
