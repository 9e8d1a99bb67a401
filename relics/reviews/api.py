"""The interface of the exit review: the same services as the pages, for systems."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Router, Status
from ninja.files import UploadedFile

from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.models import Party, Port, Role, User
from approvals.parties.queries import roles_of
from approvals.record.refusals import NotAllowed, Refusal
from relics.appointments.models import Session
from relics.appointments.queries import free_sessions
from relics.register.models import RelicObject
from relics.register.photographs import add_photo
from relics.register.services import add_object

from .models import Mark, Review, ReviewItem
from .queries import found_for_release, reviews_of
from .schemas import (
    ApplicationIn,
    ApplicationOut,
    BookingIn,
    DecisionIn,
    ReleaseIn,
    SessionOut,
    SightingIn,
    application_out,
)
from .services import application, appointment, decision, gate

router = Router()
Answer = tuple[int, dict[str, object]]


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _review(request: HttpRequest, case: UUID) -> Review:
    """The application, if the client's side may see it; else 404."""
    return get_object_or_404(reviews_of(_user(request)), case_id=case)


@router.post(
    "/applications",
    auth=SystemAuth("cases"),
    response={201: ApplicationOut},
    tags=["applications"],
    summary="Draft an application with its objects",
)
@idempotent
def draft(request: HttpRequest, payload: ApplicationIn) -> Answer:
    """Draft for oneself or under a mandate (R-EXIT-01). Photographs follow, then submit."""
    user = _user(request)
    applicant = get_object_or_404(Party, pk=payload.applicant)
    port = get_object_or_404(Port, code=payload.port)
    fields = payload.dict(exclude={"applicant", "title", "objects", "port"})
    with transaction.atomic():
        review = application.draft_application(applicant, title=payload.title, by=user)
        application.fill_application(review, {**fields, "port": port}, by=user)
        things = [add_object(applicant, one.dict(), by=user) for one in payload.objects]
        application.add_objects(review, things, by=user)
    return 201, application_out(Review.objects.get(pk=review.pk))


@router.get(
    "/applications/{uuid:case}",
    auth=SystemAuth("cases"),
    response=ApplicationOut,
    tags=["applications"],
    summary="Read an application",
)
def read(request: HttpRequest, case: UUID) -> dict[str, object]:
    return application_out(_review(request, case))


@router.post(
    "/objects/{int:object_id}/photos",
    auth=SystemAuth("cases"),
    tags=["applications"],
    summary="Add a photograph to an object",
    response={201: dict[str, object]},
)
def photograph(
    request: HttpRequest,
    object_id: int,
    file: UploadedFile = File(...),  # type: ignore[type-arg]
) -> Status[dict[str, object]]:
    """One of one to six photographs, checked and re-encoded (rules §9.3)."""
    thing = get_object_or_404(RelicObject, pk=object_id)
    photo = add_photo(thing, file, by=_user(request))
    return Status(201, {"position": photo.position, "sha256": photo.sha256})


@router.post(
    "/applications/{uuid:case}/submission",
    auth=SystemAuth("cases"),
    response={201: ApplicationOut},
    tags=["applications"],
    summary="Submit an application",
)
@idempotent
def submit(request: HttpRequest, case: UUID) -> Answer:
    """Receipt, number and the clock of 15 working days (R-EXIT-02)."""
    review = application.submit_application(_review(request, case), by=_user(request))
    return 201, application_out(review)


@router.get(
    "/applications/{uuid:case}/sessions",
    auth=SystemAuth("cases"),
    response=list[SessionOut],
    tags=["appointments"],
    summary="Sessions with room for all objects, inside the clock",
)
def sessions(request: HttpRequest, case: UUID) -> list[dict[str, object]]:
    review = _review(request, case)
    today = timezone.localdate()
    seats = review.items.filter(status=ReviewItem.Outcome.PENDING).count()
    found: QuerySet[Session] = free_sessions(review.case, today, date.max, seats)
    return [
        {
            "id": one.pk,
            "date": one.date,
            "half": one.half,
            "place": one.place_kind,
            "address": one.address,
            "places_left": one.places_left,
        }
        for one in found
    ]


@router.post(
    "/applications/{uuid:case}/booking",
    auth=SystemAuth("cases"),
    response={201: dict[str, object]},
    tags=["appointments"],
    summary="Book a session",
)
@idempotent
def book(request: HttpRequest, case: UUID, payload: BookingIn) -> Answer:
    """Seats for every object; 409 with the next free session when they are gone."""
    session = get_object_or_404(Session, pk=payload.session)
    booking = appointment.book_appointment(_review(request, case), session, by=_user(request))
    return 201, {"booking": booking.pk, "status": booking.status, "seats": booking.seats}


@router.post(
    "/applications/{uuid:case}/decision",
    auth=SystemAuth("decisions"),
    response={201: ApplicationOut},
    tags=["decisions"],
    summary="Decide on every object",
)
@idempotent
def decide(request: HttpRequest, case: UUID, payload: DecisionIn) -> Answer:
    """A permit needs every responsible appraiser (R-EXIT-04); outcomes are per object."""
    review = _review(request, case)
    items = {item.sequence: item.pk for item in review.items.filter(status="pending")}
    given = {items.get(one.sequence, -one.sequence): one for one in payload.outcomes}
    decision.decide(
        review,
        {key: one.outcome for key, one in given.items()},
        reasons={key: one.reason for key, one in given.items()},
        opinion=payload.opinion,
        by=_user(request),
    )
    return 201, application_out(Review.objects.get(pk=review.pk))


def _customs(request: HttpRequest) -> User:
    """Only customs looks things up at the gate."""
    user = _user(request)
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
