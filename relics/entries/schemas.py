"""What the interface takes and gives for entries and stays."""

from datetime import date
from decimal import Decimal
from typing import Literal

from ninja import Schema

from .models import Stay
from .queries import current_clocks

Purpose = Literal["collection", "auction", "sale", "repair", "research", "exhibition", "other"]


class DeclarationIn(Schema):
    """The declaration (rules §9.4). `customs` and `zone` are parties' ids.

    `customs_paper` and `filing` are PDF or pictures, in base64.
    """

    purpose: Purpose
    entered_on: date
    customs: int
    regime: Literal["bonded", "temporary", "imported"]
    zone: int | None = None
    customs_number: str
    seal_number: str = ""
    exhibition: str = ""
    term_from: date | None = None
    term_to: date | None = None
    declared_by: str = ""
    supervised_by: str = ""
    organiser: str = ""
    operator: str = ""
    overseas: str = ""
    venue: str = ""
    origin: str = ""
    filing_number: str = ""
    customs_paper: str = ""
    filing: str = ""


class DeclarationOut(Schema):
    customs_sha256: str
    filing_sha256: str


class SealIn(Schema):
    """What was seen of the seal (rules §9.17); the photograph in base64."""

    result: Literal["intact", "broken", "different", "absent", "opened"]
    seen_number: str = ""
    customs_officer: str
    place: str
    note: str = ""
    photo: str = ""


class SealOut(Schema):
    result: str
    status: str


class RegisterIn(Schema):
    """Measures as taken at the desk, by the register's names, and the number of the mark."""

    mark: str = ""
    measures: dict[str, Decimal]


class RegisteredOut(Schema):
    sequence: int
    outcome: str


class ClockOut(Schema):
    kind: str
    starts_on: date
    due_on: date
    rolled_on: date
    provisional: bool
    rule: str
    governs: bool


class StayOut(Schema):
    """A stay with its clocks; the one that ends first governs (R-TEMP-10)."""

    id: int
    object: str
    status: str
    privileged: bool
    why_not: str
    registered_on: date
    clocks: list[ClockOut]


def stay_out(stay: Stay) -> dict[str, object]:
    clocks = [
        {
            "kind": one.kind,
            "starts_on": one.starts_on,
            "due_on": one.due_on,
            "rolled_on": one.rolled_on,
            "provisional": one.provisional,
            "rule": one.rule,
            "governs": place == 0,
        }
        for place, one in enumerate(current_clocks(stay.clocks.all()))
    ]
    return {
        "id": stay.pk,
        "object": stay.object.number,
        "status": stay.status,
        "privileged": stay.privileged,
        "why_not": stay.why_not,
        "registered_on": stay.registered_on,
        "clocks": clocks,
    }
