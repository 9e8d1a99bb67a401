"""The interface of custody: where exhibits are, their moves, incidents; the pages' own services."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import LimitOffsetPagination, paginate

from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.signed_in import person

from . import services
from .models import Event, Exhibit, ExhibitStatus, Incident, Place
from .queries import exhibits_of, places_of, positions
from .selling import kept_from_sale
from .services import Told

router = Router(tags=["exhibits"])
Answer = tuple[int, dict[str, object]]
MOVES = {
    "install": services.install,
    "move": services.move_exhibit,
    "store": services.store,
}


class EventOut(Schema):
    """`before` and `after` are statuses of §10.9; `place` where it went, by tag."""

    verb: str
    before: str
    after: str
    place: str | None
    document: str
    happened_at: datetime
    at: datetime

    @staticmethod
    def resolve_place(event: Event) -> str | None:
        return event.place.tag if event.place else None


class MoveIn(Schema):
    """`verb`: install, move or store. `key` makes what a device tells twice one event."""

    verb: str
    place: str = Field(max_length=40)
    reason: str = Field("", max_length=300)
    carrier: str = Field("", max_length=100)
    seal: str = Field("", max_length=60)
    happened_at: datetime | None = None
    key: str = Field("", max_length=64)


class IncidentIn(Schema):
    kind: str
    description: str = Field(min_length=1, max_length=1000)
    happened_at: datetime
    police_number: str = Field("", max_length=64)


class FindingIn(Schema):
    force_majeure: bool
    duty_due: Decimal
    reason: str = Field(min_length=1, max_length=500)


def _one(request: HttpRequest, pk: int) -> Exhibit:
    return get_object_or_404(exhibits_of(person(request)), pk=pk)


def _out(exhibit: Exhibit) -> dict[str, Any]:
    stood, kept = positions([exhibit]).get(exhibit.pk), kept_from_sale(exhibit)
    return {
        "id": exhibit.pk,
        "permit": str(exhibit.item.permit),
        "object": exhibit.object.number,
        "name": exhibit.item.name,
        "bonded": exhibit.is_bonded,
        "status": exhibit.status,
        "place": stood.place.tag if stood else None,
        "fixed_place": stood.fixed.tag if stood else None,
        "planned_return": exhibit.planned_return,
        "kept_from_sale": [one.as_problem(409) for one in kept],
    }


class ExhibitLine(Schema):
    id: int
    object: str
    name: str
    status: str

    @staticmethod
    def resolve_object(exhibit: Exhibit) -> str:
        return str(exhibit.object.number)

    @staticmethod
    def resolve_name(exhibit: Exhibit) -> str:
        return str(exhibit.item.name)


@router.get("", auth=SystemAuth("books"), response=list[ExhibitLine], summary="Exhibits")
@paginate(LimitOffsetPagination)
def exhibit_list(request: HttpRequest, status: str = "") -> object:
    """What is in custody of the caller's operator, or under its customs."""
    found = exhibits_of(person(request)).order_by("pk")
    return found.filter(status=status) if status in ExhibitStatus.values else found


@router.get("/{pk}", auth=SystemAuth("books"), summary="One exhibit")
def exhibit(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Status, place, and what keeps it from being sold now."""
    return _out(_one(request, pk))


@router.get("/{pk}/events", auth=SystemAuth("books"), response=list[EventOut], summary="Moves")
def events(request: HttpRequest, pk: int) -> Any:
    """Every move, the first first."""
    return _one(request, pk).events.select_related("place").order_by("pk")


@router.post("/{pk}/moves", auth=SystemAuth("books"), summary="Move an exhibit")
@idempotent
def move(request: HttpRequest, pk: int, told: MoveIn) -> Answer:
    """Put up, move within the place, or store; 409 or 422 with the rule where it may not."""
    found, verb = _one(request, pk), MOVES.get(told.verb)
    operator = found.item.permit.showroom.operator_id
    places = places_of([operator])
    place: Place = get_object_or_404(places, tag=told.place if verb else "")
    facts = told.dict(include={"reason", "carrier", "seal", "happened_at", "key"})
    assert verb is not None
    verb(found, place, told=Told(**facts), by=person(request))
    return 201, _out(_one(request, pk))


@router.post("/{pk}/incidents", auth=SystemAuth("books"), summary="Report an incident")
@idempotent
def incident(request: HttpRequest, pk: int, told: IncidentIn) -> Answer:
    """Theft, loss, damage or seizure (R-BOND-03)."""
    made = services.report_incident(_one(request, pk), **told.dict(), by=person(request))
    return 201, {"incident": made.pk, **_out(_one(request, pk))}


@router.post("/incidents/{pk}/finding", auth=SystemAuth("books"), summary="Judge an incident")
@idempotent
def finding(request: HttpRequest, pk: int, told: FindingIn) -> Answer:
    """Customs' word: force majeure or the duty due."""
    mine = exhibits_of(person(request))
    found = get_object_or_404(Incident, pk=pk, exhibit__in=mine)
    made = services.find_incident(found, **told.dict(), by=person(request))
    return 201, {"force_majeure": made.force_majeure, "duty_due": str(made.duty_due)}
