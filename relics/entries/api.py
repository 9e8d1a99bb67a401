"""The interface of entries: declare, look at the seal, register, and read what is here."""

import binascii
import io
from base64 import b64decode
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import File, Form, Router
from ninja.files import UploadedFile

from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.models import Party
from approvals.record.refusals import NotAcceptable, Refusal
from relics.register.models import Photo
from relics.reviews.api.access import Answer, acting, application_of, at_the_office
from relics.reviews.models import Mark, ReviewItem
from relics.reviews.schemas import PhotographOut, photograph_out

from .queries import in_state, stays_of
from .schemas import (
    DeclarationIn,
    DeclarationOut,
    RegisteredOut,
    RegisterIn,
    SealIn,
    SealOut,
    StayOut,
    stay_out,
)
from .services import (
    check_lists,
    check_seal,
    declare_entry,
    finish_registration,
    photograph,
    register_object,
)

router = Router(tags=["entries"])
CASES, OFFICE = SystemAuth("cases"), SystemAuth("decisions")


def _file(text: str) -> io.BytesIO | None:
    """A file sent in base64, or None."""
    if not text:
        return None
    try:
        return io.BytesIO(b64decode(text, validate=True))
    except (binascii.Error, ValueError) as error:
        raise NotAcceptable(
            Refusal("file_unreadable", _("文件不是有效的 base64 编码。"), "R-DATA-10")
        ) from error


@router.post(
    "/applications/{uuid:case}/entry",
    auth=CASES,
    response={201: DeclarationOut},
    summary="Declare what customs was told",
)
@idempotent
def declare(request: HttpRequest, case: UUID, payload: DeclarationIn) -> Answer:
    """Into the draft of an entry (rules §9.4)."""
    values = payload.dict()
    papers = {name: _file(values.pop(name)) for name in ("customs_paper", "filing")}
    customs = Party.objects.filter(kind=Party.Kind.CUSTOMS)
    values["customs"] = get_object_or_404(customs, pk=payload.customs)
    if payload.zone is not None:
        values["zone"] = get_object_or_404(Party, pk=payload.zone, kind=Party.Kind.ZONE)
    entry = declare_entry(application_of(request, case), values, **papers, by=acting(request))
    return 201, {"customs_sha256": entry.customs_sha256, "filing_sha256": entry.filing_sha256}


@router.post(
    "/applications/{uuid:case}/seal",
    auth=OFFICE,
    response={201: SealOut},
    summary="Record the customs seal before opening",
)
@idempotent
def seal(request: HttpRequest, case: UUID, payload: SealIn) -> Answer:
    """A broken seal, or another one, halts the case (R-TEMP-01)."""
    values = payload.dict()
    photo = _file(values.pop("photo"))
    check = check_seal(at_the_office(request, case), **values, photo=photo, by=acting(request))
    return 201, {"result": check.result, "status": check.review.status}


@router.post(
    "/applications/{uuid:case}/list-check",
    auth=OFFICE,
    response={201: dict[str, int]},
    summary="Ask the lists about every object that waits",
)
@idempotent
def lists(request: HttpRequest, case: UUID) -> Answer:
    """Mandatory before registration (R-TEMP-07); likenesses are judged by people."""
    return 201, {"alike": check_lists(at_the_office(request, case), by=acting(request))}


@router.post(
    "/applications/{uuid:case}/objects/{int:sequence}/registration/photos",
    auth=OFFICE,
    response={201: PhotographOut},
    summary="Photograph one view of an object that enters",
)
@idempotent
def take_photograph(
    request: HttpRequest,
    case: UUID,
    sequence: int,
    file: UploadedFile = File(...),  # type: ignore[type-arg]
    view: Photo.View = Form(...),  # type: ignore[type-arg]
) -> Answer:
    """Before the object is registered (R-TEMP-01); JPG, PNG, BMP or WebP, at most 10 MB."""
    review = at_the_office(request, case)
    item = get_object_or_404(ReviewItem, review=review, sequence=sequence)
    return 201, photograph_out(photograph(item, file, view=view, by=acting(request)))


@router.post(
    "/applications/{uuid:case}/objects/{int:sequence}/registration",
    auth=OFFICE,
    response={201: RegisteredOut},
    summary="Register one object",
)
@idempotent
def register(request: HttpRequest, case: UUID, sequence: int, payload: RegisterIn) -> Answer:
    """With its measures and, for a temporary entry, its mark (R-TEMP-01)."""
    review = at_the_office(request, case)
    item = get_object_or_404(ReviewItem, review=review, sequence=sequence)
    mark = Mark.objects.filter(number=payload.mark, office__party=review.case.office).first()
    done = register_object(item, mark=mark, measures=payload.measures, by=acting(request))
    return 201, {"sequence": done.sequence, "outcome": done.status}


@router.post(
    "/applications/{uuid:case}/registration",
    auth=OFFICE,
    response={201: dict[str, str]},
    summary="Say that every object is registered",
)
@idempotent
def finish(request: HttpRequest, case: UUID) -> Answer:
    """Then the papers are issued."""
    review = finish_registration(at_the_office(request, case), by=acting(request))
    return 201, {"status": review.status}


@router.get("/stays", auth=CASES, response=list[StayOut], summary="What is here for a time")
def stays(request: HttpRequest, state: str = "open") -> list[dict[str, object]]:
    """`state`: open, soon, overdue, unprivileged or ended; the nearest end first."""
    return [stay_out(one) for one in in_state(stays_of(acting(request)), state)[:200]]


@router.get("/stays/{int:pk}", auth=CASES, response=StayOut, summary="Read a stay")
def stay(request: HttpRequest, pk: int) -> dict[str, object]:
    return stay_out(get_object_or_404(stays_of(acting(request)), pk=pk))
