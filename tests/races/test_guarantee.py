"""Many clerks gate out against one guarantee at once: never over by a cent (cases 27, 28)."""

from collections import Counter
from decimal import Decimal
from threading import Barrier, Thread
from time import perf_counter

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from approvals.parties.models import Role
from approvals.record.queries import first_broken_link
from approvals.record.refusals import Conflict
from exhibitions.guarantees.models import Hold
from exhibitions.guarantees.queries import open_coverages
from exhibitions.guarantees.services import lock_cover, release_cover, revalue
from tests import factories, guaranteeing
from tests.guaranteeing import fresh

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CLERKS = 8
FOR = "示例许可-1"


def all_at_once(acts):
    """Run every act on a connection of its own, started together; return what came of each."""
    gate, answers = Barrier(len(acts)), [None] * len(acts)

    def run(place):
        try:
            connection.ensure_connection()
            gate.wait()
            answers[place] = acts[place]()
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def adds_up(row):
    held = fresh(row)
    opened = open_coverages(row).aggregate(sum=Sum("amount"))["sum"] or 0
    written = Hold.objects.filter(guarantee=row).aggregate(sum=Sum("delta"))["sum"] or 0
    assert held.required == opened == written
    assert first_broken_link(row.chain) is None
    return held


def test_case_28_two_clerks_gate_out_at_once_and_one_wins():
    firm = guaranteeing.make_firm()
    row = guaranteeing.active(firm, "100.00")
    clerks = [firm.officer, factories.make_member(firm.customs, Role.CUSTOMS)]

    def gate_out(clerk, thing):
        return lambda: lock_cover(row, [(thing, Decimal("50.01"), FOR)], by=clerk)

    answers = all_at_once([gate_out(clerk, firm.thing()) for clerk in clerks])

    assert Counter(type(one) for one in answers) == {list: 1, Conflict: 1}
    [loser] = [one for one in answers if isinstance(one, Conflict)]
    assert (loser.refusal.code, loser.extra["shortfall"]) == ("cover_short", "0.02")
    assert adds_up(row).required == Decimal("50.01")


def test_8_clerks_lock_until_nothing_is_left_and_never_over_by_a_cent():
    firm = guaranteeing.make_firm()
    row = guaranteeing.active(firm, "100.00")
    clerks = [factories.make_member(firm.customs, Role.CUSTOMS) for _ in range(CLERKS)]
    stocks = [firm.things(20) for _ in clerks]
    codes = set()

    def gate_out(clerk, stock):
        def act():
            won = 0
            for thing in stock:
                try:
                    lock_cover(row, [(thing, Decimal("0.99"), FOR)], by=clerk)
                    won += 1
                except Conflict as refused:
                    codes.add(refused.refusal.code)
            return won

        return act

    answers = all_at_once([gate_out(*pair) for pair in zip(clerks, stocks, strict=True)])

    assert all(isinstance(one, int) for one in answers), answers
    assert codes == {"cover_short"}
    assert sum(answers) == 101  # 101 × 0.99 = 99.99; one more would be 100.98
    assert adds_up(row).required == Decimal("99.99")


def test_locks_releases_and_revaluations_at_once_neither_deadlock_nor_lose_a_cent():
    firm = guaranteeing.make_firm()
    row = guaranteeing.active(firm, "1000.00")
    stocks = [firm.things(6) for _ in range(CLERKS)]
    for stock in stocks:
        lock_cover(row, [(thing, Decimal(2), FOR) for thing in stock[:3]], by=firm.officer)

    def work(place, stock):
        def act():
            for step, (out, back) in enumerate(zip(stock[3:], stock[:3], strict=True)):
                if (place + step) % 3 == 0:
                    everybody = [(thing, Decimal(2)) for thing in stock]
                    revalue(row, everybody, by=firm.officer)
                release_cover(row, [(back, FOR)], reason="回区", by=firm.officer)
                lock_cover(row, [(out, Decimal(2), FOR)], by=firm.operator)
            return True

        return act

    answers = all_at_once([work(place, stock) for place, stock in enumerate(stocks)])

    assert answers == [True] * CLERKS
    assert adds_up(row).required == 2 * 3 * CLERKS


def test_one_object_locked_by_two_guarantees_at_once_stands_under_one():
    firm = guaranteeing.make_firm()
    rows = [guaranteeing.active(firm) for _ in range(2)]
    thing = firm.thing()

    def lock(row):
        return lambda: lock_cover(row, [(thing, Decimal(5), FOR)], by=firm.officer)

    answers = all_at_once([lock(row) for row in rows * 4])

    assert Counter(type(one) for one in answers) == {list: 1, Conflict: 7}
    assert sorted(adds_up(row).required for row in rows) == [0, 5]


@pytest.mark.slow
def test_a_lock_beside_10_000_costs_no_more_than_one_and_a_half_of_one_beside_100():
    """Both in turn, in the same run, the median of many; the ratio and not the time."""
    firm = guaranteeing.make_firm()
    small, large = guaranteeing.active(firm, 10**9), guaranteeing.active(firm, 10**9)
    sample = firm.thing()
    fields = {name: getattr(sample, name) for name in ("owner", "texture", "created_by")}
    stock = type(sample).objects.bulk_create(
        [
            type(sample)(number=f"多-{n:05d}", name="示例", size="1", **fields)
            for n in range(10_100 + 400)
        ],
        batch_size=2000,
    )
    for row, things in ((small, stock[:100]), (large, stock[100:10_100])):
        for start in range(0, len(things), 500):
            some = things[start : start + 500]
            lock_cover(row, [(thing, Decimal(1), FOR) for thing in some], by=firm.officer)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE guarantees_coverage, guarantees_hold, guarantees_guarantee")
    times = {small.pk: [], large.pk: []}
    free = iter(stock[10_100:])
    for _ in range(200):
        for row in (small, large):
            line = [(next(free), Decimal(1), FOR)]
            start = perf_counter()
            with transaction.atomic():
                lock_cover(row, line, by=firm.officer)
            times[row.pk].append(perf_counter() - start)
    few, many = (sorted(times[row.pk])[100] for row in (small, large))
    assert many / few <= 1.5, f"{many * 1000:.2f} ms beside 10,000, {few * 1000:.2f} ms beside 100"
    assert adds_up(large).required == 10_200
