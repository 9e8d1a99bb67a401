"""Locking, freeing and revaluing: never over by a cent (R-GUAR-02, R-GUAR-05, R-GUAR-09)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from approvals.parties.models import Party, Role
from approvals.record.models import OutboxMessage, TrailEntry
from approvals.record.queries import first_broken_link
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from exhibitions.credit.services import rate_party
from exhibitions.guarantees import changes, services
from exhibitions.guarantees.models import Hold
from exhibitions.guarantees.queries import (
    cover_of,
    guarantee_for,
    open_coverages,
    recall_list,
    shortage,
)
from exhibitions.guarantees.rules import cover_refusal, licence_refusal, term_refusal
from exhibitions.guarantees.services import lock_cover, need_of, release_cover, revalue
from tests import factories, guaranteeing, tariffing
from tests.guaranteeing import DAY, fresh

pytestmark = pytest.mark.django_db
CENT = Decimal("0.01")
FOR = "示例许可-1"


@pytest.fixture(scope="module")
def firm(django_db_setup, django_db_blocker):
    """A firm with its customs and a few objects, once; what tests do is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = guaranteeing.make_firm()
        made.stock = made.things(6)
        tariffing.load_rates()
        yield made
        transaction.set_rollback(True)


def lines(firm, *amounts):
    return [
        (thing, Decimal(amount), FOR) for thing, amount in zip(firm.stock, amounts, strict=False)
    ]


def refused(act, *arguments, error=Conflict, **named):
    with pytest.raises(error) as caught:
        act(*arguments, **named)
    return caught.value


def adds_up(row):
    """Counters, holds and what is covered say the same; the chain holds."""
    held = fresh(row)
    opened = open_coverages(row).aggregate(sum=Sum("amount"))["sum"] or 0
    written = Hold.objects.filter(guarantee=row).aggregate(sum=Sum("delta"))["sum"] or 0
    granted = row.changes.filter(outcome="granted").aggregate(sum=Sum("amount"))["sum"] or 0
    assert held.required == opened == written
    assert held.amount == held.face + granted
    return held


def test_what_is_locked_is_the_sum_of_what_open_objects_may_owe(firm):
    row = guaranteeing.active(firm, 1000)
    lock_cover(row, lines(firm, "300.10", "200.20"), by=firm.officer)
    assert adds_up(row).required == Decimal("500.30")
    found = cover_of(firm.party, firm.customs)
    assert (found.amount, found.required, found.free, found.short) == (
        Decimal(1000),
        Decimal("500.30"),
        Decimal("499.70"),
        0,
    )
    assert found.until == row.valid_to
    entry = TrailEntry.objects.get(chain=row.chain, verb="guarantee.lock")
    assert (entry.actor, entry.after["total"]) == (firm.officer.actor_key, "500.30")


def test_case_27_a_gate_out_that_would_leave_the_cover_short_is_refused_with_the_shortfall(firm):
    row = guaranteeing.active(firm, 999)
    error = refused(lock_cover, row, lines(firm, 400, 600), by=firm.officer)
    assert (error.status, error.refusal.code) == (409, "cover_short")
    assert error.extra == {"shortfall": "1.00", "free": "999.00"}
    assert error.refusal.sentence == (
        "担保余额不足：需要 1,000.00 元，可用 999.00 元，差额 1.00 元。"
    )
    assert cover_refusal(row, Decimal(1000)).code == "cover_short"
    assert not Hold.objects.filter(guarantee=row).exists()


def test_a_cent_too_much_is_too_much_and_a_cent_less_is_not(firm):
    row = guaranteeing.active(firm, 1000)
    lock_cover(row, lines(firm, "999.99"), by=firm.officer)
    second = [(firm.stock[1], CENT * 2, FOR)]
    assert refused(lock_cover, row, second, by=firm.officer).extra["shortfall"] == "0.01"
    lock_cover(row, [(firm.stock[1], CENT, FOR)], by=firm.officer)
    assert adds_up(row).required == 1000


def test_the_database_itself_refuses_a_lock_over_the_amount(firm):
    row = guaranteeing.active(firm, 10)
    fields = {"guarantee": row, "object": firm.stock[0], "what_for": FOR, "at": timezone.now()}
    with pytest.raises(IntegrityError, match="guarantee_never_over"), transaction.atomic():
        Hold.objects.create(kind="lock", delta="10.01", amount="10.01", by="x", **fields)
    Hold.objects.create(kind="lock", delta=10, amount=10, by="x", **fields)
    assert adds_up(row).required == 10


def test_the_database_locks_on_an_active_guarantee_only(firm):
    row = guaranteeing.expiring(firm)
    fields = {"guarantee": row, "object": firm.stock[0], "what_for": FOR, "at": timezone.now()}
    with pytest.raises(IntegrityError, match="guarantee_active_for_locks"), transaction.atomic():
        Hold.objects.create(kind="lock", delta=1, amount=1, by="x", **fields)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE guarantees_guarantee SET required = 0",
        "UPDATE guarantees_guarantee SET amount = amount + 1",
        "UPDATE guarantees_guarantee SET liability = '示例'",
        "UPDATE guarantees_guarantee SET valid_to = valid_to + 1",
        "UPDATE guarantees_coverage SET amount = 1",
        "DELETE FROM guarantees_coverage",
        "UPDATE guarantees_hold SET amount = 1",
        "DELETE FROM guarantees_hold",
        "DELETE FROM guarantees_guarantee",
    ],
)
def test_nobody_writes_the_counters_by_hand(firm, statement):
    row = guaranteeing.active(firm, 1000)
    lock_cover(row, lines(firm, 300), by=firm.officer)
    with (
        pytest.raises((IntegrityError, ProgrammingError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert adds_up(row).required == 300


@pytest.mark.parametrize("statement", ["parties", "obligation", "liability", "other_terms"])
def test_the_statements_of_a_guarantee_are_never_empty(firm, statement):
    row = guaranteeing.drafted(firm)
    with (
        pytest.raises(IntegrityError, match="guarantee_six_statements"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE guarantees_guarantee SET {statement} = '' WHERE id = {row.pk}")


@pytest.mark.parametrize("amount", [0, -1, "0.001", "NaN", "1e15"])
def test_an_impossible_sum_is_refused(firm, amount):
    row = guaranteeing.active(firm)
    error = refused(lock_cover, row, lines(firm, amount), by=firm.officer, error=NotAcceptable)
    assert error.refusal.code == "sum_impossible"


def test_nothing_and_one_object_twice_are_refused(firm):
    row = guaranteeing.active(firm)
    twice = [(firm.stock[0], Decimal(1), FOR)] * 2
    for given_lines in ([], twice):
        error = refused(lock_cover, row, given_lines, by=firm.officer, error=NotAcceptable)
        assert error.refusal.code == "lines_impossible"


def test_an_object_stands_under_one_guarantee_at_a_time(firm):
    one, other = guaranteeing.active(firm), guaranteeing.active(firm)
    lock_cover(one, lines(firm, 10), by=firm.officer)
    error = refused(lock_cover, other, lines(firm, 10, 10), by=firm.officer)
    assert error.refusal.code == "object_covered"
    assert adds_up(other).required == 0
    release_cover(one, [(firm.stock[0], FOR)], reason="回区", by=firm.officer)
    lock_cover(other, lines(firm, 10, 10), by=firm.officer)
    assert adds_up(other).required == 20


def test_freed_is_what_was_locked_and_only_once(firm):
    row = guaranteeing.active(firm, 1000)
    lock_cover(row, lines(firm, 600, 400), by=firm.officer)
    first = [(firm.stock[0], FOR)]
    [hold] = release_cover(row, first, reason="回区", by=firm.officer)
    assert (hold.delta, hold.amount, hold.reason) == (-600, 0, "回区")
    assert adds_up(row).required == 400
    for again in (first, [(firm.stock[1], "示例许可-2")], []):
        error = refused(release_cover, row, again, reason="回区", by=firm.officer)
        assert error.refusal.code == "not_locked"
    assert adds_up(row).required == 400


def test_case_28_two_clerks_take_the_last_of_a_guarantee(firm):
    """One after the other; `tests/races/test_guarantee.py` lets them run at once."""
    row = guaranteeing.active(firm, 100)
    clerks = [factories.make_member(firm.customs, Role.CUSTOMS) for _ in range(2)]
    lock_cover(row, [(firm.stock[0], Decimal(60), FOR)], by=clerks[0])
    error = refused(lock_cover, row, [(firm.stock[1], Decimal(60), FOR)], by=clerks[1])
    assert error.extra["shortfall"] == "20.00"


def test_case_29_a_guarantee_that_ends_before_the_show_is_refused(firm):
    today = timezone.localdate()
    row = guaranteeing.active(firm, valid_to=today + 100 * DAY)
    assert term_refusal(row, today + 70 * DAY) is None
    refusal = term_refusal(row, today + 71 * DAY)
    assert (refusal.code, refusal.rule) == ("guarantee_ends_first", "R-GUAR-11")
    assert f"展示最晚至 {today + 70 * DAY} 止" in refusal.sentence.replace("。", " 止")


def test_case_29_if_it_ends_later_new_legs_stop_and_all_is_recalled(firm, monkeypatch):
    told = []
    monkeypatch.setattr(changes, "_listeners", [told.append])
    today = timezone.localdate()
    row = guaranteeing.active(firm, 1000, valid_to=today + 60 * DAY)
    lock_cover(row, lines(firm, 300, 500), by=firm.officer)
    told.clear()
    for day, status in ((today + 31 * DAY, "expiring"), (today + 61 * DAY, "insufficient")):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda on=day: on)
        services.pass_night()
        assert fresh(row).status == status
        assert (
            refused(lock_cover, row, [(firm.stock[2], CENT, FOR)], by=firm.officer).refusal.code
            == "guarantee_frozen"
        )
    assert [(one.before, one.after, one.freezes) for one in told] == [
        ("active", "expiring", True),
        ("expiring", "insufficient", False),
    ]
    assert [one.coverage.amount for one in recall_list(fresh(row))] == [500, 300]
    assert cover_of(firm.party, firm.customs).short == 800


def test_case_30_the_exchange_rate_rises_while_objects_are_on_display(firm):
    tariffing.load_exchange("7", since="2020-01-01")
    row = guaranteeing.active(firm, 2000)
    worth = {"currency": "USD", "hs_code": "9706100000", "customs": firm.customs}
    needs = [
        need_of(thing, FOR, value=Decimal(value), **worth)
        for thing, value in zip(firm.stock, (500, 1000, 500), strict=False)
    ]
    assert [one.amount for one in needs] == [455, 910, 455]
    lock_cover(row, needs, by=firm.officer)
    tariffing.load_exchange("8", since=timezone.localdate())
    night = services.pass_night()
    assert (night.revalued, night.unknown) == (3, 0)
    held = adds_up(row)
    assert (held.required, held.status, shortage(held)) == (2080, "insufficient", 80)
    assert [(one.coverage.object, one.running) for one in recall_list(held)] == [
        (firm.stock[1], 1040)
    ]
    error = refused(lock_cover, row, [(firm.stock[3], CENT, FOR)], by=firm.officer)
    assert (error.refusal.code, error.refusal.rule) == ("guarantee_frozen", "R-GUAR-05")
    message = OutboxMessage.objects.get(kind="guarantee.insufficient")
    assert (message.recipient, message.payload["short"]) == ("customs", "80.00")
    assert services.pass_night().revalued == 0
    release_cover(row, [(firm.stock[1], FOR)], reason="回区", by=firm.officer)
    assert adds_up(row).status == "active"


def test_a_night_without_a_rate_changes_nothing_and_says_so(firm):
    row = guaranteeing.active(firm)
    basis = {"value": "100", "currency": "EUR", "hs_code": "9706100000", "origin": ""}
    lock_cover(row, [services.Need(firm.stock[0], Decimal(13), FOR, basis)], by=firm.officer)
    night = services.pass_night()
    assert (night.revalued, night.unknown) == (0, 1)
    assert adds_up(row).required == 13


def test_the_recall_list_names_the_dearest_until_the_shortage_is_cleared(firm):
    row = guaranteeing.active(firm, 1000)
    lock_cover(row, lines(firm, 100, 400, 200, 300), by=firm.officer)
    assert recall_list(fresh(row)) == []
    revalue(
        row,
        [(thing, amount) for thing, amount, _for in lines(firm, 100, 500, 900, 300)],
        by=firm.officer,
    )
    held = adds_up(row)
    assert (held.status, shortage(held)) == ("insufficient", 800)
    assert [one.coverage.amount for one in recall_list(held)] == [900]
    services.top_up(row, Decimal("799.99"), document="示例-9", by=firm.officer)
    assert fresh(row).status == "insufficient"
    services.top_up(row, CENT, document="示例-10", by=firm.officer)
    assert adds_up(row).status == "active"
    assert recall_list(fresh(row)) == []


def test_case_42_an_exemption_answers_for_nothing_when_the_tier_falls(firm):
    """The tier drops in the middle of a show: new legs stop, what is out stays covered by name."""
    today = timezone.localdate()
    rated = {"valid_from": today, "source": "示例认定书", "by": firm.officer}
    rate_party(firm.party, "advanced", **rated)
    row = guaranteeing.active(firm, 1000, form="exemption")
    lock_cover(row, lines(firm, 300), by=firm.officer)
    rate_party(firm.party, "certified", **rated)
    held = adds_up(row)
    assert (held.status, held.required) == ("insufficient", 300)
    assert cover_of(firm.party, firm.customs).short == 300
    assert refused(lock_cover, row, [(firm.stock[1], CENT, FOR)], by=firm.officer).refusal.code == (
        "guarantee_frozen"
    )
    rate_party(firm.party, "advanced", **rated)
    assert fresh(row).status == "active"


def test_only_the_highest_tier_hands_in_an_exemption(firm):
    row = guaranteeing.drafted(firm, form="exemption")
    error = refused(services.submit_guarantee, row, by=firm.agent, error=NotAcceptable)
    assert (error.refusal.code, error.refusal.rule) == ("tier_not_exempt", "R-GUAR-07")


def test_a_guarantee_never_replaces_a_licence():
    assert licence_refusal(needed=True, verified=False).rule == "R-BOND-05"
    assert licence_refusal(needed=True, verified=True) is None
    assert licence_refusal(needed=False, verified=False) is None


def test_the_guarantee_with_room_that_lasts_longest_is_offered(firm):
    today = timezone.localdate()
    short = guaranteeing.active(firm, 1000, valid_to=today + 90 * DAY)
    small = guaranteeing.active(firm, 10, valid_to=today + 900 * DAY)
    guaranteeing.expiring(firm)
    found = [guarantee_for(firm.party, firm.customs, need=Decimal(need)) for need in (10, 11, 1001)]
    assert found == [small, short, None]


@pytest.mark.parametrize("who", ["officer", "agent", "operator"])
def test_customs_and_the_holders_own_people_may_lock(firm, who):
    row = guaranteeing.active(firm)
    lock_cover(row, lines(firm, 1), by=getattr(firm, who))
    assert adds_up(row).required == 1


@pytest.mark.parametrize("role", list(Role))
def test_nobody_else_locks_frees_or_revalues(firm, role):
    row, thing = guaranteeing.locked(firm)
    other = factories.make_member(factories.make_party(Party.Kind.CUSTOMS), role)
    acts = [
        lambda: lock_cover(row, lines(firm, 1), by=other),
        lambda: release_cover(row, [(thing, FOR)], reason="x", by=other),
        lambda: revalue(row, [(thing, Decimal(1))], by=other),
    ]
    for act in acts:
        assert refused(act, error=NotAllowed).refusal.rule == "R-GUAR-04"


def test_nobody_revalues_its_own(firm):
    row, thing = guaranteeing.locked(firm)
    for own in (firm.agent, firm.operator):
        refused(revalue, row, [(thing, CENT)], by=own, error=NotAllowed)
    assert adds_up(row).required == 100


AMOUNT = 1000
moves = some.lists(
    some.tuples(
        some.sampled_from(["lock", "release", "revalue", "top_up", "renew", "call"]),
        some.lists(some.integers(0, 5), min_size=1, max_size=3, unique=True),
        some.integers(1, 70_000).map(lambda cents: Decimal(cents) / 100),
    ),
    max_size=14,
)


class Model:
    """The same guarantee with a pencil: what is locked for each object, and the amount."""

    def __init__(self):
        self.amount, self.locked, self.status = Decimal(AMOUNT), {}, "active"

    @property
    def required(self):
        return sum(self.locked.values(), Decimal(0))

    def settle(self):
        if self.status != "called":
            self.status = "insufficient" if self.required > self.amount else "active"

    def lock(self, places, sum_):
        total = sum_ * len(places)
        free = self.status == "active" and self.required + total <= self.amount
        if free and not set(places) & set(self.locked):
            self.locked |= dict.fromkeys(places, sum_)
            return True
        return False

    def release(self, places):
        if not set(places) <= set(self.locked):
            return False
        for place in places:
            del self.locked[place]
        return True

    def revalue(self, places, sum_):
        self.locked |= {place: sum_ for place in places if place in self.locked}
        return True

    def top_up(self, sum_):
        self.amount += sum_ if self.status != "called" else 0
        return self.status != "called"

    def call(self, sum_):
        if self.status == "called" or sum_ > self.amount:
            return False
        self.amount, self.status = self.amount - sum_, "called"
        return True


def _lock(firm, row, things, sum_):
    return lock_cover(row, [(thing, sum_, FOR) for thing in things], by=firm.officer)


def _release(firm, row, things, sum_):
    return release_cover(row, [(thing, FOR) for thing in things], reason="回区", by=firm.officer)


def _revalue(firm, row, things, sum_):
    return revalue(row, [(thing, sum_) for thing in things], by=firm.officer)


def _top_up(firm, row, things, sum_):
    return services.top_up(row, sum_, document="示例", by=firm.officer)


def _renew(firm, row, things, sum_):
    return services.renew(row, fresh(row).valid_to + DAY, document="示例", by=firm.officer)


def _call(firm, row, things, sum_):
    signed = guaranteeing.SIGNED
    return services.call_guarantee(row, sum_, document="示例", **signed, by=firm.officer)


PLAYED = {
    "lock": (_lock, Model.lock),
    "release": (_release, lambda model, places, sum_: model.release(places)),
    "revalue": (_revalue, Model.revalue),
    "top_up": (_top_up, lambda model, places, sum_: model.top_up(sum_)),
    "renew": (_renew, lambda model, places, sum_: model.status != "called"),
    "call": (_call, lambda model, places, sum_: model.call(sum_)),
}


def done(act, *arguments):
    try:
        act(*arguments)
    except (Conflict, NotAcceptable):
        return False
    return True


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves)
def test_random_locks_releases_and_revaluations_end_as_a_plain_model_says(firm, played):
    with transaction.atomic():
        row, model = guaranteeing.active(firm, AMOUNT), Model()
        for verb, places, sum_ in played:
            act, pencil = PLAYED[verb]
            came = done(act, firm, row, [firm.stock[place] for place in places], sum_)
            assert came == pencil(model, places, sum_)
            model.settle()
            held = adds_up(row)
            assert (held.required, held.amount, held.status) == (
                model.required,
                model.amount,
                model.status,
            )
            opened = {one.object_id: one.amount for one in open_coverages(row)}
            assert opened == {firm.stock[place].pk: sum_ for place, sum_ in model.locked.items()}
            assert not came or verb != "lock" or held.required <= held.amount
        assert first_broken_link(row.chain) is None
        transaction.set_rollback(True)
