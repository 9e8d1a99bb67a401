"""What the interface takes and gives for exit reviews."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema
from pydantic import model_validator

from approvals.certificates.registry import office_only_kinds
from relics.register.models import Photo

from .models import Review
from .procedures import all_procedures, procedure_of
from .rules import MOST_OBJECTS


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
    """A draft with the fields of its procedure (rules §§9.2 to 9.5). `applicant`: a party's id."""

    procedure: str = Field("exit_review", description="A key of GET /procedures")
    applicant: int
    title: str = Field(..., max_length=200)
    port: str = Field("", description="The code of a designated port")
    destination: str = ""
    carrier: str = ""
    nationality: str = Field("", max_length=2)
    identity_kind: str = ""
    identity_number: str = ""
    phone: str = ""
    address: str = ""
    special_approval: str = ""
    national_number: str = ""
    objects: list[ObjectIn] = Field([], max_length=100)
    pick: list[int] = Field([], max_length=100, description="Objects registered before, by id")

    @model_validator(mode="after")
    def one_list(self) -> "ApplicationIn":
        """Something must be listed, and the procedure known."""
        if not 1 <= len(self.objects) + len(self.pick) <= MOST_OBJECTS:
            raise ValueError("list 1 to 100 objects in objects and pick")
        if self.procedure not in {one.key for one in all_procedures()}:
            raise ValueError("no such procedure")
        return self

    def particulars(self) -> dict[str, object]:
        """The statutory fields that were given and that the procedure has."""
        rules = procedure_of(self.procedure)
        known = {*rules.required, *rules.optional} - {"port"}
        return {name: value for name, value in self.dict().items() if name in known and value}


class ProcedureOut(Schema):
    key: str
    title: str
    form: str
    required: list[str]
    optional: list[str]
    working_days: int
    rule: str
    outcomes: list[str]


class AnswerIn(Schema):
    point: int
    text: str = Field(..., max_length=500)


class AnswersIn(Schema):
    answers: list[AnswerIn]


class ReasonIn(Schema):
    reason: str = Field("", max_length=500)


class AcceptIn(Schema):
    approval_seen: bool = False


class PointIn(Schema):
    text: str = Field(..., max_length=500)
    sequence: int | None = None


class PhotographOut(Schema):
    """A photograph as it was kept: re-encoded, without metadata; `sha256` is of that file."""

    position: int
    view: Photo.View
    sha256: str
    width: int
    height: int


def photograph_out(photo: Photo) -> dict[str, object]:
    return {
        "position": photo.position,
        "view": str(photo.view),
        "sha256": photo.sha256,
        "width": photo.width,
        "height": photo.height,
    }


class CorrectionIn(Schema):
    points: list[PointIn] = Field(..., min_length=1)


class DeclineIn(Schema):
    ground: int = Field(..., ge=1, le=4)
    reason: str = Field(..., max_length=1000)


class CheckInIn(Schema):
    second_officer: str
    identity_checked: bool
    absent: list[int] = []
    note: str = Field("", max_length=500)


class MarkIn(Schema):
    sequence: int
    mark: str


class MarksIn(Schema):
    marks: list[MarkIn] = Field(..., min_length=1)


class RemarkIn(Schema):
    """What was seen of the mark in use, and the number of the blank one that takes its place."""

    mark: str = Field(..., max_length=60)
    seen: Literal["damaged", "missing"]
    reason: str = Field(..., min_length=1, max_length=1000)


class IssueIn(Schema):
    permit_number: str = Field("", max_length=60)
    valid_until: date | None = None
    remarks: list[str] = []


class HandBackIn(Schema):
    received_by: str = Field(..., max_length=100)


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
    procedure: str
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
    outcome: str = Field(..., description="One of the procedure's outcomes")
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
        "procedure": review.procedure,
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
            for paper in case.certificates.exclude(kind__in=office_only_kinds()).order_by("pk")
        ],
    }
