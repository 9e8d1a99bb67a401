"""Each side files its own list; the system matches them (R-CENT-07, edge case 50)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from approvals.parties.models import Party
from approvals.policies.models import PolicyValue
from approvals.record.models import OutboxMessage, TrailEntry
from approvals.record.queries import first_broken_link
from approvals.record.refusals import Conflict, NotAcceptable
from exhibitions.books.models import Line
from exhibitions.books.services import commit
from exhibitions.permits.models import PermitItem
from exhibitions.transfers import services
from exhibitions.transfers.models import TransferList
from exhibitions.transfers.queries import lists_of, offered_to
from exhibitions.transfers.wording import in_words
from tests import bonded, factories, showing, transferring
from tests.transferring import IN, OUT, accounts, expected, fresh, given, mismatched

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    return transferring.make_pair()


def stood(pair, book):
    return [account for _number, account in accounts(book)]


@pytest.mark.parametrize("first", [given, expected])
def test_whoever_files_first_both_are_matched_when_both_stand(pair, first):
    second = expected if first is given else given
    one = first(pair)
    assert one.status == "unmatched"
    two = second(pair)
    assert (fresh(one).status, fresh(two).status) == ("matched", "matched")
    assert fresh(one).matched_with == two
    assert stood(pair, pair.giver.book) == ["gone", "gone"]
    assert stood(pair, pair.receiver.book) == ["free", "free"]


def test_the_lines_of_the_receiver_are_opened_from_the_facts_of_the_giver(pair):
    given(pair)
    expected(pair)
    facts = ("object_id", "hs_code", "name", "model", "unit", "price", "currency", "origin_country")
    old = sorted(pair.giver.book.lines.values_list(*facts))
    assert sorted(pair.receiver.book.lines.values_list(*facts)) == old
    papers = Line.objects.get(book=pair.receiver.book, sequence=1).postings.values_list(
        "move", "document", "document_number", "by"
    )
    assert list(papers) == [("expect", "transfer", IN, None), ("receive", "transfer", IN, None)]


def test_a_list_is_reserved_on_the_book_of_the_giver_only(pair):
    given(pair)
    assert stood(pair, pair.giver.book) == ["going", "going"]
    assert stood(pair, pair.receiver.book) == []


def test_case_50_zone_to_zone_transfer_quantities_differ(pair):
    out = given(pair)
    into = expected(pair, quantity=2)
    number = pair.lines[0].object.number
    for one in (fresh(out), fresh(into)):
        assert one.status == "mismatch"
        assert [in_words(said) for said in one.differences] == [
            f"“{number}”的数量不同：转出 1，转入 2。"
        ]
    assert stood(pair, pair.giver.book) == ["going", "going"]
    assert stood(pair, pair.receiver.book) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"hs_code": "9703100000"}, "商品编码不同：转出 9701210000，转入 9703100000。"),
        ({"price": Decimal("12000.01")}, "单价不同：转出 12000.00，转入 12000.01。"),
        ({"currency": "EUR"}, "币制不同：转出 CNY，转入 EUR。"),
    ],
)
def test_every_difference_of_an_object_is_named_to_both(pair, changed, words):
    out, into = given(pair), expected(pair, **changed)
    number = pair.lines[0].object.number
    for one in (out, into):
        assert [in_words(said) for said in fresh(one).differences] == [f"“{number}”的{words}"]


def test_an_object_on_one_list_only_is_named(pair):
    given(pair)
    into = expected(pair, object_number="示例-无此号")
    assert sorted(in_words(said) for said in fresh(into).differences) == sorted(
        [
            f"“{pair.lines[0].object.number}”在转出清单上，转入清单没有。",
            "“示例-无此号”在转入清单上，转出清单没有。",
        ]
    )


def test_either_side_corrects_and_it_is_matched_again(pair):
    out, into = mismatched(pair)
    services.correct_in_list(into, transferring.told(pair), by=pair.receiver.agent)
    assert (fresh(out).status, fresh(into).status) == ("matched", "matched")
    assert fresh(into).items.count() == 4


def test_a_giver_that_drops_an_object_has_it_free_again(pair):
    out = given(pair)
    pair.lines.pop()
    expected(pair)
    assert fresh(out).status == "mismatch"
    services.correct_out_list(out, pair.lines, by=pair.giver.agent)
    assert fresh(out).status == "matched"
    assert sorted(stood(pair, pair.giver.book)) == ["free", "gone"]


def test_a_giver_may_add_an_object(pair):
    out = given(pair)
    more = bonded.in_stock(pair.giver, 1)
    services.correct_out_list(out, [*pair.lines, *more], by=pair.giver.agent)
    assert stood(pair, pair.giver.book) == ["going"] * 3
    assert fresh(out).round == 2


def test_a_list_withdrawn_frees_its_lines_and_leaves_the_other_alone(pair):
    out, into = mismatched(pair)
    services.withdraw_list(out, reason="示例", by=pair.giver.agent)
    assert (fresh(out).status, fresh(into).status) == ("withdrawn", "unmatched")
    assert fresh(into).differences == []
    assert stood(pair, pair.giver.book) == ["free", "free"]


def test_a_list_over_its_last_day_lapses_and_was_warned_of_before(pair, monkeypatch):
    out = given(pair)
    assert services.lapse_lists() == []
    last = out.expires_on
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: last - timedelta(days=5))
    for _night in range(2):
        assert services.lapse_lists() == []
    assert TrailEntry.objects.filter(chain=out.chain, verb="transfers.warn").count() == 1
    assert OutboxMessage.objects.filter(kind="transfer.warn").count() == 1
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: last)
    assert services.lapse_lists() == []
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: last + timedelta(days=1))
    assert services.lapse_lists() == [out]
    assert fresh(out).status == "lapsed"
    assert stood(pair, pair.giver.book) == ["free", "free"]


def test_the_days_of_a_list_are_customs_to_decide(pair):
    assert given(pair).expires_on == timezone.localdate() + timedelta(days=30)
    PolicyValue.objects.create(
        key="transfers.list_days",
        party=pair.giver.port.customs,
        value=10,
        effective_from=timezone.localdate(),
        reason="示例",
        set_by=pair.giver.customs,
    )
    [more] = bonded.in_stock(pair.giver, 1)
    later = services.file_out_list(
        pair.giver.book, "QD9801E000002", [more], to=pair.receiver.holder, by=pair.giver.agent
    )
    assert later.expires_on == timezone.localdate() + timedelta(days=10)


def test_a_list_named_by_a_stranger_is_no_pair_and_tells_it_nothing(pair):
    out = given(pair)
    stranger = bonded.make_firm(factories.make_zone(), factories.make_port())
    theirs = services.file_in_list(
        stranger.book, "QD9803I000001", transferring.told(pair), counterpart=OUT, by=stranger.agent
    )
    assert (fresh(out).status, fresh(theirs).status) == ("unmatched", "unmatched")
    for reader in (stranger.agent, stranger.customs):
        assert list(lists_of(reader)) == [theirs]


def test_customs_of_both_zones_and_both_sides_see_it(pair):
    out = given(pair)
    assert list(lists_of(pair.receiver.agent)) == [out]
    assert list(lists_of(pair.receiver.customs)) == []
    into = expected(pair)
    for reader in (pair.giver.customs, pair.receiver.customs):
        assert set(lists_of(reader)) == {out, into}
    assert list(lists_of(pair.giver.agent)) == [out]


def test_what_was_offered_waits_until_it_is_answered(pair):
    out = given(pair)
    assert list(offered_to(pair.receiver.book)) == [out]
    expected(pair)
    assert list(offered_to(pair.receiver.book)) == []


def test_what_the_book_refuses_at_matching_is_told_and_nothing_moves(pair):
    into = expected(pair)
    book = pair.receiver.book
    book.__class__.objects.filter(pk=book.pk).update(closed_on=timezone.localdate())
    out = given(pair)
    assert (fresh(out).status, fresh(into).status) == ("mismatch", "mismatch")
    assert "已于" in in_words(fresh(out).differences[0])
    assert stood(pair, pair.giver.book) == ["going", "going"]


def test_what_is_not_free_or_is_in_a_show_does_not_go(pair):
    commit(pair.lines[:1], bonded.LIST, by=pair.giver.agent)
    with pytest.raises(Conflict) as caught:
        given(pair)
    assert caught.value.refusal.code == "unit_elsewhere"
    assert TransferList.objects.count() == 0


def test_what_a_permit_holds_does_not_go():
    world = showing.make_world()
    permit = showing.active(world, showing.filed(world, origin="abroad"))
    firm = bonded.make_firm(world.zone, world.place.port, world.operator, None, world.officer)
    item = PermitItem.objects.get(permit=permit)
    [line] = bonded.in_stock(firm, thing=item.object)
    with pytest.raises(Conflict) as caught:
        services.file_out_list(firm.book, OUT, [line], to=factories.make_party(), by=firm.agent)
    assert caught.value.refusal.code == "in_a_show"


@pytest.mark.parametrize(
    ("number", "code"),
    [("短", "list_number"), ("QD" * 10, "list_number"), ("qd980", "list_number")],
)
def test_a_number_is_that_of_customs(pair, number, code):
    with pytest.raises(NotAcceptable) as caught:
        given(pair, number)
    assert caught.value.refusal.code == code


def test_a_number_is_used_once(pair):
    given(pair)
    [more] = bonded.in_stock(pair.giver, 1)
    with pytest.raises(Conflict) as caught:
        services.file_out_list(
            pair.giver.book, OUT, [more], to=pair.receiver.holder, by=pair.giver.agent
        )
    assert caught.value.refusal.code == "list_number_used"


def test_within_one_zone_nothing_is_a_transfer_between_zones(pair):
    neighbour = bonded.make_firm(
        pair.giver.zone,
        pair.giver.port,
        factories.make_party(Party.Kind.ENTERPRISE),
        number="示例近",
    )
    out = services.file_out_list(
        pair.giver.book, OUT, pair.lines, to=neighbour.holder, by=pair.giver.agent
    )
    into = services.file_in_list(
        neighbour.book, IN, transferring.told(pair), counterpart=OUT, by=neighbour.agent
    )
    assert (fresh(out).status, fresh(into).status) == ("unmatched", "unmatched")


def test_every_act_stands_on_an_unbroken_record_and_reaches_customs(pair):
    out, into = mismatched(pair)
    services.correct_in_list(into, transferring.told(pair), by=pair.receiver.agent)
    told = TrailEntry.objects.filter(chain=out.chain).order_by("seq").values_list("verb", flat=True)
    assert list(told) == ["transfers.file", "transfers.differ", "transfers.match"]
    assert first_broken_link(out.chain) is None
    assert OutboxMessage.objects.filter(kind="transfer.match").count() == 2
