"""What the interface takes and gives for exit reviews."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from .models import Review


class ObjectIn(Schema):
    """One object as the form has it (rules §9.3)."""

    number: str = ""
    name: str
    size: str
    texture: str
    category: str = ""
    quantity: int = Field(1, ge=1)
    age: str = ""
    date_text: str = ""
    year_from: int | None = None
    year_to: int | None = None
    grade: str = "none"
    ownership: str = "unknown"


class ApplicationIn(Schema):
    """A draft with its statutory fields (rules §9.2). `applicant` is the party's id."""

    applicant: int
    title: str = Field(..., max_length=200)
    port: str = Field(..., description="The code of a designated port")
    destination: str
    carrier: str
    nationality: str = Field(..., min_length=2, max_length=2)
    identity_kind: str
    identity_number: str
    phone: str
    address: str
    objects: list[ObjectIn] = Field(..., min_length=1, max_length=100)


class ClockOut(Schema):
    due: date
    provisional: bool
    working_days: int
    rule: str


class ItemOut(Schema):
    sequence: int
    object_id: int
    number: str
    name: str
    outcome: str
    mark: str | None
    finding: dict[str, object]


class ApplicationOut(Schema):
    id: str
    number: str | None
    status: str
    office: str | None
    received: datetime | None
    clock: ClockOut | None
    items: list[ItemOut]
    papers: list[dict[str, object]]


class BookingIn(Schema):
    session: int


class SessionOut(Schema):
    id: int
    date: date
    half: str
    place: str
    address: str
    places_left: int


class OutcomeIn(Schema):
    sequence: int
    outcome: Literal["permit", "prohibited"]
    reason: str = ""


class DecisionIn(Schema):
    outcomes: list[OutcomeIn] = Field(..., min_length=1)
    opinion: str = Field(..., max_length=200)


class ReleaseIn(Schema):
    """Objects of one permit, by the permit's code, number or reference, and their sequence."""

    permit: str
    port: str
    sequences: list[int] = Field(..., min_length=1)
    declaration: str = ""


class SightingIn(Schema):
    port: str
    seen: Literal["intact", "damaged", "missing"]


def application_out(review: Review) -> dict[str, object]:
    """One application as the interface shows it, JSON all through."""
    case = review.case
    clock = case.clocks.filter(kind="decision").order_by("-pk").first()
    items = review.items.select_related("object", "mark").order_by("sequence")
    return {
        "id": str(case.pk),
        "number": case.number,
        "status": review.status,
        "office": case.office.name if case.office else None,
        "received": case.received_at.isoformat() if case.received_at else None,
        "clock": {
            "due": clock.due_on.isoformat(),
            "provisional": clock.is_provisional,
            "working_days": clock.working_days,
            "rule": clock.rule,
        }
        if clock
        else None,
        "items": [
            {
                "sequence": item.sequence,
                "object_id": item.object_id,
                "number": item.object.number,
                "name": item.object.name,
                "outcome": item.status,
                "mark": item.mark.number if hasattr(item, "mark") else None,
                "finding": item.finding,
            }
            for item in items
        ],
        "papers": [
            {
                "kind": paper.kind,
                "number": paper.number,
                "reference": paper.reference,
                "status": paper.status,
                "code": paper.code,
                "digest": paper.digest,
            }
            for paper in case.certificates.order_by("pk")
        ],
    }
