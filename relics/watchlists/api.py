"""The interface: what the check of an object found, and whether it is frozen.

For systems of offices and of customs. Verdicts, reports and instructions are people's own acts.
"""

from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from approvals.exchange.access import SystemAuth
from approvals.parties.models import User
from relics.register.models import RelicObject

from .models import Freeze
from .queries import barring_freeze, is_current, latest_check, objects_asked_by
from .rules import rule_of

router = Router(tags=["watchlists"])


class CheckOut(Schema):
    """The latest check. `versions` are the lists asked, each with its version number."""

    at: datetime
    result: str
    current: bool
    versions: list[tuple[str, int]]
    candidates: int


class FreezeOut(Schema):
    """The freeze that bars the object."""

    id: int
    status: str
    ground: str
    rule: str
    opened_at: datetime
    reported_at: datetime | None


class StandingOut(Schema):
    """How an object stands: nothing in either field means never checked, not frozen."""

    object: int
    number: str
    check: CheckOut | None
    freeze: FreezeOut | None


@router.get(
    "/objects/{int:pk}",
    auth=SystemAuth("decisions"),
    response=StandingOut,
    summary="List check and freeze of an object",
)
def standing(request: HttpRequest, pk: int) -> dict[str, object]:
    """For the office that checked or froze the object, or holds its case."""
    return _told(request, pk)


@router.get(
    "/customs/objects/{int:pk}",
    auth=SystemAuth("releases"),
    response=StandingOut,
    summary="The same for customs",
)
def standing_for_customs(request: HttpRequest, pk: int) -> dict[str, object]:
    """For customs at a port of the office that froze or checked the object."""
    return _told(request, pk)


def _told(request: HttpRequest, pk: int) -> dict[str, object]:
    assert isinstance(request.user, User)
    thing = get_object_or_404(objects_asked_by(request.user), pk=pk)
    return {
        "object": thing.pk,
        "number": thing.number,
        "check": _check(thing),
        "freeze": _freeze(barring_freeze(thing)),
    }


def _check(thing: RelicObject) -> dict[str, object] | None:
    found = latest_check(thing)
    if found is None:
        return None
    return {
        "at": found.at,
        "result": found.result,
        "current": is_current(found),
        "versions": found.versions,
        "candidates": found.candidates.count(),
    }


def _freeze(found: Freeze | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "id": found.pk,
        "status": str(found.status),
        "ground": found.ground,
        "rule": rule_of(found.ground),
        "opened_at": found.opened_at,
        "reported_at": found.reported_at,
    }
