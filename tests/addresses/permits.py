"""The addresses of showrooms and permits: the operator's side, customs, and tax that is told."""

from typing import Any

from approvals.parties.models import Membership, Role, User
from exhibitions.permits import services
from tests import showing
from tests.reviewing import World

from .rows import LIST, LOCKED, Row

ROWS = {
    "permits:showrooms": LIST,
    "permits:showroom_new": Row("200 people", "422 people"),
    "permits:showroom": Row("200 operator customs", LOCKED, "showroom"),
    "permits:showroom_move": Row("200 operator", "422 operator", "showroom"),
    "permits:site": Row("200 operator customs", LOCKED, "site"),
    "permits:site_edit": Row("200 operator", "422 operator", "site-draft"),
    "permits:site_act": Row(LOCKED, "404 people", "site"),
    "permits:permits": LIST,
    "permits:permit_new": Row("200 people", "422 people"),
    "permits:permit": Row("200 operator customs tax", LOCKED, "display"),
    "permits:permit_act": Row(LOCKED, "404 people", "display"),
    "permits:application": Row("200 operator", "302 operator", "display-draft"),
    "permits:objects": Row("200 operator", "422 operator", "display-draft"),
    "permits:item": Row("200 operator", "302 operator", "display-item"),
}


def _first(role: str) -> User:
    """The person of the site who holds the role: made before any room's own."""
    return Membership.objects.filter(role=role).order_by("pk")[0].user


def places(world: World) -> dict[str, dict[str, Any]]:
    show = showing.make_world(
        _first(Role.OPERATOR),
        _first(Role.TAX),
        office=world.office,
        port=world.port,
        clerk=world.clerk,
        customs=world.customs,
    )
    handed_in, draft = showing.submitted(show), showing.drafted(show)
    other = services.open_showroom(
        show.operator, show.zone, name="示例二厅", address="示例路", by=show.keeper
    )
    case = {"pk": draft.case_id}
    return {
        "showroom": {"pk": show.showroom.pk},
        "site": {"pk": handed_in.site.case_id},
        "site-draft": {"pk": other.sites.get().case_id},
        "display": {"pk": handed_in.case_id},
        "display-draft": case,
        "display-item": case | {"item": draft.items.get().pk},
    }
