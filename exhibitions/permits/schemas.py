"""What the interface of this room takes and gives."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from ninja import Field, Schema

from exhibitions.tariffs.rules import ArtKind


class PermitIn(Schema):
    """Which objects (keys of the register), where and when; the rest is known."""

    showroom: int
    objects: list[int] = Field(min_length=1, max_length=500)
    title: str = Field(min_length=1, max_length=200)
    starts_on: date
    ends_on: date
    relic_filing: str = Field("", max_length=100)
    art_approval: str = Field("", max_length=100)
    art_applied_on: date | None = None
    guarantee: int | None = None


class ItemIn(Schema):
    """What nobody knows yet of one object; what is known already is left as it is.

    `art_kind` is asked before the age: 9706 takes nothing that 9701 to 9705 take.
    `selective_duty` is refused: goods on display were not processed in the zone.
    """

    booth: str = Field("", max_length=12)
    for_sale: bool = False
    licence_number: str = Field("", max_length=100)
    licence_valid_to: date | None = None
    relic_filing: str = Field("", max_length=100)
    art_kind: ArtKind | None = None
    hs_code: str = Field("", max_length=13)
    selective_duty: bool = False
    value: Decimal | None = Field(None, max_digits=16, decimal_places=2, ge=0)
    currency: str = Field("", max_length=3)
    origin: str = Field("", max_length=3)


class CoverIn(Schema):
    """Which guarantee (key); without it the one named before, or the one that has room."""

    guarantee: int | None = None


class AnswerIn(Schema):
    """A no needs its reason."""

    agrees: bool
    reason: str = Field("", max_length=1000)
    number: str = Field("", max_length=100)


class DecisionIn(Schema):
    """Customs' own number and that of its business declaration of type C."""

    customs_number: str = Field(min_length=1, max_length=64)
    business_number: str = Field(min_length=1, max_length=64)


class ProlongationIn(Schema):
    ends_on: date
    reason: str = Field(min_length=1, max_length=500)
    change_number: str = Field("", max_length=100)


class NumberIn(Schema):
    number: str = Field(min_length=1, max_length=64)


class ItemOut(Schema):
    item: int
    object: str
    name: str
    kind: str
    bonded: bool
    art_kind: str
    hs_code: str
    value: Decimal | None
    currency: str
    booth: str
    for_sale: bool
    licence_number: str
    licence_valid_to: date | None
    tax: Decimal


class PermitOut(Schema):
    """`next_leg_refused`: why nothing may leave the zone under it now, or nothing."""

    id: UUID
    number: str | None
    status: str
    title: str
    showroom: int
    address: str
    starts_on: date | None
    ends_on: date | None
    customs_number: str
    business_number: str
    cover_needed: Decimal
    guarantee: str | None
    next_leg_refused: str | None
    items: list[ItemOut]


class ShowroomOut(Schema):
    id: int
    name: str
    operator: str
    zone: str
    customs: str
    address: str | None
    approval_number: str | None
