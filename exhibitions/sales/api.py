"""The interface: what an exhibit may be sold on, the operator's sales, the words of customs."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from approvals.exchange.access import SystemAuth
from approvals.exchange.idempotency import idempotent
from approvals.parties.signed_in import person
from exhibitions.exhibits.queries import exhibits_of

from . import services
from .models import Sale, SaleLicence
from .queries import licences_of, sales_of, statements_for
from .rules import sale_refusals
from .services import BuyerWords

router = Router(tags=["sales"])
Answer = tuple[int, dict[str, object]]
MOST = 200


class BuyerIn(Schema):
    """Kept sealed; never given out by the interface (R-TRADE-06)."""

    name: str = Field(min_length=1, max_length=200)
    address: str = Field(min_length=1, max_length=200)
    identity_number: str = Field(min_length=1, max_length=50)
    country: str = Field("CN", pattern="^[A-Za-z]{2}$")
    phone: str = Field("", max_length=40)
    is_secret: bool = False


class ReserveIn(Schema):
    buyer: BuyerIn
    auction: bool = False
    deposit: Decimal | None = Field(None, ge=0, max_digits=16, decimal_places=2)


class SellIn(Schema):
    price: Decimal = Field(gt=0, max_digits=16, decimal_places=2)
    currency: str = Field(pattern="^[A-Za-z]{3}$")
    contract_number: str = Field(min_length=1, max_length=100)
    review_number: str = Field("", max_length=100)


class ReasonIn(Schema):
    reason: str = Field(min_length=1, max_length=300)


class RefundIn(ReasonIn):
    amount: Decimal = Field(gt=0, max_digits=16, decimal_places=2)


class FilingIn(Schema):
    number: str = Field(min_length=1, max_length=100)
    filed_on: date


class DeclarationIn(Schema):
    number: str = Field(min_length=1, max_length=64)


class TaxIn(DeclarationIn):
    on: date


class LicenceAnswerIn(Schema):
    agrees: bool
    answer: str = Field("", max_length=300)


class RefundAnswerIn(Schema):
    agrees: bool
    number: str = Field("", max_length=64)
    reason: str = Field("", max_length=300)


def _told(sale: Sale) -> dict[str, object]:
    def day(value: date | None) -> str | None:
        return value.isoformat() if value else None

    return {
        "id": sale.pk,
        "exhibit": sale.exhibit_id,
        "status": sale.status,
        "auction": sale.is_auction,
        "price": str(sale.price) if sale.price is not None else None,
        "currency": sale.currency,
        "contract_number": sale.contract_number,
        "licence": sale.licence.number if sale.licence else None,
        "sold_on": day(sale.sold_on),
        "declaration_number": sale.declaration_number,
        "assessed": sale.assessed,
        "tax_paid_on": day(sale.tax_paid_on),
        "delivered_on": day(sale.delivered_on),
        "file_by": day(sale.file_by),
        "filed_on": day(sale.filed_on),
    }


def _sale(request: HttpRequest, pk: int) -> Sale:
    return get_object_or_404(sales_of(person(request)), pk=pk)


@router.get(
    "/exhibits/{int:pk}/refusals",
    auth=SystemAuth("cases"),
    summary="Why an exhibit may not be sold now; an empty list where it may",
)
def refusals(request: HttpRequest, pk: int) -> list[dict[str, str]]:
    exhibit = get_object_or_404(exhibits_of(person(request)), pk=pk)
    return [
        {"code": one.code, "title": str(one.sentence), "rule": one.rule, "detail": str(one.fix)}
        for one in sale_refusals(exhibit)
    ]


@router.get("/{int:pk}", auth=SystemAuth("cases"), summary="One sale, without its buyer")
def one(request: HttpRequest, pk: int) -> dict[str, object]:
    return _told(_sale(request, pk))


@router.post("/exhibits/{int:pk}/reservations", auth=SystemAuth("cases"), summary="Reserve")
@idempotent
def reserve(request: HttpRequest, pk: int, payload: ReserveIn) -> Answer:
    """Money before the licence is a reservation only (edge case 31)."""
    exhibit = get_object_or_404(exhibits_of(person(request)), pk=pk)
    buyer = BuyerWords(**payload.buyer.dict())
    made = services.reserve_exhibit(
        exhibit, buyer, auction=payload.auction, deposit=payload.deposit, by=person(request)
    )
    return 201, _told(made)


@router.post("/{int:pk}/contract", auth=SystemAuth("cases"), summary="Sell by contract")
@idempotent
def sell(request: HttpRequest, pk: int, payload: SellIn) -> Answer:
    sale = services.sell_exhibit(_sale(request, pk), **payload.dict(), by=person(request))
    return 200, _told(sale)


@router.post("/{int:pk}/cancellation", auth=SystemAuth("cases"), summary="Cancel a sale")
@idempotent
def cancel(request: HttpRequest, pk: int, payload: ReasonIn) -> Answer:
    sale = services.cancel_sale(_sale(request, pk), reason=payload.reason, by=person(request))
    return 200, _told(sale)


@router.post("/{int:pk}/delivery", auth=SystemAuth("cases"), summary="Deliver to the buyer")
@idempotent
def deliver(request: HttpRequest, pk: int) -> Answer:
    return 200, _told(services.deliver_exhibit(_sale(request, pk), by=person(request)))


@router.post("/{int:pk}/refunds", auth=SystemAuth("cases"), summary="Ask for a refund")
@idempotent
def refund(request: HttpRequest, pk: int, payload: RefundIn) -> Answer:
    sale = _sale(request, pk)
    made = services.request_refund(
        sale, amount=payload.amount, reason=payload.reason, by=person(request)
    )
    return 201, {"id": made.pk, "sale": sale.pk}


@router.post("/{int:pk}/filing", auth=SystemAuth("cases"), summary="The sale of a relic was filed")
@idempotent
def filing(request: HttpRequest, pk: int, payload: FilingIn) -> Answer:
    sale = services.file_sale(_sale(request, pk), **payload.dict(), by=person(request))
    return 200, _told(sale)


@router.post(
    "/customs/licences/{int:pk}/answer", auth=SystemAuth("releases"), summary="Verify a licence"
)
@idempotent
def answer_licence(request: HttpRequest, pk: int, payload: LicenceAnswerIn) -> Answer:
    user = person(request)
    licence: SaleLicence = get_object_or_404(licences_of(user), pk=pk)
    held = services.answer_licence(licence, **payload.dict(), by=user)
    return 200, {"id": held.pk, "number": held.number, "status": held.status}


@router.post(
    "/customs/{int:pk}/declaration", auth=SystemAuth("releases"), summary="Declaration accepted"
)
@idempotent
def declared(request: HttpRequest, pk: int, payload: DeclarationIn) -> Answer:
    sale = services.declared(_sale(request, pk), payload.number, by=person(request))
    return 200, _told(sale)


@router.post("/customs/{int:pk}/tax", auth=SystemAuth("releases"), summary="Duty and tax paid")
@idempotent
def tax_paid(request: HttpRequest, pk: int, payload: TaxIn) -> Answer:
    sale = services.tax_paid(_sale(request, pk), payload.number, payload.on, by=person(request))
    return 200, _told(sale)


@router.post(
    "/customs/{int:pk}/refund-answer", auth=SystemAuth("releases"), summary="Amend, or refuse to"
)
@idempotent
def answer_refund(request: HttpRequest, pk: int, payload: RefundAnswerIn) -> Answer:
    sale = _sale(request, pk)
    waiting = get_object_or_404(sale.refunds.filter(answer__isnull=True))
    services.answer_refund(waiting, **payload.dict(), by=person(request))
    return 200, _told(_sale(request, pk))


@router.get(
    "/tax/statements",
    auth=SystemAuth("releases"),
    summary="Statements of sales for the tax authority, without anybody's identity",
)
def statements(request: HttpRequest) -> list[dict[str, object]]:
    """Company, taxable value, duty, VAT, day of sale (R-CERT-08)."""
    return [
        {
            "company": sale.exhibit.item.permit.showroom.operator.name,
            "sold_on": sale.sold_on,
            "taxable_value": sale.assessed.get("customs_value_cny", "0"),
            "duty": sale.assessed.get("duty", "0"),
            "consumption_tax": sale.assessed.get("consumption_tax", "0"),
            "vat": sale.assessed.get("vat", "0"),
            "refunded": sale.status == Sale.Status.REFUNDED,
        }
        for sale in statements_for(person(request))[:MOST]
    ]
