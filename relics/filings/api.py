"""The interface of electronic filing: the same services as the pages, for systems."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.models import Party, Port, User, Zone
from approvals.parties.queries import may_apply_for
from relics.register.models import RelicObject

from . import services
from .guide import procedures_for
from .models import Filing, ProvincialApproval
from .queries import desk_filings_of, filings_of

router = Router(tags=["filings"])
Answer = tuple[int, dict[str, object]]


class FilingIn(Schema):
    """A filing of an object that the register holds; what is left out is the register's."""

    object: int
    zone: str
    kind: str
    purposes: list[str]
    origin: str = ""
    source_place: str = ""
    materials: str = ""
    author: str | None = None
    year: str | None = None
    declared_value: Decimal | None = None
    currency: str | None = None
    hs_code: str = ""
    edition_no: int | None = None
    edition_total: int | None = None
    operator_number: str = ""


class ActIn(Schema):
    """What an act asks; each reads its own."""

    reason: str = ""
    points: list[str] = []
    port: str = ""
    declaration: str = ""
    purpose: str = ""
    reference: str = ""
    approval: int = 0
    kind: str = ""
    evidence: str = ""


class RowIn(Schema):
    author: str
    title: str
    size: str
    photo_sha256: str = ""


class ApprovalIn(Schema):
    applicant: int
    number: str
    authority: str
    issued_on: date
    valid_to: date | None = None
    rows: list[RowIn]


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _out(filing: Filing) -> dict[str, object]:
    fresh = Filing.objects.select_related("case", "object").get(pk=filing.pk)
    return {
        "id": str(fresh.case_id),
        "number": fresh.case.number,
        "object": fresh.object_id,
        "kind": fresh.kind,
        "status": fresh.status,
        "purposes": fresh.purposes,
        "title": fresh.title,
        "versions": [
            {"number": str(one), "act": one.act, "digest": one.digest}
            for one in fresh.versions.all()
        ],
    }


def _seen(request: HttpRequest, case: UUID) -> Filing:
    user = _user(request)
    own = filings_of(user).filter(case=case).first()
    return own or get_object_or_404(desk_filings_of(user), case=case)


@router.get("/guide", auth=None, response=list[dict[str, object]], summary="Three questions")
def guide(request: HttpRequest, thing: str, way: str, aim: str) -> list[dict[str, object]]:
    """Which procedures, who decides, what to bring."""
    return [
        {
            "key": one.key,
            "title": str(one.title),
            "decides": str(one.decides),
            "bring": [str(word) for word in one.bring],
            "term": str(one.term),
            "citation": one.citation,
        }
        for one in procedures_for(thing, way, aim)
    ]


@router.post("", auth=SystemAuth("cases"), response={201: dict[str, object]}, summary="Draft")
@idempotent
def draft(request: HttpRequest, payload: FilingIn) -> Answer:
    """Draft the filing of one object."""
    user = _user(request)
    thing = get_object_or_404(
        RelicObject.objects.filter(owner__in=may_apply_for(user)), pk=payload.object
    )
    zone = get_object_or_404(Zone, code=payload.zone)
    said = payload.dict(exclude={"object", "zone", "kind", "purposes"}, exclude_none=True)
    with transaction.atomic():
        [filing] = services.draft_filings(
            [thing], zone=zone, kind=payload.kind, purposes=payload.purposes, by=user
        )
        services.fill_filing(filing, said, by=user)
    return 201, _out(filing)


@router.get("/{uuid:case}", auth=SystemAuth("cases"), response=dict[str, object], summary="Read")
def read(request: HttpRequest, case: UUID) -> dict[str, object]:
    return _out(_seen(request, case))


@router.post(
    "/approvals",
    auth=SystemAuth("cases"),
    response={201: dict[str, object]},
    summary="Record a provincial approval with its annex",
)
@idempotent
def approval(request: HttpRequest, payload: ApprovalIn) -> Answer:
    said = payload.dict(exclude={"applicant"})
    party = get_object_or_404(Party, pk=payload.applicant)
    made = services.record_approval(party, **said, by=_user(request))
    return 201, {"id": made.pk, "number": made.number}


def _act(filing: Filing, name: str, said: ActIn, by: User) -> None:
    """The verb `name`; unknown names are not found."""
    asks_port = name in ("line-two", "reexport")
    port: Any = get_object_or_404(Port, code=said.port) if asks_port else None
    reason = said.reason
    points = [("", one) for one in said.points]
    verbs: dict[str, Callable[[], object]] = {
        "submission": lambda: services.submit_filing(filing, by=by),
        "answer": lambda: services.answer_fix(filing, by=by),
        "acceptance": lambda: services.accept_filing(filing, by=by),
        "return": lambda: services.return_filing(filing, points, by=by),
        "refusal": lambda: services.refuse_filing(filing, reason=reason, by=by),
        "confirmation": lambda: services.confirm_change(filing, by=by),
        "cancellation": lambda: services.cancel_filing(filing, reason=reason, by=by),
        "use": lambda: services.record_use(
            filing, purpose=said.purpose, reference=said.reference, by=by
        ),
        "line-two": lambda: services.request_line_two(filing, port=port, by=by),
        "approval": lambda: services.apply_approval(
            filing, get_object_or_404(ProvincialApproval, pk=said.approval), by=by
        ),
        "release": lambda: services.release_line_two(filing, declaration=said.declaration, by=by),
        "reexport": lambda: services.reexport(
            filing, port=port, declaration=said.declaration, by=by
        ),
        "relic": lambda: services.found_to_be_relic(filing, reason=reason, by=by),
        "not-relic": lambda: services.found_not_to_be_relic(
            filing, kind=said.kind, evidence=said.evidence, reason=reason, by=by
        ),
    }
    if name not in verbs:
        get_object_or_404(Filing, pk=0)
    verbs[name]()


@router.post(
    "/{uuid:case}/{name}",
    auth=SystemAuth("cases"),
    response={201: dict[str, object]},
    summary="Do an act on a filing",
)
@idempotent
def act(request: HttpRequest, case: UUID, name: str, payload: ActIn) -> Answer:
    """The acts of `_act`: submission, answer, acceptance, return, refusal, release and so on."""
    filing = _seen(request, case)
    _act(filing, name, payload, _user(request))
    return 201, _out(filing)
