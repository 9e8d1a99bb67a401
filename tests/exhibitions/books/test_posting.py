"""The account book: one object, one line, and every unit stands where the postings say."""

from contextlib import nullcontext
from datetime import timedelta
from itertools import product

import pytest
from django.db import DatabaseError, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from approvals.parties.models import Role
from approvals.record.models import OutboxMessage, TrailEntry
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from approvals.record.services import CLOCKWORK
from exhibitions.books import services
from exhibitions.books.models import IN_STOCK, MOVES, Account, Line, Move, Posting
from exhibitions.books.queries import on_day, stock_line_of, with_totals
from exhibitions.books.services import Paper
from tests import bonded, factories

pytestmark = pytest.mark.django_db
PAPER = Paper("warehouse", "示例单-1")
AMENDED = Paper("amendment", "示例更正-1", "示例：退货退款")
VERBS = {
    Move.EXPECT: services.expect,
    Move.CALL_OFF_COMING: services.call_off_coming,
    Move.RECEIVE: services.receive,
    Move.COMMIT: services.commit,
    Move.CALL_OFF_GOING: services.call_off_going,
    Move.WRITE_OFF: services.write_off,
    Move.RESTORE: services.restore,
}
WAY = {
    Account.OUTSIDE: (),
    Account.COMING: (Move.EXPECT,),
    Account.FREE: (Move.EXPECT, Move.RECEIVE),
    Account.GOING: (Move.EXPECT, Move.RECEIVE, Move.COMMIT),
    Account.GONE: (Move.EXPECT, Move.RECEIVE, Move.COMMIT, Move.WRITE_OFF),
}


@pytest.fixture
def firm(db):
    return bonded.make_firm()


def standing(firm, account):
    [line] = bonded.lines(firm)
    for move in WAY[account]:
        VERBS[move]([line], PAPER, by=CLOCKWORK)
    return Line.objects.select_related("book").get(pk=line.pk)


def quantities(line):
    return (line.received, line.written_off, line.expected_in, line.expected_out)


@pytest.mark.parametrize(
    ("account", "told"),
    [
        (Account.OUTSIDE, (0, 0, 0, 0)),
        (Account.COMING, (0, 0, 1, 0)),
        (Account.FREE, (1, 0, 0, 0)),
        (Account.GOING, (1, 0, 0, 1)),
        (Account.GONE, (1, 1, 0, 0)),
    ],
)
def test_increase_and_decrease_real_and_expected_are_read_from_the_line(firm, account, told):
    line = standing(firm, account)
    assert (line.account, quantities(line)) == (account, told)
    assert line.movable == (account == Account.FREE)


@pytest.mark.parametrize("account", list(Account))
@pytest.mark.parametrize("move", list(Move))
def test_a_unit_moves_only_from_where_it_stands(firm, account, move):
    line, paper = standing(firm, account), AMENDED if move == Move.RESTORE else PAPER
    debit, credit = MOVES[move]
    if debit == account:
        [key] = VERBS[move]([line], paper, by=firm.customs)
        posting = Posting.objects.get(pk=key)
        assert (posting.debit, posting.credit) == (account, credit)
        assert Line.objects.get(pk=line.pk).account == credit
    else:
        with pytest.raises(Conflict) as refused:
            VERBS[move]([line], paper, by=firm.customs)
        assert (refused.value.refusal.code, refused.value.refusal.rule) == (
            "unit_elsewhere",
            "R-CENT-03",
        )
        assert Line.objects.get(pk=line.pk).account == account


HOLDERS_OWN = {Move.EXPECT, Move.CALL_OFF_COMING, Move.COMMIT, Move.CALL_OFF_GOING}


@pytest.mark.parametrize("move", list(Move))
def test_each_move_is_made_by_its_side_only(firm, move):
    """Every role at every party: the holder's people, customs' people, and a stranger's."""
    parties = {
        "holder": firm.holder,
        "customs": firm.port.customs,
        "elsewhere": factories.make_party(),
    }
    line, paper = standing(firm, MOVES[move][0]), AMENDED if move == Move.RESTORE else PAPER
    for side, role in product(parties, Role):
        user = factories.make_member(parties[side], role)
        may = (side == "customs" and role == Role.CUSTOMS) or (
            side == "holder" and role in (Role.AGENT, Role.OPERATOR) and move in HOLDERS_OWN
        )
        with transaction.atomic():
            if may:
                assert len(VERBS[move]([line], paper, by=user)) == 1
            else:
                with pytest.raises(NotAllowed) as refused:
                    VERBS[move]([line], paper, by=user)
                assert refused.value.refusal.rule == "R-BOND-02"
            transaction.set_rollback(True)


def test_many_lines_are_posted_together_or_not_at_all(firm):
    good = bonded.in_stock(firm, 3)
    [late] = bonded.lines(firm)
    with pytest.raises(Conflict) as refused:
        services.commit([*good, late], PAPER, by=firm.agent)
    assert f"第 {late.sequence} 行" in str(refused.value.refusal.sentence)
    assert {line.account for line in Line.objects.filter(pk__in=[one.pk for one in good])} == {
        Account.FREE
    }
    assert len(services.commit(good, PAPER, by=firm.agent)) == 3
    last = TrailEntry.objects.filter(chain=firm.book.chain).last()
    said = {"move": "commit", "document": "warehouse", "number": "示例单-1", "lines": [1, 2, 3]}
    assert (last.verb, last.after) == ("books.commit", said)
    message = OutboxMessage.objects.filter(subject=f"book:{firm.book.pk}").last()
    assert message.payload == {"book": firm.book.number, **said}


def test_a_posting_rests_on_a_paper_and_on_one_book(firm):
    mine, other = bonded.in_stock(firm), bonded.in_stock(bonded.make_firm())
    for lines, paper, code in [
        (mine, Paper("warehouse", " "), "paper_missing"),
        ([*mine, *other], PAPER, "one_book_at_a_time"),
        ([], PAPER, "one_book_at_a_time"),
    ]:
        with pytest.raises(NotAcceptable) as refused:
            services.commit(lines, paper, by=firm.agent)
        assert refused.value.refusal.code == code


def test_one_object_is_stock_of_one_book_only_bonded_or_not(firm):
    """Bonded and other goods stand in one showroom, in books of their own (notice item 14)."""
    [line] = bonded.in_stock(firm)
    plain = services.open_book(
        firm.holder,
        zone=firm.zone,
        customs=firm.port.customs,
        number="示例非保",
        nature="ordinary",
        opened_on=factories.today(),
        by=firm.customs,
    )
    [twin] = services.open_lines(plain, [bonded.words(line.object)], by=firm.agent)
    services.expect([twin], PAPER, by=firm.agent)
    with pytest.raises(Conflict) as refused:
        services.receive([twin], PAPER, by=firm.customs)
    assert refused.value.refusal.code == "stock_of_another_book"
    assert firm.book.number in str(refused.value.refusal.sentence)
    with pytest.raises(DatabaseError, match="line_one_stock_of_object"), transaction.atomic():
        _post_by_hand(twin, Move.RECEIVE)
    services.commit([line], PAPER, by=firm.agent)
    services.write_off([line], PAPER, by=firm.customs)
    services.receive([twin], PAPER, by=firm.customs)
    assert stock_line_of(line.object).book == plain


def test_case_35_what_was_declared_comes_back_by_an_amendment_record_only(firm):
    line = standing(firm, Account.GONE)
    with pytest.raises(DatabaseError, match="posting_restores_by_amendment"), transaction.atomic():
        _post_by_hand(line, Move.RESTORE)
    services.restore([line], AMENDED, by=firm.customs)
    assert [one.move for one in line.postings.all()][-2:] == [Move.WRITE_OFF, Move.RESTORE]


def _post_by_hand(line, move, **fields):
    debit, credit = MOVES[move]
    return Posting.objects.create(
        line=line,
        move=move,
        **{
            "debit": debit,
            "credit": credit,
            "document": "warehouse",
            "document_number": "示例",
            **fields,
        },
        at=line.opened_at,
    )


def test_the_database_holds_the_book_together_whoever_writes(firm):
    [line] = bonded.in_stock(firm)
    for wrong in (
        lambda: Line.objects.filter(pk=line.pk).update(account=Account.GONE),
        lambda: _post_by_hand(line, Move.WRITE_OFF),
        lambda: _post_by_hand(line, Move.COMMIT, credit=Account.GONE),
        lambda: line.postings.update(document_number="示例改"),
        lambda: line.postings.all()._raw_delete("default"),
        lambda: Line.objects.filter(pk=line.pk)._raw_delete("default"),
        lambda: Line.objects.create(
            book=firm.book,
            sequence=99,
            item_number="示例99",
            object=firm.new_object(),
            hs_code="97",
            name="示例",
            unit="件",
            price=1,
            currency="CNY",
            account=Account.FREE,
            opened_by=firm.agent,
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()
    assert Line.objects.get(pk=line.pk).account == Account.FREE


def test_where_each_unit_stood_on_a_day(firm):
    [line] = bonded.in_stock(firm)
    before = on_day(firm.book.lines.all(), factories.days_from_now(-1)).get()
    now = on_day(firm.book.lines.all(), factories.today()).get()
    assert (before.stood, now.stood) == (None, Account.FREE)
    assert now == line


class Trade(RuleBasedStateMachine):
    """Random postings against a plain model: a unit is where the model says, or it is refused."""

    @initialize()
    def open(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.firm = bonded.make_firm()
        self.lines = bonded.lines(self.firm, 5)
        self.where = {line.pk: Account.OUTSIDE for line in self.lines}

    @rule(move=st.sampled_from(list(Move)), picked=st.sets(st.integers(0, 4), min_size=1))
    def post(self, move, picked):
        lines = [self.lines[at] for at in sorted(picked)]
        debit, credit = MOVES[move]
        paper = AMENDED if move == Move.RESTORE else PAPER
        lawful = all(self.where[line.pk] == debit for line in lines)
        with nullcontext() if lawful else pytest.raises(Conflict):
            VERBS[move](lines, paper, by=self.firm.customs)
            self.where |= {line.pk: credit for line in lines}

    @invariant()
    def stands_as_the_model_says(self):
        book = with_totals(type(self.firm.book).objects.filter(pk=self.firm.book.pk)).get()
        found = {line.pk: line.account for line in book.lines.all()}
        assert found == self.where
        assert book.stock == sum(one in IN_STOCK for one in self.where.values())
        last = {one.line_id: one.credit for one in Posting.objects.order_by("pk")}
        assert {pk: last.get(pk, Account.OUTSIDE) for pk in found} == found

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)


@pytest.mark.slow
def test_random_days_of_posting_keep_the_book_and_the_model_alike(db):
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Trade, settings=settings(max_examples=20, stateful_step_count=20, deadline=None)
    )


def test_a_cycle_counts_what_came_and_went(firm):
    from exhibitions.books.cycles import Span, counts_of

    lines = bonded.in_stock(firm, 3)
    services.commit(lines[:1], PAPER, by=firm.agent)
    services.write_off(lines[:1], PAPER, by=firm.customs)
    today = factories.today()
    counts = counts_of(firm.book, Span(today, today))
    assert (counts.opening, counts.received, counts.written_off, counts.closing) == (0, 3, 1, 2)
    after = counts_of(firm.book, Span(today + timedelta(1), today + timedelta(2)))
    assert (after.opening, after.closing) == (2, 2)
