"""What the office's own system does, step by step. Opinions are signed by people, on the pages."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Router
from ninja.files import UploadedFile

from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.models import User
from relics.register.models import Photo
from relics.reviews.models import Mark, Review
from relics.reviews.schemas import (
    AcceptIn,
    ApplicationOut,
    CheckInIn,
    CorrectionIn,
    DecisionIn,
    DeclineIn,
    HandBackIn,
    IssueIn,
    MarksIn,
    PhotographOut,
    ReasonIn,
    RemarkIn,
    application_out,
    photograph_out,
)
from relics.reviews.services import (
    appointment,
    custody,
    decision,
    examination,
    intake,
    marking,
    onsite,
    paper_acts,
)
from relics.reviews.services.remarking import replace_mark

from .access import Answer, acting, application_of, at_the_office

router = Router()
OFFICE = SystemAuth("decisions")


def _answer(review: Review) -> Answer:
    return 201, application_out(Review.objects.select_related("case").get(pk=review.pk))


def _items(review: Review) -> dict[int, int]:
    """The keys of the items by their sequence."""
    return dict(review.items.values_list("sequence", "pk"))


@router.post(
    "/applications/{uuid:case}/confirmation",
    auth=OFFICE,
    response={201: ApplicationOut},
    tags=["office"],
    summary="Confirm the session that was asked for",
)
@idempotent
def confirm(request: HttpRequest, case: UUID) -> Answer:
    """Only a session that can seat a lawful panel (R-APPT-04)."""
    review = at_the_office(request, case)
    appointment.confirm_appointment(review, by=acting(request))
    return _answer(review)


@router.post(
    "/applications/{uuid:case}/session-refusal",
    auth=OFFICE,
    response={201: ApplicationOut},
    tags=["office"],
    summary="Refuse the session, with a reason",
)
@idempotent
def refuse(request: HttpRequest, case: UUID, payload: ReasonIn) -> Answer:
    """The applicant books another (R-APPT-02)."""
    review = at_the_office(request, case)
    appointment.refuse_appointment(review, reason=payload.reason, by=acting(request))
    return _answer(review)


@router.post(
    "/applications/{uuid:case}/acceptance",
    auth=OFFICE,
    response={201: ApplicationOut},
    tags=["office"],
    summary="Accept the file",
)
@idempotent
def accept(request: HttpRequest, case: UUID, payload: AcceptIn) -> Answer:
    """In writing; the date to decide is firm (R-GEN-05)."""
    review = at_the_office(request, case)
    intake.accept_application(review, approval_seen=payload.approval_seen, by=acting(request))
    return _answer(review)


@router.post(
    "/applications/{uuid:case}/correction",
    auth=OFFICE,
    response={201: ApplicationOut},
    tags=["office"],
    summary="Say once what is missing",
)
@idempotent
def correct(request: HttpRequest, case: UUID, payload: CorrectionIn) -> Answer:
    """Everything in one notice (R-GEN-03)."""
    review = at_the_office(request, case)
    items = {item.sequence: item for item in review.items.all()}
    points = [intake.Point(one.text, items.get(one.sequence or 0)) for one in payload.points]
    intake.send_correction(review, points, by=acting(request))
    return _answer(review)


@router.post(
    "/applications/{uuid:case}/non-acceptance",
    auth=OFFICE,
    response={201: ApplicationOut},
    tags=["office"],
    summary="Do not accept the file",
)
@idempotent
def decline(request: HttpRequest, case: UUID, payload: DeclineIn) -> Answer:
    """With ground, reason and rights (R-GEN-05, R-GEN-10)."""
    review = at_the_office(request, case)
    intake.decline_application(
        review, ground=payload.ground, reason=payload.reason, by=acting(request)
    )
    return _answer(review)


@router.post(
    "/applications/{uuid:case}/check-in",
    auth=OFFICE,
    response={201: ApplicationOut},
    tags=["office"],
    summary="Record who and what came",
)
@idempotent
def check_in(request: HttpRequest, case: UUID, payload: CheckInIn) -> Answer:
    """Before two officers (R-GEN-06); the second is named by the name it signs in with."""
    review = at_the_office(request, case)
    examination.check_in(
        review,
        second_officer=get_object_or_404(User, username=payload.second_officer),
        identity_checked=payload.identity_checked,
        absent=list(review.items.filter(sequence__in=payload.absent)),
        note=payload.note,
        by=acting(request),
    )
    return _answer(review)


@router.post(
    "/applications/{uuid:case}/objects/{int:sequence}/photos",
    auth=OFFICE,
    response={201: PhotographOut},
    tags=["office"],
    summary="Photograph a listed object at the desk",
)
@idempotent
def photograph(
    request: HttpRequest,
    case: UUID,
    sequence: int,
    file: UploadedFile = File(...),  # type: ignore[type-arg]
    view: Photo.View = Form(...),  # type: ignore[type-arg]
) -> Answer:
    """As it was found on the day (R-GEN-04); JPG, PNG, BMP or WebP, at most 10 MB."""
    review = at_the_office(request, case)
    item = get_object_or_404(review.items, sequence=sequence)
    taken = onsite.photograph_item(item, file, view=view, by=acting(request))
    return 201, photograph_out(taken)


@router.post(
    "/applications/{uuid:case}/decision",
    auth=OFFICE,
    response={201: ApplicationOut},
    tags=["decisions"],
    summary="Decide on every object",
)
@idempotent
def decide(request: HttpRequest, case: UUID, payload: DecisionIn) -> Answer:
    """A permit needs every responsible appraiser (R-EXIT-04); outcomes are per object."""
    review = application_of(request, case)
    items = {item.sequence: item.pk for item in review.items.filter(status="pending")}
    given = {items.get(one.sequence, -one.sequence): one for one in payload.outcomes}
    decision.decide(
        review,
        {key: one.outcome for key, one in given.items()},
        reasons={key: one.reason for key, one in given.items()},
        opinion=payload.opinion,
        by=acting(request),
    )
    return 201, application_out(Review.objects.get(pk=review.pk))


@router.post(
    "/applications/{uuid:case}/marks",
    auth=OFFICE,
    response={201: ApplicationOut},
    tags=["office"],
    summary="Bind a mark to every object that may leave",
)
@idempotent
def marks(request: HttpRequest, case: UUID, payload: MarksIn) -> Answer:
    """Numbers of the office's stock, by the object's sequence (R-EXIT-08, R-EXIT-12)."""
    review = at_the_office(request, case)
    items = _items(review)
    stock = {mark.number: mark for mark in Mark.objects.filter(office__party=review.case.office)}
    pairs = {
        items.get(one.sequence, -one.sequence): stock.get(one.mark) or get_object_or_404(Mark, pk=0)
        for one in payload.marks
    }
    marking.bind_marks(review, pairs, by=acting(request))
    return _answer(review)


@router.post(
    "/applications/{uuid:case}/objects/{sequence}/mark",
    auth=OFFICE,
    response={201: ApplicationOut},
    tags=["office"],
    summary="Replace a damaged or lost mark",
)
@idempotent
def remark(request: HttpRequest, case: UUID, sequence: int, payload: RemarkIn) -> Answer:
    """The old number is kept as destroyed; a paper that names it is issued anew (R-EXIT-12)."""
    review = at_the_office(request, case)
    item = get_object_or_404(review.items.select_related("review__case"), sequence=sequence)
    blank = Mark.objects.filter(number=payload.mark, office__party=review.case.office).first()
    replace_mark(item, blank, seen=payload.seen, reason=payload.reason, by=acting(request))
    return _answer(review)


@router.post(
    "/applications/{uuid:case}/papers",
    auth=OFFICE,
    response={201: ApplicationOut},
    tags=["office"],
    summary="Issue the papers of the outcome",
)
@idempotent
def issue(request: HttpRequest, case: UUID, payload: IssueIn) -> Answer:
    """The number comes from the authority's own series, or none is printed (R-EXIT-19)."""
    review = at_the_office(request, case)
    paper_acts.issue_papers(
        review,
        permit_number=payload.permit_number,
        valid_until=payload.valid_until,
        remarks=payload.remarks,
        by=acting(request),
    )
    return _answer(review)


@router.post(
    "/applications/{uuid:case}/hand-back",
    auth=OFFICE,
    response={201: ApplicationOut},
    tags=["office"],
    summary="Hand the refused objects back against signature",
)
@idempotent
def hand_back(request: HttpRequest, case: UUID, payload: HandBackIn) -> Answer:
    """All of them at once (R-EXIT-09)."""
    review = at_the_office(request, case)
    refused = list(review.items.filter(status="prohibited"))
    custody.hand_back(review, refused, received_by=payload.received_by, by=acting(request))
    return _answer(review)
