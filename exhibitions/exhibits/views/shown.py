"""What the pages of custody show alike."""

from collections.abc import Sequence
from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone

from approvals.parties.models import Role, User
from approvals.parties.queries import memberships_of
from exhibitions.exhibits.models import Exhibit
from exhibitions.exhibits.queries import positions
from exhibitions.exhibits.rules import HANDLERS
from exhibitions.exhibits.selling import kept_from_sale
from exhibitions.exhibits.wording import NEXT, tone_of
from exhibitions.permits.models import Site


def person(request: HttpRequest) -> User:
    """Who is signed in; for views behind `login_required`."""
    return cast("User", request.user)


def sides_of(user: User, site: Site | None = None) -> dict[str, bool]:
    """`handles` for the operator, `keeps` for customs; of one site, or anywhere."""
    held = list(memberships_of(user).values_list("role", "party_id"))
    room = site.showroom if site else None
    return {
        "handles": any(
            role in HANDLERS and (room is None or party == room.operator_id) for role, party in held
        ),
        "keeps": any(
            role == Role.CUSTOMS and (room is None or party == room.customs_id)
            for role, party in held
        ),
    }


def shell_of(sides: dict[str, bool]) -> str:
    return "base_work.html" if sides["keeps"] else "base_public.html"


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
