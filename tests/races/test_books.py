"""Many post on one book at once: each unit moves once, and the book adds up."""

import random

import pytest

from approvals.record.models import TrailEntry
from approvals.record.queries import first_broken_link
from approvals.record.refusals import Conflict
from exhibitions.books import services
from exhibitions.books.models import Account, Line, Posting
from exhibitions.books.services import Paper
from tests import bonded, factories

from .test_turns import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
PAPER = Paper("warehouse", "示例单-3")


@pytest.fixture
def firm():
    return bonded.make_firm()


def test_one_unit_committed_by_eight_clerks_goes_once(firm):
    [line] = bonded.in_stock(firm)
    acts = [lambda: services.commit([line], PAPER, by=firm.agent)] * 8
    results = together(*acts)
    assert sum(isinstance(one, Conflict) for one in results) == 7
    assert Posting.objects.filter(line=line, move="commit").count() == 1


def test_overlapping_passes_in_any_order_move_each_unit_once_and_never_lock_each_other_up(firm):
    lines = bonded.in_stock(firm, 6)

    def one(seed):
        picked = random.Random(seed).sample(lines, 3)
        return lambda: services.commit(picked, PAPER, by=firm.agent)

    results = together(*[one(seed) for seed in range(8)])
    done = [one for one in results if not isinstance(one, Conflict)]
    assert len(done) >= 1
    assert Line.objects.filter(account=Account.GOING).count() == 3 * len(done)
    assert TrailEntry.objects.filter(verb="books.commit").count() == len(done)
    assert first_broken_link(firm.book.chain) is None


def test_one_object_received_in_two_books_at_once_is_stock_of_one(firm):
    [line] = bonded.lines(firm)
    other = bonded.make_firm(holder=firm.holder, zone=factories.make_zone(), agent=firm.agent)
    [twin] = services.open_lines(other.book, [bonded.words(line.object)], by=firm.agent)
    for one in (line, twin):
        services.expect([one], PAPER, by=firm.agent)
    results = together(
        lambda: services.receive([line], PAPER, by=firm.customs),
        lambda: services.receive([twin], PAPER, by=other.customs),
    )
    assert sum(isinstance(one, Conflict) for one in results) == 1
    assert Line.objects.filter(account=Account.FREE).count() == 1


def test_a_book_that_closes_while_something_is_announced_is_empty_or_stays_open(firm):
    [line] = bonded.lines(firm)
    results = together(
        lambda: services.expect([line], PAPER, by=firm.agent),
        lambda: services.close_book(firm.book, by=firm.customs),
    )
    assert sum(isinstance(one, Conflict) for one in results) == 1
    firm.book.refresh_from_db()
    announced = Line.objects.get(pk=line.pk).account == Account.COMING
    assert announced == (firm.book.closed_on is None)
