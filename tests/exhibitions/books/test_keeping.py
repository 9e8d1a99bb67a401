"""Books are opened by customs, lines by the firm, cycles reported by the one and settled by the other."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from approvals.parties.models import Role
from approvals.policies.services import set_policy
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from exhibitions.books import services
from exhibitions.books.candidates import candidates_for, told_of
from exhibitions.books.cycles import cycle_on
from exhibitions.books.models import Line, Settlement
from exhibitions.books.services import Paper
from tests import bonded, factories, filing

pytestmark = pytest.mark.django_db
PAPER = Paper("warehouse", "示例单-2")


@pytest.fixture
def firm(db):
    return bonded.make_firm()


def code_of(refused):
    return refused.value.refusal.code


def test_a_book_is_opened_by_its_customs_only_and_one_of_each_nature(firm):
    told = {"zone": firm.zone, "customs": firm.port.customs, "opened_on": factories.today()}
    with pytest.raises(NotAllowed):
        services.open_book(firm.holder, number="示例二", **told, by=firm.agent)
    with pytest.raises(Conflict) as refused:
        services.open_book(firm.holder, number="示例二", **told, by=firm.customs)
    assert code_of(refused) == "book_stands_already"
    person = factories.make_party("person")
    with pytest.raises(NotAcceptable) as refused:
        services.open_book(person, number="示例二", **told, by=firm.customs)
    assert code_of(refused) == "holder_is_no_firm"


def test_a_line_is_opened_once_for_one_object_of_quantity_one(firm):
    thing = firm.new_object()
    [first] = services.open_lines(firm.book, [bonded.words(thing)], by=firm.agent)
    [again] = services.open_lines(firm.book, [bonded.words(thing)], by=firm.operator)
    assert (again.pk, first.sequence, first.item_number) == (
        first.pk,
        1,
        f"{firm.book.number}-000001",
    )
    pair = firm.new_object(quantity=2, pieces=2)
    for words, code in [
        (bonded.words(pair), "one_object_one_line"),
        (bonded.words(firm.new_object(), price=Decimal(0)), "price_missing"),
    ]:
        with pytest.raises(NotAcceptable) as refused:
            services.open_lines(firm.book, [words], by=firm.agent)
        assert code_of(refused) == code
    with pytest.raises(Conflict) as refused:
        services.open_lines(
            firm.book,
            [bonded.words(firm.new_object(), item_number=first.item_number)],
            by=firm.agent,
        )
    assert code_of(refused) == "item_number_taken"
    with pytest.raises(NotAllowed):
        services.open_lines(firm.book, [bonded.words(firm.new_object())], by=firm.customs)


def test_a_book_closes_when_nothing_is_left_on_it_and_then_takes_nothing(firm):
    [line] = bonded.in_stock(firm)
    with pytest.raises(Conflict) as refused:
        services.close_book(firm.book, by=firm.customs)
    assert code_of(refused) == "book_not_empty"
    services.commit([line], PAPER, by=firm.agent)
    services.write_off([line], PAPER, by=firm.customs)
    [late] = bonded.lines(firm)
    with pytest.raises(NotAllowed):
        services.close_book(firm.book, by=firm.agent)
    services.close_book(firm.book, by=firm.customs)
    stale = Line.objects.select_related("book").get(pk=late.pk)
    stale.book.closed_on = None  # read before it was closed: the database still refuses
    with pytest.raises(Conflict) as refused:
        services.expect([stale], PAPER, by=firm.agent)
    assert code_of(refused) == "taken_meanwhile"
    with pytest.raises(Conflict) as refused:
        services.expect([Line.objects.get(pk=late.pk)], PAPER, by=firm.agent)
    assert code_of(refused) == "book_closed"


def test_customs_corrects_a_line_on_its_record_and_the_trail_keeps_both(firm):
    [line] = bonded.in_stock(firm)
    with pytest.raises(NotAcceptable) as refused:
        services.correct_line(
            line, {"hs_code": "9703100000"}, amendment="", reason="示例", by=firm.customs
        )
    assert code_of(refused) == "amendment_missing"
    with pytest.raises(NotAllowed):
        services.correct_line(line, {}, amendment="示例", reason="示例", by=firm.agent)
    changed = services.correct_line(
        line,
        {"hs_code": "9703100000"},
        amendment="示例更正-2",
        reason="示例：归类有误",
        by=firm.customs,
    )
    assert (changed.hs_code, changed.account) == ("9703100000", "free")


def test_the_firm_chooses_its_cycle_only_where_the_zone_lets_it(firm):
    today = factories.today()
    with pytest.raises(NotAcceptable) as refused:
        services.choose_cycle(firm.book, 3, starts_on=today, by=firm.agent)
    assert code_of(refused) == "cycle_not_chosen_here"
    keeper = factories.make_member(firm.zone.party, Role.ADMINISTRATOR)
    set_policy(
        "books.cycle_by_holder",
        True,
        party=firm.zone.party,
        effective_from=today,
        reason="示例",
        by=keeper,
    )
    services.choose_cycle(firm.book, 3, starts_on=today, by=firm.agent)
    span = cycle_on(firm.book, today)
    assert (span.starts_on, (span.ends_on - today).days in range(88, 93)) == (today, True)
    for months, day, code in [
        (13, today, "cycle_length"),
        (3, today - timedelta(1), "cycle_backwards"),
    ]:
        with pytest.raises(NotAcceptable) as refused:
            services.choose_cycle(firm.book, months, starts_on=day, by=firm.agent)
        assert code_of(refused) == code
    with pytest.raises(Conflict) as refused:
        services.choose_cycle(firm.book, 6, starts_on=today, by=firm.agent)
    assert code_of(refused) == "cycle_chosen"


@pytest.mark.parametrize("back", range(0, 800, 37))
def test_cycles_follow_each_other_without_gap_or_overlap(firm, back):
    firm.book.opened_on = factories.today().replace(day=1) - timedelta(days=back)
    day = firm.book.opened_on
    for _ in range(4):
        span = cycle_on(firm.book, day)
        assert span.starts_on == day
        assert cycle_on(firm.book, span.ends_on) == span
        day = span.ends_on + timedelta(days=1)


def test_a_cycle_is_reported_by_the_firm_and_settled_by_customs():
    firm = bonded.make_firm(opened_on=factories.today() - timedelta(days=800))
    day = firm.book.opened_on
    with pytest.raises(NotAcceptable) as refused:
        services.report_cycle(firm.book, day=day, counted=2, by=firm.agent)
    assert code_of(refused) == "difference_unexplained"
    report = services.report_cycle(firm.book, day=day, counted=0, by=firm.agent)
    assert (report.opening, report.closing, report.status) == (0, 0, "reported")
    with pytest.raises(Conflict) as refused:
        services.report_cycle(firm.book, day=day, counted=0, by=firm.agent)
    assert code_of(refused) == "not_in_this_state"
    with pytest.raises(NotAllowed):
        services.answer_settlement(report, agrees=True, by=firm.agent)
    with pytest.raises(NotAcceptable):
        services.answer_settlement(report, agrees=False, by=firm.customs)
    services.answer_settlement(report, agrees=False, answer="示例：请复盘", by=firm.customs)
    services.report_cycle(firm.book, day=day, counted=0, by=firm.agent)
    settled = services.answer_settlement(
        Settlement.objects.get(pk=report.pk), agrees=True, by=firm.customs
    )
    assert settled.status == "settled"
    with pytest.raises(Conflict) as refused:
        services.report_cycle(firm.book, day=factories.today(), counted=0, by=firm.agent)
    assert code_of(refused) == "cycle_not_over"
    with pytest.raises(DatabaseError, match="settlement_adds_up"), transaction.atomic():
        Settlement.objects.filter(pk=report.pk).update(closing=5)


def test_what_filing_and_register_know_is_not_asked_again():
    place = filing.make_place()
    filed = filing.stored(place)
    firm = bonded.make_firm(place.zone, place.port, place.dealer, place.agent, place.customs)
    [thing] = candidates_for(firm.book)
    told = told_of(thing)
    assert (thing, told.missing) == (filed.object, [])
    browser = Client()
    browser.force_login(place.agent, "django.contrib.auth.backends.ModelBackend")
    address = reverse("books:lines_new", args=[firm.book.pk])
    assert "示例油画" in browser.get(address).content.decode()
    answer = browser.post(address, {"object": str(thing.pk)})
    assert answer.status_code == 302
    line = Line.objects.get(book=firm.book)
    assert (line.hs_code, line.price, line.currency) == ("9701210000", Decimal("12000.00"), "CNY")
    assert not candidates_for(firm.book).exists()


def test_the_firm_and_its_customs_post_in_the_browser(firm, django_assert_max_num_queries):
    line, *_more = bonded.lines(firm, 3)
    address = reverse("books:book", args=[firm.book.pk])
    told = {"act": "post", "line": [line.pk], "document": "inventory", "number": "示例QD-9"}
    browser = Client()
    browser.force_login(firm.operator, "django.contrib.auth.backends.ModelBackend")
    assert browser.post(address, {**told, "move": "expect"}).status_code == 302
    refused = browser.post(address, {**told, "move": "receive"})
    assert refused.status_code == 422
    browser.force_login(firm.customs, "django.contrib.auth.backends.ModelBackend")
    assert browser.post(address, {**told, "move": "receive"}).status_code == 302
    again = browser.post(address, {**told, "move": "receive"})
    assert (again.status_code, "R-CENT-03" in again.content.decode()) == (409, True)
    with django_assert_max_num_queries(12):
        page = browser.get(address).content.decode()
    assert "在账可动" in page
    with django_assert_max_num_queries(12):
        page = browser.get(reverse("books:line", args=[line.pk])).content.decode()
    assert "示例QD-9" in page
