"""What the applicant's system does: draft, list, submit, book, take back, withdraw."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, Router
from ninja.files import UploadedFile

from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.models import Party, Port
from approvals.parties.queries import may_apply_for, parties_of
from relics.appointments.models import Session
from relics.appointments.queries import free_sessions
from relics.register.models import Photo, RelicObject
from relics.register.photographs import add_photo
from relics.register.queries import objects_of
from relics.register.services import add_object
from relics.reviews.models import Review, ReviewItem
from relics.reviews.procedures import all_procedures
from relics.reviews.schemas import (
    AnswersIn,
    ApplicationIn,
    ApplicationOut,
    BookingIn,
    PhotographOut,
    ProcedureOut,
    ReasonIn,
    SessionOut,
    application_out,
    photograph_out,
)
from relics.reviews.services import application, appointment, resuming

from .access import Answer, acting, application_of

router = Router()
CASES = SystemAuth("cases")


@router.get(
    "/procedures",
    auth=CASES,
    response=list[ProcedureOut],
    tags=["applications"],
    summary="The procedures an application may run under, with what each asks for",
)
def procedures(request: HttpRequest) -> list[dict[str, object]]:
    return [
        {
            "key": one.key,
            "title": str(one.title),
            "form": one.form,
            "required": list(one.required),
            "optional": list(one.optional),
            "working_days": one.days,
            "rule": one.clock_rule,
            "outcomes": list(one.outcomes),
        }
        for one in all_procedures()
    ]


@router.post(
    "/applications",
    auth=CASES,
    response={201: ApplicationOut},
    tags=["applications"],
    summary="Draft an application with its objects",
)
@idempotent
def draft(request: HttpRequest, payload: ApplicationIn) -> Answer:
    """Draft for oneself or under a mandate (R-EXIT-01). Photographs follow, then submit.

    `objects` are registered anew; `pick` names objects the applicant has registered before, as
    a re-exit asks for (R-TEMP-06).
    """
    user = acting(request)
    applicant = get_object_or_404(Party, pk=payload.applicant)
    fields = payload.particulars()
    if payload.port:
        fields["port"] = get_object_or_404(Port, code=payload.port)
    with transaction.atomic():
        review = application.draft_application(
            applicant, title=payload.title, procedure=payload.procedure, by=user
        )
        application.fill_application(review, fields, by=user)
        things = [add_object(applicant, one.dict(), by=user) for one in payload.objects]
        picked = list(objects_of(applicant).filter(pk__in=payload.pick))
        if len(picked) != len(set(payload.pick)):
            get_object_or_404(RelicObject, pk=0)
        application.add_objects(review, [*things, *picked], by=user)
    return 201, application_out(Review.objects.get(pk=review.pk))


@router.get(
    "/applications/{uuid:case}",
    auth=CASES,
    response=ApplicationOut,
    tags=["applications"],
    summary="Read an application",
)
def read(request: HttpRequest, case: UUID) -> dict[str, object]:
    return application_out(application_of(request, case))


@router.post(
    "/objects/{int:object_id}/photos",
    auth=CASES,
    tags=["applications"],
    summary="Add a photograph to an object",
    response={201: PhotographOut},
)
@idempotent
def photograph(
    request: HttpRequest,
    object_id: int,
    file: UploadedFile = File(...),  # type: ignore[type-arg]
    view: Photo.View = Form(Photo.View.OVERALL),  # type: ignore[type-arg]
) -> Answer:
    """One of one to six photographs, checked and re-encoded (rules §9.3).

    JPG, PNG, BMP or WebP, at most 10 MB.
    """
    user = acting(request)
    theirs = Q(owner__in=may_apply_for(user)) | Q(owner__in=parties_of(user))
    thing = get_object_or_404(RelicObject.objects.filter(theirs), pk=object_id)
    return 201, photograph_out(add_photo(thing, file, by=user, view=view))


@router.post(
    "/applications/{uuid:case}/submission",
    auth=CASES,
    response={201: ApplicationOut},
    tags=["applications"],
    summary="Submit an application",
)
@idempotent
def submit(request: HttpRequest, case: UUID) -> Answer:
    """Receipt, number and the clock of 15 working days (R-EXIT-02)."""
    review = application.submit_application(application_of(request, case), by=acting(request))
    return 201, application_out(review)


@router.get(
    "/applications/{uuid:case}/sessions",
    auth=CASES,
    response=list[SessionOut],
    tags=["appointments"],
    summary="Sessions with room for all objects, inside the clock",
)
def sessions(request: HttpRequest, case: UUID) -> list[dict[str, object]]:
    review = application_of(request, case)
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
    auth=CASES,
    response={201: dict[str, object]},
    tags=["appointments"],
    summary="Book a session",
)
@idempotent
def book(request: HttpRequest, case: UUID, payload: BookingIn) -> Answer:
    """Seats for every object; 409 with the next free session when they are gone."""
    session = get_object_or_404(Session, pk=payload.session)
    booking = appointment.book_appointment(
        application_of(request, case), session, by=acting(request)
    )
    return 201, {"booking": booking.pk, "status": booking.status, "seats": booking.seats}


@router.post(
    "/applications/{uuid:case}/answers",
    auth=CASES,
    response={201: ApplicationOut},
    tags=["applications"],
    summary="Answer every point of the correction notice",
)
@idempotent
def answer(request: HttpRequest, case: UUID, payload: AnswersIn) -> Answer:
    """By the point's id; all at once (R-GEN-03)."""
    given = {one.point: one.text for one in payload.answers}
    review = application.answer_correction(application_of(request, case), given, by=acting(request))
    return 201, application_out(review)


@router.post(
    "/applications/{uuid:case}/retraction",
    auth=CASES,
    response={201: ApplicationOut},
    tags=["applications"],
    summary="Take a submission back into a draft",
)
@idempotent
def retract(request: HttpRequest, case: UUID, payload: ReasonIn) -> Answer:
    """While the office has not looked at it; a new round follows."""
    review = resuming.retract_application(
        application_of(request, case), reason=payload.reason, by=acting(request)
    )
    return 201, application_out(review)


@router.post(
    "/applications/{uuid:case}/withdrawal",
    auth=CASES,
    response={201: ApplicationOut},
    tags=["applications"],
    summary="Withdraw an application",
)
@idempotent
def withdraw(request: HttpRequest, case: UUID, payload: ReasonIn) -> Answer:
    """Before the decision; opinions given so far are kept (edge case 48)."""
    review = application.withdraw_application(
        application_of(request, case), reason=payload.reason, by=acting(request)
    )
    return 201, application_out(review)
