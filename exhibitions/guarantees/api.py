"""The interface: the meter of a guarantee, handing one in, and customs' plain acts.

What is signed against the holder (refusal, call, notice, treasury) is an officer's own act in a
session: not here (R-GEN-10).
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema

from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.models import Party
from approvals.parties.signed_in import person

from . import services
from .models import Guarantee
from .queries import cover_of, held_by, holders_of, kept_by, recall_list, summed

router = Router(tags=["guarantees"])
Answer = tuple[int, dict[str, object]]
MOST = 500
TEXT = Field(min_length=1, max_length=500)


class GuaranteeIn(Schema):
    """Everything that a guarantee must say (R-GUAR-03)."""

    holder: int
    customs: int
    form: str = Field(max_length=12)
    is_general: bool = True
    document_no: str = Field(min_length=1, max_length=64)
    guarantor: str = Field(min_length=1, max_length=200)
    parties: str = TEXT
    obligation: str = TEXT
    face: Decimal
    valid_from: date
    valid_to: date
    liability: str = TEXT
    other_terms: str = TEXT
    sealed_on: date
    receiving_account: str = Field("", max_length=200)
    paying_account: str = Field("", max_length=200)


class ChangeIn(Schema):
    """A larger sum or a later end: exactly one."""

    amount: Decimal | None = None
    valid_to: date | None = None
    document: str = Field(min_length=1, max_length=64)


class CoverOut(Schema):
    """Sums in yuan; `until` is the first day on which one of the guarantees ends."""

    amount: Decimal
    required: Decimal
    free: Decimal
    short: Decimal
    until: date | None


class RecallOut(Schema):
    object: int
    number: str
    what_for: str
    amount: Decimal


class GuaranteeOut(Schema):
    """`recalls`: the dearest objects whose return clears the shortage (R-GUAR-05)."""

    id: int
    document_no: str
    form: str
    status: str
    holder: int
    customs: int
    face: Decimal
    valid_from: date
    valid_to: date
    decide_by: date | None
    cover: CoverOut
    recalls: list[RecallOut]


def _own(request: HttpRequest, pk: int) -> Guarantee:
    return get_object_or_404(held_by(person(request)), pk=pk)


def _kept(request: HttpRequest, pk: int) -> Guarantee:
    return get_object_or_404(kept_by(person(request)), pk=pk)


def _cover(found: Any) -> dict[str, object]:
    sums = ("amount", "required", "free", "short")
    until = found.until.isoformat() if found.until else None
    return {**{name: str(getattr(found, name)) for name in sums}, "until": until}


def _out(rows: "QuerySet[Guarantee]", pk: int) -> dict[str, object]:
    found = get_object_or_404(rows, pk=pk)
    return {
        "id": found.pk,
        "document_no": found.document_no,
        "form": found.form,
        "status": found.status,
        "holder": found.holder_id,
        "customs": found.customs_id,
        "face": str(found.face),
        "valid_from": found.valid_from.isoformat(),
        "valid_to": found.valid_to.isoformat(),
        "decide_by": found.decide_by.isoformat() if found.decide_by else None,
        "cover": _cover(summed([found], timezone.localdate())),
        "recalls": [
            {
                "object": one.coverage.object_id,
                "number": one.coverage.object.number,
                "what_for": one.coverage.what_for,
                "amount": str(one.coverage.amount),
            }
            for one in recall_list(found)[:MOST]
        ],
    }


@router.post(
    "",
    auth=SystemAuth("cases"),
    response={201: GuaranteeOut},
    summary="Draw up a guarantee and hand it in",
)
@idempotent
def hand_in(request: HttpRequest, payload: GuaranteeIn) -> Answer:
    """Customs decides in 5 working days, on a general one in 10 (R-GUAR-04)."""
    user, said = person(request), payload.dict()
    holder = get_object_or_404(holders_of(user), pk=said.pop("holder"))
    customs = get_object_or_404(Party, pk=said.pop("customs"), kind=Party.Kind.CUSTOMS)
    made = services.draft_guarantee(holder=holder, customs=customs, by=user, **said)
    services.submit_guarantee(made, by=user)
    return 201, _out(held_by(user), made.pk)


@router.get(
    "/cover/{int:customs}",
    auth=SystemAuth("cases"),
    response=CoverOut,
    summary="How one's own enterprise stands with a customs",
)
def own_cover(request: HttpRequest, customs: int, holder: int) -> dict[str, object]:
    """Over all its open guarantees there."""
    found = get_object_or_404(holders_of(person(request)), pk=holder)
    place = get_object_or_404(Party, pk=customs, kind=Party.Kind.CUSTOMS)
    return _cover(cover_of(found, place))


@router.get(
    "/{int:pk}", auth=SystemAuth("cases"), response=GuaranteeOut, summary="Read a guarantee"
)
def read(request: HttpRequest, pk: int) -> dict[str, object]:
    return _out(held_by(person(request)), pk)


@router.post(
    "/{int:pk}/changes",
    auth=SystemAuth("cases"),
    response={201: GuaranteeOut},
    summary="Ask for a larger sum or a later end",
)
@idempotent
def change(request: HttpRequest, pk: int, payload: ChangeIn) -> Answer:
    """Before the guarantee ends; customs decides in 5 working days (R-GUAR-04)."""
    services.request_change(_own(request, pk), **payload.dict(), by=person(request))
    return 201, _out(held_by(person(request)), pk)


@router.get(
    "/customs/{int:pk}",
    auth=SystemAuth("releases"),
    response=GuaranteeOut,
    summary="Read a guarantee as the customs that holds it",
)
def read_for_customs(request: HttpRequest, pk: int) -> dict[str, object]:
    return _out(kept_by(person(request)), pk)


@router.post(
    "/customs/{int:pk}/acceptance",
    auth=SystemAuth("releases"),
    response={201: GuaranteeOut},
    summary="Take a guarantee",
)
@idempotent
def accept(request: HttpRequest, pk: int) -> Answer:
    services.accept_guarantee(_kept(request, pk), by=person(request))
    return 201, _out(kept_by(person(request)), pk)


@router.post(
    "/customs/{int:pk}/activation",
    auth=SystemAuth("releases"),
    response={201: GuaranteeOut},
    summary="The money or the original has come in",
)
@idempotent
def activate(request: HttpRequest, pk: int) -> Answer:
    services.activate_guarantee(_kept(request, pk), by=person(request))
    return 201, _out(kept_by(person(request)), pk)


@router.post(
    "/customs/{int:pk}/release",
    auth=SystemAuth("releases"),
    response={201: GuaranteeOut},
    summary="Give a guarantee back",
)
@idempotent
def release(request: HttpRequest, pk: int) -> Answer:
    """Nothing may be locked on it any more (R-GUAR-06)."""
    services.release_guarantee(_kept(request, pk), by=person(request))
    return 201, _out(kept_by(person(request)), pk)
