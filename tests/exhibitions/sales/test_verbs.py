"""Every verb of a sale, by everybody, from every status; and what the database itself refuses."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from approvals.parties.models import Party, Role
from approvals.record.models import OutboxMessage, TrailEntry
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refused
from approvals.record.status import transitions_of
from exhibitions.books.models import Account
from exhibitions.exhibits.services import happen
from exhibitions.permits.closing import closing_refusals
from exhibitions.sales import services
from exhibitions.sales.models import BuyerReading, LicenceUse, Sale, SaleLicence, SellerLicence
from exhibitions.sales.queries import Period, sales_to_declare, statements_for
from exhibitions.sales.rules import sale_refusals
from tests import custody, factories, selling

D = Decimal
STATES = ("reserved", "sold", "declared", "tax_paid", "delivered", "cancelled", "refunded")
SELLER, CUSTOMS = "seller", "customs"
VERBS = {
    "sell": (SELLER, lambda s, by: services.sell_exhibit(s, **selling.CONTRACT, by=by)),
    "cancel": (SELLER, lambda s, by: services.cancel_sale(s, reason="示例", by=by)),
    "declare": (CUSTOMS, lambda s, by: services.declared(s, "示例报9", by=by)),
    "pay_tax": (CUSTOMS, lambda s, by: services.tax_paid(s, "示例税9", factories.today(), by=by)),
    "deliver": (SELLER, lambda s, by: services.deliver_exhibit(s, by=by)),
    "refund": (
        SELLER,
        lambda s, by: services.request_refund(s, amount=D(1), reason="示例", by=by),
    ),
}


@pytest.fixture
def people(house):
    world = house.world
    return {
        SELLER: house.keeper,
        CUSTOMS: house.customs,
        "tax": world.tax,
        "culture": world.culture,
        "viewer": factories.make_member(world.operator, Role.VIEWER),
        "other seller": factories.make_member(factories.make_party(), Role.OPERATOR),
        "other customs": factories.make_member(
            factories.make_party(Party.Kind.CUSTOMS), Role.CUSTOMS
        ),
    }


@pytest.mark.parametrize("status", STATES)
def test_each_verb_by_its_role_and_from_its_status_only(house, shown, people, status):
    selling.verified(house)
    sale = selling.brought(house, shown[0], status)
    known = {name for name, source, _target in transitions_of(Sale) if source == status}
    for verb, (role, act) in VERBS.items():
        for who, user in people.items():
            with transaction.atomic():
                if who != role:
                    with pytest.raises(NotAllowed) as refused:
                        act(sale, user)
                    assert refused.value.refusal.rule in ("R-BOND-06", "R-BOND-01")
                elif verb in known:
                    act(sale, user)
                else:
                    with pytest.raises(Conflict) as refused:
                        act(sale, user)
                    assert refused.value.refusal.rule == "§10.9"
                transaction.set_rollback(True)


def test_the_whole_way_with_its_book_and_its_statements(house, shown):
    licence = selling.verified(house)
    sale = selling.sold(house, shown[0])
    today = factories.today()
    period = Period(today, today)
    assert list(sales_to_declare(house.world.operator, period)) == [sale]
    sale = services.declared(sale, "示例报1", by=house.customs)
    assert sale.exhibit.line.account == Account.GOING
    assert (sale.assessed["duty"], sale.assessed["vat"]) == ("720.00", "1653.60")
    assert list(sales_to_declare(house.world.operator, period)) == []
    sale = services.tax_paid(sale, "示例税1", today, by=house.customs)
    assert custody.fresh(shown[0]).line.account == Account.GONE
    assert list(statements_for(house.world.tax)) == [sale]
    assert [one.code for one in closing_refusals(house.permit)].count("sale_open") == 1
    services.deliver_exhibit(sale, by=house.keeper)
    exhibit = custody.fresh(shown[0])
    assert (exhibit.status, exhibit.ended) == ("delivered", True)
    said = [one.verb for one in exhibit.events.all()][-6:]
    assert said == ["reserve", "sell", "verify_licence", "declare", "pay_tax", "deliver"]
    assert SaleLicence.objects.get(pk=licence.pk).left == 2
    assert [one.code for one in closing_refusals(house.permit)].count("sale_open") == 0


def test_tax_learns_the_sale_and_nobody_s_identity(house, shown):
    selling.verified(house)
    selling.brought(house, shown[0], "tax_paid")
    told = OutboxMessage.objects.get(recipient="tax", kind="sale.statement").payload
    assert set(told) == {
        *("company", "taxable_value", "duty", "consumption_tax", "vat", "sold_on"),
    }
    for message in OutboxMessage.objects.filter(kind__startswith="sale."):
        for word in (selling.BUYER.name, selling.BUYER.identity_number, selling.BUYER.address):
            assert word not in str(message.payload)


def test_a_buyer_is_kept_sealed_and_each_reading_is_noted(house, shown, people):
    sale = selling.reserved(house, shown[0])
    assert sale.buyer.hint == "张**"
    for word in (selling.BUYER.name, selling.BUYER.identity_number):
        assert word not in sale.buyer.sealed
        assert not TrailEntry.objects.filter(after__icontains=word).exists()
    words = services.read_buyer(sale, purpose="示例：核对合同", by=house.keeper)
    assert (words["name"], words["identity_number"]) == ("张示例", "示例证件001")
    noted = BuyerReading.objects.get()
    assert (noted.by, noted.purpose) == (house.keeper, "示例：核对合同")
    with pytest.raises(NotAcceptable):
        services.read_buyer(sale, purpose=" ", by=house.keeper)
    for who in ("tax", "culture", "viewer", "other seller", "other customs"):
        with pytest.raises(NotAllowed) as refused:
            services.read_buyer(sale, purpose="示例", by=people[who])
        assert refused.value.refusal.rule == "R-TRADE-06"
    assert BuyerReading.objects.count() == 1


def test_a_new_key_seals_and_the_old_one_still_opens(house, shown, settings):
    sale = selling.reserved(house, shown[0])
    settings.RECORD_KEYS = ["示例新钥", *settings.RECORD_KEYS]
    words = services.read_buyer(sale, purpose="示例", by=house.keeper)
    assert words["name"] == "张示例"


def test_who_asks_to_be_kept_secret_in_an_auction_has_no_letter_shown(house, shown):
    from dataclasses import replace

    secret = replace(selling.BUYER, is_secret=True)
    assert selling.reserved(house, shown[0], buyer=secret, auction=True).buyer.hint == "保密"


def test_a_relic_is_sold_by_who_may_and_filed_within_30_days(house, shown):
    exhibit = selling.as_relic(shown[0])
    selling.verified(house, kind="relic")
    assert [one.code for one in sale_refusals(exhibit)] == ["no_seller_licence"]
    selling.seller(house)
    sale = selling.sold(house, exhibit)
    today = factories.today()
    assert sale.file_by == today + timedelta(days=30)
    assert sale.kept_until.year == today.year + 75
    assert services.alarm_of(sale, today) in ("", "year_end")
    services.declared(sale, "示例报1", by=house.customs)
    sale = selling.fresh(sale)
    given = [services.alarm_of(sale, today + timedelta(days=n)) for n in (22, 23, 30, 31)]
    assert given == ["", "filing_near", "filing_near", "filing_over"]
    with pytest.raises(NotAcceptable):
        services.file_sale(
            sale, number="示例备1", filed_on=today + timedelta(days=1), by=house.keeper
        )
    services.file_sale(sale, number="示例备1", filed_on=today, by=house.keeper)
    assert services.alarm_of(selling.fresh(sale), today + timedelta(days=40)) == ""


def test_an_auction_lot_is_reviewed_before_the_sale(house, shown):
    exhibit = selling.as_relic(shown[0])
    selling.verified(house, kind="relic")
    selling.seller(house, "auction")
    assert [one.code for one in sale_refusals(exhibit)] == ["no_seller_licence"]
    sale = selling.reserved(house, exhibit, auction=True)
    with pytest.raises(NotAcceptable) as refused:
        services.sell_exhibit(sale, **selling.CONTRACT, by=house.keeper)
    assert refused.value.refusal.rule == "R-TRADE-04"
    lot = {**selling.CONTRACT, "review_number": "示例拍审1"}
    assert services.sell_exhibit(sale, **lot, by=house.keeper).status == "sold"


def test_no_unit_holds_both_kinds(house):
    selling.seller(house)
    with pytest.raises(Conflict) as refused:
        selling.seller(house, "auction", "示例文拍1")
    assert refused.value.refusal.rule == "R-TRADE-01"
    row = SellerLicence.objects.get()
    row.pk, row.kind, row.number = None, "auction", "示例文拍2"
    with pytest.raises(DatabaseError, match="never_both_kinds"), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(NotAllowed):
        services.record_foreign_share(
            house.world.operator,
            D(1),
            valid_from=factories.today(),
            source="示例",
            by=house.keeper,
        )


def test_a_state_relic_and_what_is_shown_only_are_not_sold(house, shown):
    selling.verified(house, kind="relic")
    selling.seller(house)
    exhibit = selling.as_relic(shown[0], ownership="state")
    assert [one.code for one in sale_refusals(exhibit)] == ["state_relic"]
    type(exhibit.item).objects.filter(pk=exhibit.item_id).update(for_sale=False)
    codes = [one.code for one in sale_refusals(custody.fresh(exhibit))]
    assert codes == ["not_for_sale", "state_relic"]


def test_a_precious_relic_is_not_sold_abroad(house, shown):
    selling.verified(house, kind="relic")
    selling.seller(house)
    exhibit = selling.as_relic(shown[0], grade="second")
    assert sale_refusals(exhibit) == []
    with pytest.raises(Conflict) as refused:
        selling.reserved(house, exhibit, buyer=selling.ABROAD)
    assert refused.value.refusal.rule == "R-TRADE-03"


def test_a_licence_for_named_objects_opens_no_other(house, shown):
    selling.verified(house, things=[shown[0].object])
    assert sale_refusals(shown[0]) == []
    assert [one.code for one in sale_refusals(shown[1])] == ["no_licence"]


def test_customs_verifies_or_rejects_with_its_reason(house, shown, people):
    licence = selling.handed_in(house)
    for who in ("tax", "seller", "other customs"):
        with pytest.raises(NotAllowed):
            services.answer_licence(licence, agrees=True, by=people[who])
    with pytest.raises(NotAcceptable):
        services.answer_licence(licence, agrees=False, by=house.customs)
    services.answer_licence(licence, agrees=False, answer="示例：查无此号", by=house.customs)
    assert [one.code for one in sale_refusals(shown[0])] == ["no_licence"]
    with pytest.raises(Conflict):
        services.answer_licence(licence, agrees=True, by=house.customs)
    assert selling.verified(house).status == "verified"
    with pytest.raises(Conflict) as refused:
        selling.handed_in(house)
    assert refused.value.refusal.code == "licence_known"


def test_customs_may_refuse_a_refund_and_nothing_moves(house, shown, people):
    selling.verified(house)
    sale = selling.brought(house, shown[0], "delivered")
    told = {"amount": D("12000"), "reason": "示例：瑕疵"}
    refund = services.request_refund(sale, **told, by=house.keeper)
    with pytest.raises(Conflict):
        services.request_refund(sale, **told, by=house.keeper)
    with pytest.raises(NotAllowed):
        services.answer_refund(refund, agrees=True, number="示例1", by=house.keeper)
    services.answer_refund(refund, agrees=False, reason="示例：已过期", by=house.customs)
    assert selling.fresh(sale).status == "delivered"
    again = services.request_refund(sale, **told, by=house.keeper)
    services.answer_refund(again, agrees=True, number="示例更正2", by=house.customs)
    exhibit = custody.fresh(shown[0])
    assert (exhibit.status, exhibit.ended) == ("on_display", False)
    assert exhibit.line.account == Account.FREE


def test_the_database_itself_holds_to_the_way(house, shown):
    licence = selling.verified(house, quantity=1)
    sale = selling.sold(house, shown[0])
    other = selling.reserved(house, shown[1])
    today = factories.today()
    wrong = [
        lambda: Sale.objects.filter(pk=other.pk).update(
            status="sold",
            price=1,
            currency="CNY",
            contract_number="示例",
            sold_on=today,
            licence=licence,
        ),
        lambda: LicenceUse.objects.create(licence=licence, sale=other, step="take", on=today),
        lambda: LicenceUse.objects.create(licence=licence, sale=other, step="give_back", on=today),
        lambda: SaleLicence.objects.filter(pk=licence.pk).update(used=0),
        lambda: Sale.objects.filter(pk=sale.pk).update(price=1),
        lambda: Sale.objects.filter(pk=sale.pk).delete(),
        lambda: LicenceUse.objects.all().delete(),
        lambda: Sale.objects.filter(pk=sale.pk).update(status="delivered"),
    ]
    for act in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_what_was_stolen_while_reserved_is_not_on_display_again(house, shown):
    sale = selling.reserved(house, shown[0])
    happen(shown[0], "lose", by=house.customs)
    with pytest.raises(Conflict):
        services.sell_exhibit(sale, **selling.CONTRACT, by=house.keeper)
    services.cancel_sale(sale, reason="示例：失窃", by=house.keeper)
    assert (selling.fresh(sale).status, custody.fresh(shown[0]).status) == ("cancelled", "lost")


def test_a_refusal_writes_nothing(house, shown):
    sale = selling.reserved(house, shown[0])
    before = (TrailEntry.objects.count(), OutboxMessage.objects.count())
    with pytest.raises(Refused):
        services.sell_exhibit(sale, **selling.CONTRACT, by=house.keeper)
    assert (TrailEntry.objects.count(), OutboxMessage.objects.count()) == before
