"""What is refused when a permit is handed in, and what it names (§10.8, R-BOND, R-TEMP, R-ART)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from approvals.parties.models import Mandate, Party, Role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from exhibitions.permits import services
from exhibitions.permits.models import Asking, PermitItem
from exhibitions.permits.queries import candidates_for
from relics.filings.models import Filing
from tests import bonded, entering, factories, filing, showing

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=365)


def refused(permit, world):
    with pytest.raises(NotAcceptable) as caught:
        services.submit_permit(permit, by=world.keeper)
    return [one["code"] for one in caught.value.extra["refusals"]], caught.value.refusal


def test_what_the_filing_says_is_not_asked_again(world):
    item = showing.drafted(world).items.get()
    assert (item.name, item.hs_code, item.value, item.currency) == (
        "示例油画",
        "9701210000",
        Decimal("12000.00"),
        "CNY",
    )
    changed = services.fill_item(item, {"value": Decimal(1), "booth": "A1"}, by=world.keeper)
    assert (changed.value, changed.booth) == (Decimal("12000.00"), "A1")


def test_the_most_tax_is_estimated_when_it_is_handed_in(world):
    permit = showing.submitted(world, showing.filed(world, origin="abroad"))
    assert permit.cover_needed == Decimal("2373.60"), "12,000 at 6 % and 13 %"
    assert showing.submitted(world).cover_needed == 0, "what is not bonded owes nothing"


def test_an_unknown_rate_is_named(world):
    thing = showing.filed(world, origin="abroad", hs_code="4911990000")
    codes, refusal = refused(showing.drafted(world, thing), world)
    assert codes == ["rate_unknown"]
    assert refusal.rule == "R-TAX-01"


def test_an_empty_draft_says_everything_at_once(world):
    showroom = world.showroom
    permit = services.draft_permit(type(showroom).objects.get(pk=showroom.pk), by=world.keeper)
    assert refused(permit, world)[0] == ["no_items"]
    services.choose_items(permit, [showing.filed(world).object_id], by=world.keeper)
    assert refused(permit, world)[0] == ["title_missing", "period_missing"]


def test_no_show_is_longer_than_the_configured_months(world):
    permit = showing.drafted(world, ends_on=showing.today() + timedelta(days=250))
    codes, refusal = refused(permit, world)
    assert (codes, refusal.rule) == (["period_too_long"], "R-BOND-14")
    showing.decide(world, "display.months", value=9)
    assert services.submit_permit(permit, by=world.keeper).status == "under_review"


def test_a_show_does_not_outlive_a_licence(world):
    permit = showing.drafted(world)
    end = permit.ends_on - timedelta(days=1)
    showing.for_sale(world, permit.items.get(), end)
    codes, refusal = refused(permit, world)
    assert (codes, refusal.rule) == (["beyond_the_licence"], "R-BOND-06")
    assert str(end) in str(refusal.sentence)


def test_what_is_for_sale_brings_its_licence_unless_the_zone_asks_for_it_later(world):
    permit = showing.drafted(world)
    services.fill_item(permit.items.get(), {"for_sale": True}, by=world.keeper)
    assert refused(permit, world)[0] == ["licence_missing"]
    showing.decide(world, "display.licence_at_filing", value=False)
    assert services.submit_permit(permit, by=world.keeper).status == "under_review"


def test_foreign_art_for_sale_needs_its_approval_45_days_before(world):
    permit = showing.sales_of_foreign_art(world, art_approval="", art_applied_on=None)
    codes, refusal = refused(permit, world)
    assert (codes, refusal.rule) == (["art_approval_missing"], "R-ART-04")
    late = permit.starts_on - timedelta(days=44)
    told = {"art_approval": "示例文化批1号", "art_applied_on": late}
    services.fill_permit(permit, told, by=world.keeper)
    assert refused(permit, world)[0] == ["art_applied_late"]
    told["art_applied_on"] = late - timedelta(days=1)
    services.fill_permit(permit, told, by=world.keeper)
    assert services.submit_permit(permit, by=world.keeper).status == "submitted"


def test_a_relic_from_abroad_needs_its_filing_before_the_show_and_the_office_answers(world):
    thing = showing.filed(world, kind="relic", purposes=["show"], origin="abroad")
    permit = showing.drafted(world, thing)
    item = permit.items.get()
    told = {"hs_code": "9706100000", "art_kind": "other"}
    services.fill_item(item, told, by=world.keeper)
    codes, refusal = refused(permit, world)
    assert (codes, refusal.rule) == (["relic_filing_missing"], "R-TEMP-08")
    services.fill_permit(permit, {"relic_filing": "示例备案表1号"}, by=world.keeper)
    held = services.submit_permit(permit, by=world.keeper)
    assert [str(one) for one in held.asked_now()] == [world.place.office.party.name]


def test_an_object_stands_in_one_show_at_a_time(world):
    thing = showing.filed(world)
    first = showing.submitted(world, thing)
    second = showing.drafted(world, thing)
    codes, refusal = refused(second, world)
    assert codes == ["in_another_show"]
    assert first.case.number in str(refusal.sentence)
    later = first.ends_on + timedelta(days=1)
    services.fill_permit(
        second, {"starts_on": later, "ends_on": later + timedelta(days=9)}, by=world.keeper
    )
    services.submit_permit(second, by=world.keeper)
    with pytest.raises(IntegrityError), transaction.atomic():
        PermitItem.objects.filter(permit=second).update(starts_on=first.starts_on)


def test_the_booth_stands_on_the_plan(world):
    permit = showing.drafted(world)
    services.fill_item(permit.items.get(), {"booth": "Z9"}, by=world.keeper)
    assert refused(permit, world)[0] == ["no_such_booth"]


def test_whose_object_it_is_must_have_said_that_the_operator_may_show_it(world):
    stranger = filing.make_place(
        office=world.place.office,
        port=world.place.port,
        dealer=factories.make_party(name="示例他人"),
    )
    theirs = filing.active(stranger)
    Filing.objects.filter(pk=theirs.pk).update(zone=world.zone)
    permit = showing.drafted(world)
    with pytest.raises(NotAcceptable) as caught:
        services.choose_items(permit, [theirs.object_id], by=world.keeper)
    assert caught.value.refusal.code == "not_selectable"


def test_an_owner_may_take_its_word_back_until_it_is_handed_in(world):
    permit = showing.drafted(world)
    Mandate.objects.filter(agent=world.operator).update(revoked_on=showing.today())
    assert refused(permit, world)[0] == ["not_selectable"]


def test_the_table_of_the_day_says_who_is_asked(world):
    line = Asking.objects.get(authority__kind=Party.Kind.CULTURE)
    line.effective_to = showing.today() - timedelta(days=1)
    line.save()
    assert showing.asked(world).status == "under_review"


def test_where_the_table_names_no_customs_no_showroom_opens(world):
    Asking.objects.filter(part="decides").delete()
    with pytest.raises(NotAcceptable) as caught:
        services.open_showroom(
            world.operator, world.zone, name="示例二厅", address="示例路", by=world.keeper
        )
    assert caught.value.refusal.code == "no_customs"


def test_one_no_is_a_no(world):
    permit = showing.asked(world)
    with pytest.raises(NotAcceptable):
        services.answer_permit(permit, agrees=False, by=world.culture)
    services.answer_permit(permit, agrees=False, reason="示例：内容不宜。", by=world.culture)
    numbers = {"customs_number": "示例1", "business_number": "示例C"}
    with pytest.raises(Conflict) as caught:
        services.approve_permit(permit, **numbers, by=world.officer)
    assert "示例：内容不宜。" in str(caught.value.refusal.sentence)
    services.draft_refusal(permit, reason="示例：会办不同意。", by=world.officer)
    done = showing.sign(permit, world.officer)
    assert (done.status, done.items.filter(holds=True).count()) == ("refused", 0)


def test_the_database_itself_wants_every_yes(world):
    permit = showing.asked(world)
    services.answer_permit(permit, agrees=False, reason="示例", by=world.culture)
    held = showing.fresh(permit)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(held).objects.filter(pk=held.pk).update(
            status="approved", customs_number="1", business_number="1", decided_on=showing.today()
        )


def test_what_customs_gives_back_goes_round_again(world):
    permit = showing.asked(world)
    services.answer_permit(permit, agrees=True, by=world.culture)
    services.return_permit(permit, reason="示例：请补平面图。", by=world.officer)
    services.submit_permit(permit, by=world.keeper)
    held = showing.fresh(permit)
    assert (held.status, held.round) == ("submitted", 2)
    services.answer_permit(held, agrees=True, by=world.culture)
    with pytest.raises(Conflict) as caught:
        services.return_permit(held, reason="示例：再补。", by=world.officer)
    assert caught.value.refusal.code == "told_already"
    numbers = {"customs_number": "示例1", "business_number": "示例C"}
    with pytest.raises(NotAcceptable):
        services.approve_permit(held, customs_number="示例1", business_number="", by=world.officer)
    assert services.approve_permit(held, **numbers, by=world.officer).status == "approved"


def test_only_the_operators_people_ask(world):
    with pytest.raises(NotAllowed):
        services.draft_permit(world.showroom, by=world.place.agent)
    agent = factories.make_member(world.operator, Role.AGENT)
    with pytest.raises(NotAllowed):
        services.open_showroom(
            world.operator, world.zone, name="示例三厅", address="示例路", by=agent
        )


def test_a_relic_is_shown_no_longer_than_its_clock_runs(world, relic):
    permit = showing.drafted(world)
    [candidate] = candidates_for(permit.showroom, [relic.object_id])
    assert candidate.stay == relic
    services.choose_items(permit, [relic.object_id], by=world.keeper)
    item = permit.items.get(stay=relic)
    told = {"hs_code": "9706100000", "value": Decimal(5000), "currency": "CNY"}
    told |= {"relic_filing": "示例备案表1号", "art_kind": "other"}
    services.fill_item(item, told, by=world.keeper)
    due = entering.due(relic, 60)
    codes, refusal = refused(permit, world)
    assert (codes, refusal.rule) == (["beyond_the_clock"], "R-TEMP-04")
    assert str(showing.today() + timedelta(days=60)) in str(refusal.sentence)
    end = due.clocks.last().due_on
    services.fill_permit(permit, {"ends_on": end}, by=world.keeper)
    assert services.submit_permit(permit, by=world.keeper).status == "submitted"


def test_what_stands_on_the_account_book_is_known_from_there(world):
    firm = bonded.make_firm(
        zone=world.zone, port=world.place.port, holder=world.operator, customs=world.officer
    )
    thing = firm.new_object(kind="ordinary")
    [line] = bonded.in_stock(firm, thing=thing, price=Decimal("500.00"), origin_country="FR")
    permit = services.draft_permit(
        type(world.showroom).objects.get(pk=world.showroom.pk), by=world.keeper
    )
    [item] = services.choose_items(permit, [thing.pk], by=world.keeper)
    assert (item.line, item.value, item.origin, item.is_bonded) == (
        line,
        Decimal("500.00"),
        "FR",
        True,
    )
