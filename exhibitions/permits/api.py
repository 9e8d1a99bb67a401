"""The interface of showrooms and permits: the operator asks, authorities answer, customs decides.

What is signed against an operator is signed by an officer in a session of its own: not here
(R-GEN-10).
"""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.signed_in import person
from exhibitions.guarantees.models import Guarantee

from . import services
from .models import DisplayPermit, PermitItem, Showroom
from .queries import guarantees_for, items_of, permits_of, showrooms_of
from .rules import leg_refusal
from .schemas import (
    AnswerIn,
    CoverIn,
    DecisionIn,
    ItemIn,
    NumberIn,
    PermitIn,
    PermitOut,
    ProlongationIn,
    ShowroomOut,
)

router = Router(tags=["displays"])
Answer = tuple[int, dict[str, object]]


def _permit(request: HttpRequest, case: UUID) -> DisplayPermit:
    return get_object_or_404(permits_of(person(request)), case=case)


def _guarantee(showroom: Showroom, key: int | None) -> Guarantee | None:
    return get_object_or_404(guarantees_for(showroom), pk=key) if key is not None else None


def _out(request: HttpRequest, case: object) -> dict[str, object]:
    one = get_object_or_404(permits_of(person(request)), case=case)
    barred = leg_refusal(one)
    return {
        "id": str(one.case_id),
        "number": one.case.number,
        "status": one.status,
        "title": one.title,
        "showroom": one.showroom_id,
        "address": one.site.address,
        "starts_on": one.starts_on and one.starts_on.isoformat(),
        "ends_on": one.ends_on and one.ends_on.isoformat(),
        "customs_number": one.customs_number,
        "business_number": one.business_number,
        "cover_needed": str(one.cover_needed),
        "guarantee": one.guarantee.document_no if one.guarantee else None,
        "next_leg_refused": barred and str(barred.sentence),
        "items": [_item_out(item) for item in items_of(one)],
    }


def _item_out(item: PermitItem) -> dict[str, object]:
    until = item.licence_valid_to
    return {
        "item": item.pk,
        "object": item.object.number,
        "name": item.name,
        "kind": item.kind,
        "bonded": item.is_bonded,
        "art_kind": item.art_kind,
        "hs_code": item.hs_code,
        "value": None if item.value is None else str(item.value),
        "currency": item.currency,
        "booth": item.booth,
        "for_sale": item.for_sale,
        "licence_number": item.licence_number,
        "licence_valid_to": until and until.isoformat(),
        "tax": str(item.tax),
    }


@router.get(
    "/showrooms", auth=SystemAuth("cases"), response=list[ShowroomOut], summary="List showrooms"
)
def showrooms(request: HttpRequest) -> list[dict[str, object]]:
    """Of the client's own enterprise or under its customs, each with its approved place."""
    return [
        {
            "id": one.pk,
            "name": one.name,
            "operator": one.operator.name,
            "zone": str(one.zone),
            "customs": one.customs.name,
            "address": one.site.address if one.site else None,
            "approval_number": one.site.approval_number if one.site else None,
        }
        for one in showrooms_of(person(request))
    ]


@router.post(
    "", auth=SystemAuth("cases"), response={201: PermitOut}, summary="Draft a display permit"
)
@idempotent
def draft(request: HttpRequest, payload: PermitIn) -> Answer:
    """For the showroom's approved place, with objects that filing and entry know."""
    user = person(request)
    showroom = get_object_or_404(showrooms_of(user), pk=payload.showroom)
    said = payload.dict(exclude={"showroom", "objects", "guarantee"})
    said["guarantee"] = _guarantee(showroom, payload.guarantee)
    with transaction.atomic():
        made = services.draft_permit(showroom, by=user)
        services.choose_items(made, payload.objects, by=user)
        services.fill_permit(made, said, by=user)
    return 201, _out(request, made.case_id)


@router.get(
    "/{uuid:case}", auth=SystemAuth("cases"), response=PermitOut, summary="Read a display permit"
)
def read(request: HttpRequest, case: UUID) -> dict[str, object]:
    return _out(request, case)


@router.post(
    "/{uuid:case}/items/{int:item}",
    auth=SystemAuth("cases"),
    response={201: PermitOut},
    summary="Fill in one object of a draft",
)
@idempotent
def fill(request: HttpRequest, case: UUID, item: int, payload: ItemIn) -> Answer:
    held = get_object_or_404(_permit(request, case).items.select_related("permit"), pk=item)
    said = payload.dict(exclude_unset=True)
    if "art_kind" in said:
        said["art_kind"] = said["art_kind"] or ""
    services.fill_item(held, said, by=person(request))
    return 201, _out(request, case)


@router.post(
    "/{uuid:case}/submission",
    auth=SystemAuth("cases"),
    response={201: PermitOut},
    summary="Submit a display permit",
)
@idempotent
def submit(request: HttpRequest, case: UUID) -> Answer:
    """Every clash is named in `refusals` (§10.8)."""
    services.submit_permit(_permit(request, case), by=person(request))
    return 201, _out(request, case)


@router.post(
    "/{uuid:case}/answer",
    auth=SystemAuth("decisions"),
    response={201: PermitOut},
    summary="Answer for an authority that was asked",
)
@idempotent
def answer(request: HttpRequest, case: UUID, payload: AnswerIn) -> Answer:
    services.answer_permit(_permit(request, case), **payload.dict(), by=person(request))
    return 201, _out(request, case)


@router.post(
    "/{uuid:case}/approval",
    auth=SystemAuth("releases"),
    response={201: PermitOut},
    summary="Grant a display permit for customs",
)
@idempotent
def approve(request: HttpRequest, case: UUID, payload: DecisionIn) -> Answer:
    services.approve_permit(_permit(request, case), **payload.dict(), by=person(request))
    return 201, _out(request, case)


@router.post(
    "/{uuid:case}/cover",
    auth=SystemAuth("cases"),
    response={201: PermitOut},
    summary="Stand behind a granted permit with a guarantee",
)
@idempotent
def secure(request: HttpRequest, case: UUID, payload: CoverIn) -> Answer:
    permit = _permit(request, case)
    chosen = _guarantee(permit.showroom, payload.guarantee)
    services.secure_permit(permit, chosen, by=person(request))
    return 201, _out(request, case)


@router.post(
    "/{uuid:case}/opening",
    auth=SystemAuth("cases"),
    response={201: PermitOut},
    summary="Open the show",
)
@idempotent
def opening(request: HttpRequest, case: UUID) -> Answer:
    services.open_permit(_permit(request, case), by=person(request))
    return 201, _out(request, case)


@router.post(
    "/{uuid:case}/prolongation",
    auth=SystemAuth("cases"),
    response={201: PermitOut},
    summary="Ask for a longer period",
)
@idempotent
def ask_prolongation(request: HttpRequest, case: UUID, payload: ProlongationIn) -> Answer:
    services.ask_prolongation(_permit(request, case), **payload.dict(), by=person(request))
    return 201, _out(request, case)


@router.post(
    "/{uuid:case}/prolongation/approval",
    auth=SystemAuth("releases"),
    response={201: PermitOut},
    summary="Grant the longer period for customs",
)
@idempotent
def grant_prolongation(request: HttpRequest, case: UUID, payload: NumberIn) -> Answer:
    services.grant_prolongation(_permit(request, case), **payload.dict(), by=person(request))
    return 201, _out(request, case)


@router.post(
    "/{uuid:case}/closing",
    auth=SystemAuth("cases"),
    response={201: PermitOut},
    summary="End the show",
)
@idempotent
def closing(request: HttpRequest, case: UUID) -> Answer:
    services.begin_closing(_permit(request, case), by=person(request))
    return 201, _out(request, case)
