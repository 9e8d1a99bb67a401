"""The interface of extensions: the applicant asks, the office and customs answer (§10.4).

A refusal is signed by an officer in a session of its own: not here (R-GEN-10).
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, File, Router, Schema, Status
from ninja.files import UploadedFile

from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.models import Party
from approvals.parties.signed_in import person
from relics.entries.queries import current_clocks

from .models import Extension
from .queries import extensions_of, stays_in
from .services import (
    answer_extension,
    draft_extension,
    fill_extension,
    keep_consent,
    submit_extension,
    take_back_extension,
)

router = Router(tags=["extensions"])
Answer = tuple[int, dict[str, object]]


class ExtensionIn(Schema):
    """`code`: of the register of entry, where the requester is not the declarant (R-TEMP-08)."""

    requester: int
    stays: list[int] = Field(min_length=1, max_length=500)
    months: int = Field(ge=1, le=24)
    reason: str = Field(min_length=1, max_length=1000)
    change_number: str = Field("", max_length=100)
    code: str = Field("", max_length=32)


class AnswerIn(Schema):
    """A no needs its reason; the administration's word and 直属海关's need their number.

    `months`: fewer than asked for, with the reason; left out, all of them.
    """

    agrees: bool
    months: int | None = Field(None, ge=1, le=24)
    reason: str = Field("", max_length=1000)
    number: str = Field("", max_length=100)


class ClockOut(Schema):
    kind: str
    due_on: date
    decision: str


class StayOut(Schema):
    stay: int
    object: str
    name: str
    status: str
    clocks: list[ClockOut]


class TakingBackIn(Schema):
    reason: str = Field("", max_length=500)


class AnswerOut(Schema):
    side: str
    agrees: bool
    months: int | None
    reason: str
    number: str


class ExtensionOut(Schema):
    id: UUID
    number: str | None
    entry: str | None
    status: str
    months: int
    granted: int | None
    late: bool
    authority: str
    asks_customs: bool
    stays: list[StayOut]
    answers: list[AnswerOut]


def _extension(request: HttpRequest, case: UUID) -> Extension:
    return get_object_or_404(extensions_of(person(request)), case=case)


def _out(request: HttpRequest, case: object) -> dict[str, object]:
    """The application with its objects, the earliest clock of each first: that one governs."""
    one = get_object_or_404(extensions_of(person(request)), case=case)
    answers = one.answers.all() if one.decided_at else ()
    return {
        "id": str(one.case_id),
        "number": one.case.number,
        "entry": one.entry.case.number,
        "status": one.status,
        "months": one.months,
        "granted": one.granted if one.status == Extension.Status.APPROVED else None,
        "late": one.is_late,
        "authority": one.authority,
        "asks_customs": one.asks_customs,
        "stays": [
            {
                "stay": stay.pk,
                "object": stay.object.number,
                "name": stay.object.name,
                "status": stay.status,
                "clocks": [
                    {
                        "kind": clock.kind,
                        "due_on": clock.due_on.isoformat(),
                        "decision": clock.decision,
                    }
                    for clock in current_clocks(stay.clocks.all())
                ],
            }
            for stay in stays_in(one)
        ],
        "answers": [
            {
                "side": said.side,
                "agrees": said.agrees,
                "months": said.months,
                "reason": said.reason,
                "number": said.number,
            }
            for said in answers
        ],
    }


@router.post(
    "",
    auth=SystemAuth("cases"),
    response={201: ExtensionOut},
    summary="Draft an extension for objects of one entry",
)
@idempotent
def draft(request: HttpRequest, payload: ExtensionIn) -> Answer:
    """Of the declarant, or of another unit that hands in the declarant's consent (R-TEMP-08)."""
    user = person(request)
    requester = get_object_or_404(Party, pk=payload.requester)
    with transaction.atomic():
        made = draft_extension(payload.stays, requester=requester, code=payload.code, by=user)
        fill_extension(
            made,
            months=payload.months,
            reason=payload.reason,
            change_number=payload.change_number,
            by=user,
        )
    return 201, _out(request, made.case_id)


@router.get(
    "/{uuid:case}", auth=SystemAuth("cases"), response=ExtensionOut, summary="Read an extension"
)
def read(request: HttpRequest, case: UUID) -> dict[str, object]:
    return _out(request, case)


@router.post(
    "/{uuid:case}/consent",
    auth=SystemAuth("cases"),
    response={201: ExtensionOut},
    summary="Hand in the declarant's consent",
)
def consent(
    request: HttpRequest,
    case: UUID,
    file: UploadedFile = File(...),  # type: ignore[type-arg]
) -> Status[dict[str, object]]:
    keep_consent(_extension(request, case), file, by=person(request))
    return Status(201, _out(request, case))


@router.post(
    "/{uuid:case}/submission",
    auth=SystemAuth("cases"),
    response={201: ExtensionOut},
    summary="Submit an extension",
)
@idempotent
def submit(request: HttpRequest, case: UUID) -> Answer:
    """In time, the objects cannot fall overdue until it is decided (edge case 10)."""
    submit_extension(_extension(request, case), by=person(request))
    return 201, _out(request, case)


@router.post(
    "/{uuid:case}/withdrawal",
    auth=SystemAuth("cases"),
    response={201: ExtensionOut},
    summary="Take an extension back",
)
@idempotent
def take_back(request: HttpRequest, case: UUID, payload: TakingBackIn) -> Answer:
    """Before it is decided; the old terms count."""
    take_back_extension(_extension(request, case), reason=payload.reason, by=person(request))
    return 201, _out(request, case)


@router.post(
    "/{uuid:case}/office",
    auth=SystemAuth("decisions"),
    response={201: ExtensionOut},
    summary="Answer for the office, or with the number of the administration",
)
@idempotent
def office(request: HttpRequest, case: UUID, payload: AnswerIn) -> Answer:
    answer_extension(_extension(request, case), "office", **payload.dict(), by=person(request))
    return 201, _out(request, case)


@router.post(
    "/{uuid:case}/customs",
    auth=SystemAuth("releases"),
    response={201: ExtensionOut},
    summary="Answer for the customs of the entry",
)
@idempotent
def customs(request: HttpRequest, case: UUID, payload: AnswerIn) -> Answer:
    """One no of either is a no (edge case 11)."""
    answer_extension(_extension(request, case), "customs", **payload.dict(), by=person(request))
    return 201, _out(request, case)
