"""At the gate at once: one exhibit goes on one pass, one vehicle passes once, cover is never over."""

from collections import Counter
from dataclasses import replace

import pytest

from approvals.parties.models import Role
from approvals.record.queries import first_broken_link
from approvals.record.refusals import Conflict
from exhibitions.gates import services
from exhibitions.gates.models import Crossing, GateLine, GatePass
from exhibitions.guarantees.models import Guarantee
from tests import custody, factories, gating

from .test_guarantee import adds_up, all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CLERKS = 8


def test_one_exhibit_is_put_on_one_pass_whoever_asks_at_once():
    house, exhibits = gating.make_house()
    answers = all_at_once([lambda: gating.applied(house, exhibits) for _ in range(CLERKS)])
    assert Counter(type(one) for one in answers) == {GatePass: 1, Conflict: CLERKS - 1}
    assert GateLine.objects.filter(is_open=True).count() == 1
    assert first_broken_link(house.permit.case.chain) is None


def test_one_vehicle_passes_the_last_barrier_once_whoever_scans_it():
    house, exhibits = gating.make_house()
    gate_pass = gating.passed_first(house, exhibits)
    customs = house.world.customs
    officers = [factories.make_member(customs, Role.CUSTOMS) for _ in range(CLERKS)]
    seen = gating.seen(gate_pass, "second")

    def scan(officer, key):
        return lambda: services.record_crossing(customs, replace(seen, key=key), by=officer)

    answers = all_at_once([scan(one, f"示例并发-{n}") for n, one in enumerate(officers)])
    assert Counter(one.outcome for one in answers) == {"passed": 1, "refused": CLERKS - 1}
    assert Crossing.objects.filter(barrier="second").count() == CLERKS
    row = Guarantee.objects.get(pk=house.permit.guarantee_id)
    assert adds_up(row).required == custody.fresh(exhibits[0]).item.tax


def test_the_same_word_of_a_device_sent_at_once_is_one_crossing():
    house, exhibits = gating.make_house()
    gate_pass = gating.passed_first(house, exhibits)
    seen = gating.seen(gate_pass, "second", offline=True)
    customs = house.world.customs
    told = [lambda: services.record_crossing(customs, seen, by=house.customs)] * CLERKS
    answers = all_at_once(told)
    assert {one.pk for one in answers} == {Crossing.objects.get(barrier="second").pk}
