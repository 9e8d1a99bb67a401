"""What customs' system does at the gate: find, release, report a mark."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router

from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.models import Port, Role, User
from approvals.parties.queries import roles_of
from approvals.record.refusals import NotAllowed, Refusal
from relics.reviews.models import Mark, ReviewItem
from relics.reviews.queries import found_for_release
from relics.reviews.schemas import ReleaseIn, SightingIn
from relics.reviews.services import gate

from .access import Answer, acting

router = Router()


def _customs(request: HttpRequest) -> User:
    """Only customs looks things up at the gate."""
    user = acting(request)
    if Role.CUSTOMS not in roles_of(user):
        raise NotAllowed(Refusal("no_right", _("只有海关可以查询放行。"), "R-EXIT-08"))
    return user


@router.get(
    "/releases",
    auth=SystemAuth("releases"),
    response=list[dict[str, object]],
    tags=["releases"],
    summary="Find objects by permit or mark",
)
def find(request: HttpRequest, q: str) -> list[dict[str, object]]:
    """By the permit's code, number or reference, or by a mark's number."""
    _customs(request)
    return [
        {
            "case": item.review.case.number,
            "sequence": item.sequence,
            "name": item.object.name,
            "outcome": item.status,
            "mark": item.mark.number,
            "mark_status": item.mark.status,
        }
        for item in found_for_release(q)
    ]


@router.post(
    "/releases",
    auth=SystemAuth("releases"),
    response={201: dict[str, object]},
    tags=["releases"],
    summary="Release objects, whole or part",
)
@idempotent
def release(request: HttpRequest, payload: ReleaseIn) -> Answer:
    """Once for each object, on a valid permit, with its mark intact (R-EXIT-08)."""
    user = _customs(request)
    port = get_object_or_404(Port, code=payload.port)
    wanted = [
        item for item in found_for_release(payload.permit) if item.sequence in payload.sequences
    ]
    if len(wanted) != len(set(payload.sequences)):
        get_object_or_404(ReviewItem, pk=0)
    released = gate.release(wanted, port=port, declaration=payload.declaration, by=user)
    return 201, {"released": sorted(one.item.sequence for one in released), "port": port.code}


@router.post(
    "/marks/{number}/sightings",
    auth=SystemAuth("releases"),
    response={201: dict[str, object]},
    tags=["releases"],
    summary="Record what was seen of a mark",
)
@idempotent
def sight(request: HttpRequest, number: str, payload: SightingIn) -> Answer:
    user = _customs(request)
    mark = get_object_or_404(Mark, number=number)
    port = get_object_or_404(Port, code=payload.port)
    seen = gate.record_sighting(mark, seen=payload.seen, port=port, by=user)
    return 201, {"mark": number, "status": seen.mark.status}
