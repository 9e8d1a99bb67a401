"""The edge cases of rules §15 that befall a sale."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from approvals.record.models import OutboxMessage, TrailEntry
from approvals.record.refusals import Conflict
from exhibitions.books.models import Account
from exhibitions.sales import services
from exhibitions.sales.models import LicenceUse, Sale, SaleLicence
from exhibitions.sales.rules import sale_refusals
from relics.filings.models import SaleLock
from relics.reviews.models import ReviewItem
from tests import custody, factories, reviewing, selling


def refused_by(verb, *given, **words):
    with pytest.raises(Conflict) as refused:
        verb(*given, **words)
    return refused.value.refusal.code, refused.value.refusal.rule


def codes(exhibit):
    return [(one.code, one.rule) for one in sale_refusals(custody.fresh(exhibit))]


def lock(house, exhibit):
    filing, by = exhibit.item.filing, house.customs
    SaleLock.objects.create(object=exhibit.object, filing=filing, reason="示例：存疑", by=by)


def test_case_20_what_proves_to_be_a_relic_is_locked_for_sale(house, shown):
    selling.verified(house)
    assert codes(shown[0]) == []
    sale = selling.sold(house, shown[0])
    lock(house, shown[1])
    lock(house, shown[0])
    assert codes(shown[1]) == [("sale_locked", "R-ART-01")]
    told = refused_by(selling.reserved, house, shown[1])
    assert told == ("sale_locked", "R-ART-01")
    told = refused_by(services.declared, sale, "示例报1", by=house.customs)
    assert told == ("sale_locked", "R-ART-01")


def test_case_31_the_buyer_pays_before_the_licence(house, shown):
    sale = selling.reserved(house, shown[0], deposit=Decimal("12000.00"))
    assert (sale.status, custody.fresh(shown[0]).status) == ("reserved", "reserved")
    told = refused_by(services.sell_exhibit, sale, **selling.CONTRACT, by=house.keeper)
    assert told == ("no_licence", "R-BOND-06")
    told = refused_by(services.deliver_exhibit, sale, by=house.keeper)
    assert told == ("not_in_this_state", "§10.9")
    selling.handed_in(house)
    told = refused_by(services.sell_exhibit, sale, **selling.CONTRACT, by=house.keeper)
    assert told == ("licence_not_verified", "R-BOND-06")
    assert custody.fresh(shown[0]).status == "reserved"


def test_case_32_a_licence_valid_at_display_but_over_on_the_day_of_sale(house, shown):
    today = factories.today()
    licence = selling.verified(house, valid_to=today + timedelta(days=5))
    assert codes(shown[0]) == []
    with time_machine.travel(today + timedelta(days=6)):
        assert codes(shown[0]) == [("licence_not_valid", "R-BOND-06")]
        sale = selling.reserved(house, shown[0])
        told = refused_by(services.sell_exhibit, sale, **selling.CONTRACT, by=house.keeper)
        assert told == ("licence_not_valid", "R-BOND-06")
    assert SaleLicence.objects.get(pk=licence.pk).used == 0


def test_case_33_a_licence_covers_three_and_a_fourth_is_sold(house, shown):
    licence = selling.verified(house, quantity=3)
    for exhibit in shown[:3]:
        assert selling.sold(house, exhibit).licence == licence
    fourth = selling.reserved(house, shown[3])
    told = refused_by(services.sell_exhibit, fourth, **selling.CONTRACT, by=house.keeper)
    assert told == ("licence_used_up", "R-BOND-06")
    assert SaleLicence.objects.get(pk=licence.pk).used == 3


def test_case_34_sold_on_30_december_and_not_declared_by_the_end_of_the_year(house, shown):
    selling.verified(house)
    sale = selling.sold(house, shown[0])
    day = date(factories.today().year, 12, 30)
    year_end = date(day.year, 12, 31)
    assert services.alarm_of(sale, year_end - timedelta(days=17)) == ""
    assert services.alarm_of(sale, date(day.year, 12, 15)) == "year_end"
    assert services.give_alarms(day) == [(sale, "year_end")]
    assert services.give_alarms(day) == []
    with time_machine.travel(date(day.year + 1, 1, 2)):
        assert services.give_alarms() == [(sale, "year_over")]
        assert ("undeclared_across_the_year", "R-CENT-05") in codes(shown[1])
    told = OutboxMessage.objects.filter(kind="sale.undeclared", recipient="customs")
    assert told.count() == 2


def test_case_35_sold_and_refunded_after_the_declaration(house, shown):
    selling.verified(house)
    sale = selling.brought(house, shown[0], "tax_paid")
    line = custody.fresh(shown[0]).line
    assert line.account == Account.GONE
    told = refused_by(services.cancel_sale, sale, reason="示例", by=house.keeper)
    assert told == ("not_in_this_state", "§10.9")
    refund = services.request_refund(
        sale, amount=Decimal(12000), reason="示例：退货", by=house.keeper
    )
    assert (selling.fresh(sale).status, custody.fresh(shown[0]).line.account) == (
        "tax_paid",
        Account.GONE,
    )
    services.answer_refund(refund, agrees=True, number="示例更正1", by=house.customs)
    exhibit = custody.fresh(shown[0])
    assert (exhibit.status, exhibit.line.account) == ("on_display", Account.FREE)
    assert selling.fresh(sale).status == "refunded"
    assert exhibit.line.postings.last().document_number == "示例更正1"
    assert sale.licence.used == 1
    sent = OutboxMessage.objects.filter(kind="sale.amended")
    assert sorted(one.recipient for one in sent) == ["customs", "tax"]


def test_case_36_sold_and_cancelled_before_the_declaration(house, shown):
    licence = selling.verified(house, quantity=1)
    sale = selling.sold(house, shown[0])
    assert SaleLicence.objects.get(pk=licence.pk).used == 1
    services.cancel_sale(sale, reason="示例：买方反悔", by=house.keeper)
    exhibit = custody.fresh(shown[0])
    assert (exhibit.status, exhibit.events.last().reason) == ("on_display", "示例：买方反悔")
    assert SaleLicence.objects.get(pk=licence.pk).used == 0
    told = refused_by(services.cancel_sale, sale, reason="再来", by=house.keeper)
    assert told == ("not_in_this_state", "§10.9")
    assert SaleLicence.objects.get(pk=licence.pk).used == 0
    assert LicenceUse.objects.filter(sale=sale).count() == 2
    again = selling.sold(house, exhibit)
    assert (again.status, again.licence) == ("sold", licence)
    last = TrailEntry.objects.filter(verb="sales.cancel").get()
    assert last.reason == "示例：买方反悔"


@pytest.mark.parametrize("outcome", ["prohibited", "returned"])
def test_case_43_what_may_not_leave_is_not_sold_to_a_foreign_buyer(house, shown, outcome):
    exhibit = selling.as_relic(shown[0])
    selling.verified(house, kind="relic")
    selling.seller(house)
    judged(exhibit, outcome)
    told = refused_by(selling.reserved, house, exhibit, buyer=selling.ABROAD)
    assert told == ("forbidden_exit_foreign_buyer", "R-TRADE-03")
    assert selling.sold(house, exhibit).status == "sold"


def judged(exhibit, outcome):
    """An exit review of the object that ended so."""
    review = reviewing.drafted(reviewing.make_world())
    ReviewItem.objects.create(
        review=review, object=exhibit.object, sequence=9, status=outcome, reason="示例：禁止"
    )


def test_case_44_a_foreign_invested_gallery_applies_to_sell_relics(house, shown):
    exhibit = selling.as_relic(shown[0])
    selling.verified(house, kind="relic")
    selling.seller(house)
    assert codes(exhibit) == []
    services.record_foreign_share(
        house.world.operator,
        Decimal("12.5"),
        valid_from=factories.today(),
        source="示例章程",
        by=selling.culture(),
    )
    assert codes(exhibit) == [("foreign_invested", "R-TRADE-02")]
    told = refused_by(selling.reserved, house, exhibit)
    assert told == ("foreign_invested", "R-TRADE-02")
    told = refused_by(selling.seller, house, number="示例文销2")
    assert told == ("foreign_invested", "R-TRADE-02")
    assert Sale.objects.count() == 0
