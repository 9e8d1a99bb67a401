"""The interface: what goods may owe on a day. The same for dealers' systems and for customs'."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from approvals.exchange.access import SystemAuth

from .estimating import estimate

router = Router(tags=["tariffs"])


class EstimateIn(Schema):
    """`origin`: ISO 3166, empty where it is not known; `on`: today unless said."""

    value: Decimal
    currency: str = "CNY"
    hs_code: str
    origin: str = ""
    on: date | None = None


class UsedOut(Schema):
    row: int
    kind: str
    heading: str
    figure: Decimal
    valid_from: date
    source: str
    evidence: str


class EstimateOut(Schema):
    """Sums in yuan, each rounded up to the cent. An estimate, never the final tax (R-BOND-08)."""

    customs_value_cny: Decimal
    duty: Decimal
    consumption_tax: Decimal
    vat: Decimal
    total: Decimal
    used: list[UsedOut]
    as_of: date


@router.get(
    "/estimate",
    auth=SystemAuth("cases"),
    response=EstimateOut,
    summary="The most tax that goods may owe on a day",
)
def read_estimate(request: HttpRequest, asked: EstimateIn = Query(...)) -> object:  # type: ignore[type-arg]
    """An unknown rate is refused by name (422)."""
    return _estimate(asked)


@router.get(
    "/customs/estimate",
    auth=SystemAuth("releases"),
    response=EstimateOut,
    summary="The same for customs",
)
def read_estimate_for_customs(
    request: HttpRequest,
    asked: EstimateIn = Query(...),  # type: ignore[type-arg]
) -> object:
    return _estimate(asked)


def _estimate(asked: EstimateIn) -> object:
    day = asked.on or timezone.localdate()
    return estimate(asked.value, asked.currency, asked.hs_code, origin=asked.origin, on=day)
