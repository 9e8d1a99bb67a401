"""Account book, custody and showroom agree object by object, or a difference is opened (三账比对)."""

import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from approvals.cases.services import calendar_of
from approvals.parties.models import Party, Role
from approvals.policies.models import PolicyValue
from approvals.record.models import OutboxMessage, TrailEntry
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from exhibitions.books.services import call_off_going, commit
from exhibitions.matching.checks import CHECKS
from exhibitions.matching.models import Difference, Run
from exhibitions.matching.queries import differences_of
from exhibitions.matching.services import match_books, settle_difference
from tests import bonded, custody, factories
from tests.approvals.exchange.test_api import Machine
from tests.matching import PASS, WRONG, agreed, stands

pytestmark = pytest.mark.django_db
STATUSES = list(custody.WAY)


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """A show of sixteen exhibits in the store; what tests do is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = custody.make_house(count=16)
        made.exhibits = custody.entered(made)
        yield made
        transaction.set_rollback(True)


def wrong(house, place=0, check="out_not_going"):
    status, act, _also = WRONG[check]
    one = agreed(house, house.exhibits[place], status)
    act(house, one)
    return custody.fresh(one)


@pytest.mark.parametrize("status", STATUSES)
def test_books_that_follow_custody_agree_in_every_status(house, status):
    agreed(house, house.exhibits[0], status)
    run = match_books()
    assert (run.objects_seen, run.found) == (16 - (status == "delivered"), 0)


@pytest.mark.parametrize("check", WRONG)
def test_each_check_finds_its_own_disagreement(house, check):
    one = wrong(house, check=check)
    run = match_books()
    assert stands() == {(check, one.object_id)}
    assert (run.found, run.opened, run.gone) == (1, 1, 0)


@pytest.mark.parametrize("seed", range(4))
def test_random_disagreements_are_found_exactly(house, seed):
    dice = random.Random(seed)
    expected = set()
    for place, exhibit in enumerate(house.exhibits):
        if dice.random() < 0.5:
            check = dice.choice(sorted(WRONG))
            expected.add((check, wrong(house, place, check).object_id))
        else:
            agreed(house, exhibit, dice.choice(STATUSES))
    match_books()
    assert stands() == expected


def test_a_line_on_a_gate_pass_without_an_exhibit_is_found(house):
    firm = bonded.make_firm()
    on_pass, on_list = bonded.in_stock(firm, 2)
    commit([on_pass], PASS, by=firm.agent)
    commit([on_list], bonded.LIST, by=firm.agent)
    assert match_books().objects_seen == 18
    assert stands() == {("gone_by_gate", on_pass.object_id)}


def test_a_permit_that_ended_over_what_is_on_show_is_found(house, monkeypatch):
    one = agreed(house, house.exhibits[0], "on_display")
    held = house.permit.__class__.objects.get(pk=house.permit.pk)
    held.begin_closing()
    held.save()
    assert match_books().found == 0
    held.closed_on = timezone.localdate()
    held.close()
    held.save()
    match_books()
    assert ("show_without_permit", one.object_id) in stands()
    assert {key for key, _thing in stands()} == {"show_without_permit", "holds_not_live"}


def test_the_same_difference_is_not_opened_twice_and_goes_when_it_is_put_right(house):
    one = wrong(house)
    first = match_books()
    again = match_books()
    assert (again.found, again.opened, again.gone) == (1, 0, 0)
    [difference] = Difference.objects.all()
    assert difference.first_run == first
    commit([one.line], PASS, by=house.customs)
    last = match_books()
    assert (last.found, last.gone) == (0, 1)
    difference = Difference.objects.get()
    assert (difference.gone_at, difference.is_open) == (last.started_at, False)


def test_a_difference_that_comes_back_is_another_one(house):
    one = wrong(house)
    match_books()
    commit([one.line], PASS, by=house.customs)
    match_books()
    call_off_going([one.line], PASS, by=house.customs)
    match_books()
    assert Difference.objects.count() == 2
    assert stands() == {("out_not_going", one.object_id)}


def test_what_customs_settled_is_not_opened_again_while_the_books_say_the_same(house):
    one = wrong(house)
    match_books()
    settle_difference(Difference.objects.get(), reason="示例：海关另行核准。", by=house.customs)
    assert match_books().opened == 0
    assert stands() == set()
    custody.services.happen(custody.fresh(one), "reserve", by=house.keeper)
    assert match_books().opened == 1
    assert stands() == {("out_not_going", one.object_id)}


def test_an_open_difference_tells_what_the_books_say_now(house):
    one = wrong(house)
    match_books()
    custody.services.happen(custody.fresh(one), "reserve", by=house.keeper)
    match_books()
    assert Difference.objects.get().facts == {
        "status": "reserved",
        "account": "free",
        "permit": "active",
        "holds": True,
        "covered": True,
        "place": house.booths[0].name,
    }


def test_only_customs_of_the_object_settles_it_once_and_says_why(house):
    wrong(house)
    match_books()
    difference = Difference.objects.get()
    other = factories.make_member(factories.make_party(Party.Kind.CUSTOMS), Role.CUSTOMS)
    for person in (other, house.keeper, factories.make_user()):
        with pytest.raises(NotAllowed):
            settle_difference(difference, reason="示例", by=person)
    with pytest.raises(NotAcceptable):
        settle_difference(difference, reason=" ", by=house.customs)
    settle_difference(difference, reason="示例", by=house.customs)
    with pytest.raises(Conflict):
        settle_difference(difference, reason="示例", by=house.customs)
    assert TrailEntry.objects.filter(chain=difference.chain, verb="matching.settle").count() == 1


def test_each_difference_has_an_owner_and_a_day_in_working_days(house):
    wrong(house, 0, "out_not_going")
    wrong(house, 1, "out_not_covered")
    match_books()
    customs = house.permit.showroom.customs
    day = calendar_of(customs).due(timezone.localdate(), 3).on
    assert dict(Difference.objects.values_list("check_key", "owner")) == {
        "out_not_going": "operator",
        "out_not_covered": "customs",
    }
    assert set(Difference.objects.values_list("due_on", flat=True)) == {day}
    assert OutboxMessage.objects.filter(kind="difference.opened").count() == 1


def test_owner_and_days_are_customs_to_decide(house):
    customs = house.permit.showroom.customs
    for key, value in (("matching.days", 7), ("matching.for_customs", "out_not_going")):
        PolicyValue.objects.create(
            key=key,
            party=customs,
            value=value,
            effective_from=timezone.localdate(),
            reason="示例",
            set_by=house.customs,
        )
    wrong(house)
    match_books()
    one = Difference.objects.get()
    assert (one.owner, one.due_on) == (
        "customs",
        calendar_of(customs).due(timezone.localdate(), 7).on,
    )


def test_the_database_keeps_one_standing_difference_of_a_kind(house):
    wrong(house)
    match_books()
    twin = Difference.objects.get()
    twin.pk = None
    with pytest.raises(IntegrityError, match="difference_stands_once"), transaction.atomic():
        twin.save(force_insert=True)


def statements(act):
    with CaptureQueriesContext(connection) as told:
        act()
    return len(told)


def test_a_run_needs_as_many_statements_for_one_difference_as_for_many(house):
    wrong(house, 0)
    match_books()
    wrong(house, 1)
    one = statements(match_books)
    for place in range(2, 10):
        wrong(house, place)
    assert statements(match_books) == one
    assert len(stands()) == 10


def test_who_has_nothing_to_do_with_a_show_may_not_run_or_see(house):
    wrong(house)
    with pytest.raises(NotAllowed):
        match_books(by=factories.make_user())
    run = match_books(by=house.keeper)
    assert Run.objects.get() == run
    elsewhere = factories.make_member(factories.make_party(Party.Kind.CUSTOMS), Role.CUSTOMS)
    assert [differences_of(who).count() for who in (house.keeper, house.customs, elsewhere)] == [
        1,
        1,
        0,
    ]


def test_operator_and_customs_read_it_on_their_pages_and_customs_settles_it(client, house):
    wrong(house)
    page = reverse("matching:list")
    client.force_login(house.keeper)
    assert client.post(page, {"act": "run"}).status_code == 302
    assert "展品在区外，账册未记预减。" in client.get(page).content.decode()
    one = reverse("matching:difference", kwargs={"pk": Difference.objects.get().pk})
    assert client.post(one, {"act": "settle", "reason": "示例"}).status_code == 403
    client.force_login(house.customs)
    assert client.post(one, {"act": "settle", "reason": ""}).status_code == 422
    assert client.post(one, {"act": "settle", "reason": "示例"}).status_code == 302
    assert client.get(page).context["page"].paginator.count == 0
    assert client.get(f"{page}?all=1").context["page"].paginator.count == 1


def test_a_difference_past_its_day_says_so(client, house):
    wrong(house)
    match_books()
    Difference.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    client.force_login(house.customs)
    assert "已超期" in client.get(reverse("matching:list")).content.decode()


def test_the_interface_reads_what_does_not_agree(client, house):
    one = wrong(house)
    match_books()
    theirs = Machine(client, house.world.operator, "books", Role.OPERATOR)
    [told] = theirs.get("/matching/differences").json()["items"]
    assert (told["check"], told["object"], told["owner"]) == (
        "out_not_going",
        one.object_id,
        "operator",
    )
    other = Machine(client, factories.make_party(), "books", Role.OPERATOR)
    assert other.get("/matching/differences").json()["count"] == 0


def test_every_check_names_its_rule_once():
    assert len({one.key for one in CHECKS}) == len(CHECKS)
    assert [one.key for one in CHECKS if not one.rule] == []
    assert set(WRONG) <= {one.key for one in CHECKS}
