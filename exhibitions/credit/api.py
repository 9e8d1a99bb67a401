"""The interface: the tier of an enterprise and what it opens; customs records a tier."""

from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema

from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.models import Party
from approvals.parties.signed_in import person
from approvals.record.refusals import NotAllowed, require

from .queries import ENTERPRISES, own_enterprises, standing_of
from .rules import rater_refusal
from .services import rate_party

router = Router(tags=["credit"])
Answer = tuple[int, dict[str, object]]


class RatingIn(Schema):
    """A tier by its document; `tier` is of the set of its first day (R-CRED)."""

    tier: str = Field(max_length=12)
    valid_from: date
    valid_to: date | None = None
    source: str = Field(min_length=1, max_length=200)


class StandingOut(Schema):
    """`tier` is null where the enterprise has none on the day."""

    party: int
    identity_number: str
    on: date
    tier: str | None
    may_be_exempt: bool
    may_show: bool
    may_declare_centrally: bool
    inspect_every_batch: bool
    inspection_share: int


def _told(party: Party, on: date | None) -> dict[str, object]:
    day = on or timezone.localdate()
    found = standing_of(party, day)
    return {
        "party": party.pk,
        "identity_number": party.identity_number,
        "on": day.isoformat(),
        **vars(found),
    }


@router.get(
    "/parties/{int:pk}",
    auth=SystemAuth("cases"),
    response=StandingOut,
    summary="The standing of one's own enterprise",
)
def own_standing(request: HttpRequest, pk: int, on: date | None = None) -> dict[str, object]:
    return _told(get_object_or_404(own_enterprises(person(request)), pk=pk), on)


@router.get(
    "/customs/parties/{code}",
    auth=SystemAuth("releases"),
    response=StandingOut,
    summary="The standing of an enterprise by its unified social credit code",
)
def standing(request: HttpRequest, code: str, on: date | None = None) -> dict[str, object]:
    require(rater_refusal(person(request)), error=NotAllowed)
    return _told(get_object_or_404(ENTERPRISES, identity_number=code), on)


@router.post(
    "/customs/parties/{code}/ratings",
    auth=SystemAuth("releases"),
    response={201: StandingOut},
    summary="Record a tier of an enterprise",
)
@idempotent
def record(request: HttpRequest, code: str, payload: RatingIn) -> Answer:
    """A drop stops new legs at once and cancels nothing (edge case 42)."""
    require(rater_refusal(person(request)), error=NotAllowed)
    party = get_object_or_404(ENTERPRISES, identity_number=code)
    said = payload.dict()
    rate_party(party, said.pop("tier"), **said, by=person(request))
    return 201, _told(party, None)
