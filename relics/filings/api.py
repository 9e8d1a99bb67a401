"""The interface of electronic filing: the same services as the pages, for systems."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.models import Party, Port, User, Zone
from approvals.parties.queries import may_apply_for
from approvals.parties.signed_in import person
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


class ContentIn(Schema):
    """What a filing says; what is left out stays as it is."""

    purposes: list[str] = []
    origin: str = ""
    source_place: str = ""
    title: str = ""
    author: str = ""
    medium: str = ""
    size: str = ""
    year: str = ""
    edition_no: int | None = None
    edition_total: int | None = None
    declared_value: Decimal | None = None
    currency: str = ""
    hs_code: str = ""
    unit: str = ""
    materials: str = ""
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
    content: ContentIn | None = None


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
    user = person(request)
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
    user = person(request)
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
    auth=SystemAuth("decisions"),
    response={201: dict[str, object]},
    summary="Record a provincial approval with its annex",
)
@idempotent
def approval(request: HttpRequest, payload: ApprovalIn) -> Answer:
    said = payload.dict(exclude={"applicant"})
    party = get_object_or_404(Party, pk=payload.applicant)
    made = services.record_approval(party, **said, by=person(request))
    return 201, {"id": made.pk, "number": made.number}


def _values(said: ActIn) -> dict[str, Any]:
    """What the content says, without the fields that were left out."""
    if said.content is None:
        return {}
    return said.content.dict(exclude_unset=True)


Verb = Callable[[Filing, ActIn, User], object]
HOLDER: dict[str, Verb] = {
    "content": lambda f, said, by: services.fill_filing(f, _values(said), by=by),
    "submission": lambda f, _said, by: services.submit_filing(f, by=by),
    "answer": lambda f, _said, by: services.answer_fix(f, by=by),
    "change": lambda f, said, by: services.change_filing(
        f, _values(said), reason=said.reason, by=by
    ),
    "supplement": lambda f, said, by: services.supplement_filing(
        f, _values(said), reason=said.reason, by=by
    ),
    "cancellation": lambda f, said, by: services.cancel_filing(f, reason=said.reason, by=by),
    "use": lambda f, said, by: services.record_use(
        f, purpose=said.purpose, reference=said.reference, by=by
    ),
    "line-two": lambda f, said, by: services.request_line_two(f, port=_port(said), by=by),
}
OFFICER: dict[str, Verb] = {
    "acceptance": lambda f, _said, by: services.accept_filing(f, by=by),
    "return": lambda f, said, by: services.return_filing(
        f, [("", one) for one in said.points], by=by
    ),
    "refusal": lambda f, said, by: services.refuse_filing(f, reason=said.reason, by=by),
    "confirmation": lambda f, _said, by: services.confirm_change(f, by=by),
    "approval": lambda f, said, by: services.apply_approval(
        f, get_object_or_404(ProvincialApproval, pk=said.approval), by=by
    ),
    "relic": lambda f, said, by: services.found_to_be_relic(f, reason=said.reason, by=by),
    "not-relic": lambda f, said, by: services.found_not_to_be_relic(
        f, kind=said.kind, evidence=said.evidence, reason=said.reason, by=by
    ),
}
CUSTOMS: dict[str, Verb] = {
    "line-two": lambda f, said, by: services.release_line_two(
        f, declaration=said.declaration, by=by
    ),
    "reexport": lambda f, said, by: services.reexport(
        f, port=_port(said), declaration=said.declaration, by=by
    ),
}


def _port(said: ActIn) -> Port:
    return get_object_or_404(Port, code=said.port)


def _done(verbs: dict[str, Verb], name: str, filing: Filing, said: ActIn, by: User) -> Answer:
    if name not in verbs:
        raise Http404
    verbs[name](filing, said, by)
    return 201, _out(filing)


@router.post(
    "/{uuid:case}/releases/{name}",
    auth=SystemAuth("releases"),
    response={201: dict[str, object]},
    summary="Customs lets an object pass",
)
@idempotent
def release(request: HttpRequest, case: UUID, name: str, payload: ActIn) -> Answer:
    """`line-two` into the country, `reexport` abroad again; told twice, the first holds."""
    filing = get_object_or_404(Filing, case=case, case__number__isnull=False)
    return _done(CUSTOMS, name, filing, payload, person(request))


@router.post(
    "/{uuid:case}/decisions/{name}",
    auth=SystemAuth("decisions"),
    response={201: dict[str, object]},
    summary="Decide on a filing",
)
@idempotent
def decide(request: HttpRequest, case: UUID, name: str, payload: ActIn) -> Answer:
    """acceptance, return, refusal, confirmation, approval, relic, not-relic."""
    return _done(OFFICER, name, _seen(request, case), payload, person(request))


@router.post(
    "/{uuid:case}/{name}",
    auth=SystemAuth("cases"),
    response={201: dict[str, object]},
    summary="Act on one's own filing",
)
@idempotent
def act(request: HttpRequest, case: UUID, name: str, payload: ActIn) -> Answer:
    """content, submission, answer, change, supplement, cancellation, use, line-two."""
    return _done(HOLDER, name, _seen(request, case), payload, person(request))
