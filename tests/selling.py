"""Exhibits on display that may be sold, their licences, and a sale walked to any status."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pikepdf

from approvals.parties.models import Party, Role, User
from exhibitions.exhibits.models import Exhibit
from exhibitions.permits.models import PermitItem
from exhibitions.sales import services
from exhibitions.sales.models import Sale, SaleLicence
from exhibitions.sales.queries import whole
from exhibitions.sales.services import BuyerWords, LicenceWords
from relics.register.models import RelicObject

from . import custody, factories

BUYER = BuyerWords(name="张示例", address="示例市示例街 3 号", identity_number="示例证件001")
ABROAD = BuyerWords(
    name="Sample Buyer", address="1 Sample Street", identity_number="P000", country="FR"
)
CONTRACT = {"price": Decimal("12000.00"), "currency": "CNY", "contract_number": "示例合同1"}


def show(count: int = 1, **values: Any) -> tuple[custody.House, list[Exhibit]]:
    """A running show whose exhibits stand in the showroom and are for sale."""
    house = custody.make_house(count=count, **values)
    PermitItem.objects.filter(permit=house.permit).update(for_sale=True)
    return house, [custody.fresh(one) for one in custody.on_display(house)]


def as_relic(exhibit: Exhibit, **fields: Any) -> Exhibit:
    """The same as a relic, of the register's words that are given."""
    PermitItem.objects.filter(pk=exhibit.item_id).update(kind="relic")
    RelicObject.objects.filter(pk=exhibit.object_id).update(kind="relic", **fields)
    return custody.fresh(exhibit)


def paper() -> io.BytesIO:
    file = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(file)
    file.seek(0)
    return file


def handed_in(house: custody.House, number: str = "示例许1号", **fields: Any) -> SaleLicence:
    things = fields.pop("things", ())
    today = factories.today()
    words = {
        "kind": "artwork",
        "number": number,
        "issuer": "示例文化厅",
        "valid_from": today,
        "valid_to": today + timedelta(days=30),
        "quantity": 3,
        **fields,
    }
    showroom = house.world.showroom
    return services.hand_in_licence(
        showroom, LicenceWords(**words), paper(), things=things, by=house.keeper
    )


def verified(house: custody.House, number: str = "示例许1号", **fields: Any) -> SaleLicence:
    licence = handed_in(house, number, **fields)
    return services.answer_licence(licence, agrees=True, by=house.customs)


def fresh(sale: Sale) -> Sale:
    return whole(Sale.objects.all()).get(pk=sale.pk)


def culture() -> User:
    return factories.make_member(factories.make_party(Party.Kind.CULTURE), Role.CULTURE)


def seller(house: custody.House, kind: str = "shop", number: str = "示例文销1") -> Any:
    return services.record_seller_licence(
        house.world.operator,
        kind,
        number=number,
        issuer="示例省文物局",
        valid_from=factories.LONG_AGO,
        valid_to=factories.today() + timedelta(days=400),
        by=culture(),
    )


def reserved(house: custody.House, exhibit: Exhibit, **fields: Any) -> Sale:
    buyer = fields.pop("buyer", BUYER)
    return fresh(services.reserve_exhibit(exhibit, buyer, **fields, by=house.keeper))


def sold(house: custody.House, exhibit: Exhibit, **fields: Any) -> Sale:
    sale = reserved(house, exhibit)
    return fresh(services.sell_exhibit(sale, **{**CONTRACT, **fields}, by=house.keeper))


STEPS = ("reserved", "sold", "declared", "tax_paid", "delivered")


def brought(house: custody.House, exhibit: Exhibit, status: str) -> Sale:
    """A sale of the exhibit walked to a status; a verified licence must be there."""
    if status == "reserved":
        return reserved(house, exhibit)
    sale = sold(house, exhibit)
    if status == "cancelled":
        services.cancel_sale(sale, reason="示例：改主意", by=house.keeper)
        return fresh(sale)
    if status != "sold":
        services.declared(sale, f"示例报{sale.pk}", by=house.customs)
    if status in ("tax_paid", "delivered"):
        today = factories.today()
        services.tax_paid(fresh(sale), f"示例税{sale.pk}", today, by=house.customs)
    if status == "delivered":
        services.deliver_exhibit(fresh(sale), by=house.keeper)
    if status == "refunded":
        refund = services.request_refund(
            fresh(sale), amount=Decimal(100), reason="示例：退货", by=house.keeper
        )
        services.answer_refund(refund, agrees=True, number="示例更正1", by=house.customs)
    return fresh(sale)
