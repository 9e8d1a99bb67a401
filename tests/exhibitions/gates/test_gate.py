"""The gate: out and back with custody, book and guarantee in step; what bars, holds, turns back."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from approvals.parties.models import Party, Role
from approvals.record.models import OutboxMessage, TrailEntry
from approvals.record.queries import first_broken_link
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from approvals.record.status import transitions_of
from exhibitions.books.models import Account
from exhibitions.exhibits.models import Exhibit
from exhibitions.exhibits.services import install, store
from exhibitions.gates import drawing, services
from exhibitions.gates.drawing import Odds
from exhibitions.gates.models import Anomaly, Crossing, Draw, GateLine, GatePass, LateReturn, Seed
from exhibitions.guarantees.models import Guarantee
from exhibitions.matching.comparing import compare
from exhibitions.permits.closing import closing_refusals
from exhibitions.permits.models import DisplayPermit, PermitItem
from relics.watchlists.services import freeze_object
from tests import custody, factories, gating, showing

D = Decimal
OPERATOR, CUSTOMS = "operator", "customs"
STATES = (
    *("applied", "approved", "passed_first", "passed", "held"),
    *("refused", "withdrawn", "void"),
)
VERBS = {
    "approve": (CUSTOMS, lambda p, by: services.record_verdict(p, "1", number="示例9", by=by)),
    "refuse": (CUSTOMS, lambda p, by: services.record_verdict(p, "3", reason="示例", by=by)),
    "withdraw": (OPERATOR, lambda p, by: services.withdraw_pass(p, by=by)),
    "hold": (CUSTOMS, lambda p, by: services.hold_pass(p, reason="示例", by=by)),
}


@pytest.fixture
def made(db):
    return gating.make_house()


def covered(house):
    return Guarantee.objects.get(pk=house.permit.guarantee_id).required


def as_it_is(exhibit):
    """Where custody and book say that it is."""
    one = custody.fresh(exhibit)
    return str(one.status), str(one.line.account)


@pytest.fixture
def people(made):
    house, _exhibits = made
    world = house.world
    return {
        OPERATOR: house.keeper,
        CUSTOMS: house.customs,
        "tax": world.tax,
        "culture": world.culture,
        "viewer": factories.make_member(world.operator, Role.VIEWER),
        "other operator": factories.make_member(factories.make_party(), Role.OPERATOR),
        "other customs": factories.make_member(
            factories.make_party(Party.Kind.CUSTOMS), Role.CUSTOMS
        ),
    }


@pytest.mark.parametrize("status", STATES)
def test_each_verb_by_its_role_and_from_its_status_only(made, people, status):
    house, exhibits = made
    gate_pass = gating.brought(house, exhibits, status)
    assert gate_pass.status == status
    known = {name for name, source, _target in transitions_of(GatePass) if source == status}
    for verb, (role, act) in VERBS.items():
        for who, user in people.items():
            with transaction.atomic():
                if who != role:
                    with pytest.raises(NotAllowed) as refused:
                        act(gate_pass, user)
                    assert refused.value.refusal.rule in ("R-BOND-01", "R-BOND-02")
                elif verb in known:
                    act(gate_pass, user)
                else:
                    with pytest.raises(Conflict) as refused:
                        act(gate_pass, user)
                    assert refused.value.refusal.rule == "R-GATE-01"
                transaction.set_rollback(True)


@pytest.mark.parametrize("status", STATES)
def test_the_operator_voids_before_the_first_barrier_and_customs_what_is_held(made, people, status):
    house, exhibits = made
    gate_pass = gating.brought(house, exhibits, status)
    may = {OPERATOR: ("approved",), CUSTOMS: ("approved", "held")}
    for who, user in people.items():
        with transaction.atomic():
            if who not in may:
                with pytest.raises(NotAllowed):
                    services.void_pass(gate_pass, reason="示例", by=user)
            elif status in may[who]:
                services.void_pass(gate_pass, reason="示例", by=user)
                assert as_it_is(exhibits[0]) == ("in_zone", Account.FREE)
            else:
                with pytest.raises(Conflict):
                    services.void_pass(gate_pass, reason="示例", by=user)
            transaction.set_rollback(True)


@pytest.mark.parametrize("status", STATES)
@pytest.mark.parametrize("barrier", ["first", "second"])
def test_a_barrier_opens_to_the_pass_that_comes_to_it_in_turn(made, people, status, barrier):
    house, exhibits = made
    gate_pass = gating.brought(house, exhibits, status)
    before = as_it_is(exhibits[0])
    opens = (status, barrier) in {("approved", "first"), ("passed_first", "second")}
    for who, user in people.items():
        with transaction.atomic():
            if who != CUSTOMS:
                with pytest.raises(NotAllowed):
                    gating.cross(house, gate_pass, barrier, by=user)
            else:
                crossing = gating.cross(house, gate_pass, barrier)
                assert crossing.outcome == ("passed" if opens else "refused")
                assert opens or (crossing.code, as_it_is(exhibits[0])) == (
                    "not_in_this_state",
                    before,
                )
            transaction.set_rollback(True)


def test_out_and_back_with_custody_book_and_guarantee_in_step(made):
    house, [exhibit] = made
    gate_pass = gating.applied(house, [exhibit])
    assert as_it_is(exhibit) == ("out_pending", Account.GOING)
    assert covered(house) == 0
    services.record_verdict(gate_pass, "1", number="示例核放A1", by=house.customs)
    assert gating.cross(house, gating.fresh(gate_pass)).outcome == "passed"
    assert covered(house) == 0
    assert (
        gating.cross(house, gating.fresh(gate_pass), "second", seal="示例封1").outcome == "passed"
    )
    assert as_it_is(exhibit) == ("gate_out", Account.GOING)
    need = covered(house)
    assert need == custody.fresh(exhibit).item.tax > 0
    last = custody.fresh(exhibit).events.order_by("-pk").first()
    assert (last.verb, last.document, last.carrier, last.seal) == (
        "pass_out",
        "示例核放A1",
        gating.LOAD.plate,
        "示例封1",
    )
    assert last.place.kind == "road"
    install(custody.fresh(exhibit), house.booths[0], by=house.keeper)
    back = gating.passed(house, [exhibit], "in")
    assert back.status == "passed"
    assert as_it_is(exhibit) == ("gate_in", Account.FREE)
    assert covered(house) == 0
    store(custody.fresh(exhibit), house.store, by=house.keeper)
    assert as_it_is(exhibit) == ("in_zone", Account.FREE)
    assert not LateReturn.objects.exists()
    assert first_broken_link(house.permit.case.chain) is None
    told = OutboxMessage.objects.filter(recipient="customs", kind__startswith="gate.")
    assert [one.kind for one in told.order_by("pk")] == [
        *("gate.applied", "gate.judged", "gate.crossing", "gate.crossing"),
        *("gate.applied", "gate.judged", "gate.crossing", "gate.crossing"),
    ]


def test_an_exhibit_is_on_one_open_pass_and_the_database_holds_to_it(made):
    house, [exhibit] = made
    first = gating.applied(house, [exhibit])
    with pytest.raises(Conflict) as refused:
        gating.applied(house, [exhibit])
    assert refused.value.refusal.code == "on_another_pass"
    line = first.lines.get()
    twin = GatePass.objects.get(pk=first.pk)
    twin.pk, twin.reference = None, "示例-又一张"
    twin._state.adding = True
    twin.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        GateLine.objects.create(
            gate_pass=twin,
            sequence=1,
            exhibit=exhibit,
            item_number=line.item_number,
            hs_code=line.hs_code,
            name=line.name,
            gross=1,
            net=1,
        )
    services.withdraw_pass(first, by=house.keeper)
    assert not first.lines.get().is_open
    assert gating.applied(house, [exhibit]).status == "applied"


def test_case_27_a_gate_out_that_would_make_cover_99_percent_is_refused(made):
    house, [exhibit] = made
    gate_pass = gating.passed_first(house, [exhibit])
    need = custody.fresh(exhibit).item.tax
    firm = house.world
    short = showing.guarantee(firm, need - D("0.01"))
    DisplayPermit.objects.filter(pk=house.permit.pk).update(guarantee=short)
    crossing = gating.cross(house, gate_pass, "second")
    assert (crossing.outcome, crossing.code) == ("refused", "cover_short")
    assert as_it_is(exhibit) == ("out_pending", Account.GOING)
    assert gating.fresh(gate_pass).status == "passed_first"
    services.hold_pass(gate_pass, reason="示例担保不足", by=house.customs)
    services.void_pass(gate_pass, reason="示例担保不足", by=house.customs)
    with pytest.raises(Conflict) as refused:
        gating.applied(house, [exhibit])
    assert refused.value.refusal.code == "cover_short"


def test_case_40_a_weigh_bridge_difference_is_an_anomaly_and_no_pass(made):
    house, [exhibit] = made
    gate_pass = gating.approved(house, [exhibit])
    within = gate_pass.total * D("1.03")
    crossing = gating.cross(house, gate_pass, weight=within + D("0.01"))
    assert (crossing.outcome, crossing.code) == ("held", "weight_differs")
    assert gating.fresh(gate_pass).status == "held"
    assert as_it_is(exhibit) == ("out_pending", Account.GOING)
    assert gating.cross(house, gate_pass, "second").outcome == "refused"
    [anomaly] = Anomaly.objects.all()
    assert (anomaly.kind, anomaly.customs) == ("weight", house.world.customs)
    assert anomaly.due_on > timezone.localdate()
    with pytest.raises(NotAllowed):
        services.settle_anomaly(anomaly, passes=True, reason="示例", by=house.keeper)
    services.settle_anomaly(anomaly, passes=True, reason="示例：带了备胎。", by=house.customs)
    again = gating.fresh(gate_pass)
    assert (again.status, again.expected_weight) == ("approved", within + D("0.01"))
    assert gating.cross(house, again, weight=within + D("0.01")).outcome == "passed"
    with pytest.raises(Conflict) as refused:
        services.settle_anomaly(anomaly, passes=False, reason="示例", by=house.customs)
    assert refused.value.refusal.code == "settled_already"


def test_the_scale_may_differ_as_much_as_customs_decided_for_that_day(made):
    house, [exhibit] = made
    gate_pass = gating.approved(house, [exhibit])
    assert gating.cross(house, gate_pass, weight=gate_pass.total * D("0.97")).outcome == "passed"
    back = gating.fresh(gate_pass)
    gating.cross(house, back, "second")
    showing.decide(house.world, "gates.tolerance", value=1, party=house.world.customs)
    home = gating.approved(house, [exhibit], "in")
    assert gating.cross(house, home, weight=home.total * D("0.97")).outcome == "held"


def test_what_turns_back_at_the_gate_is_in_the_zone_again(made):
    house, [exhibit] = made
    gating.held(house, [exhibit])
    services.settle_anomaly(
        Anomaly.objects.get(), passes=False, reason="示例：夹带。", by=house.customs
    )
    assert GatePass.objects.get().status == "void"
    assert as_it_is(exhibit) == ("in_zone", Account.FREE)


def test_case_41_a_return_after_the_term_is_taken_and_the_violation_kept(made):
    house, [exhibit] = made
    gating.passed(house, [exhibit])
    late = house.permit.ends_on + timedelta(days=3)
    with time_machine.travel(late):
        back = gating.passed(house, [exhibit], "in")
    assert back.status == "passed"
    [violation] = LateReturn.objects.all()
    assert (violation.due_on, violation.on) == (house.permit.ends_on, late)
    assert as_it_is(exhibit) == ("gate_in", Account.FREE)


def test_a_frozen_object_does_not_leave_even_between_the_barriers(made):
    house, [exhibit] = made
    gate_pass = gating.passed_first(house, [exhibit])
    freeze(house, exhibit)
    crossing = gating.cross(house, gate_pass, "second")
    assert (crossing.outcome, crossing.code) == ("refused", "object_frozen")
    assert as_it_is(exhibit)[0] == "out_pending"


def freeze(house, exhibit):
    office = house.world.place.office.party
    clerks = [factories.make_member(office, Role.INTAKE) for _ in range(2)]
    freeze_object(
        exhibit.object, ground="illegal_holding", facts="示例线索", by=clerks[0], second=clerks[1]
    )


def test_a_suspended_permit_lets_nothing_out_and_everything_back(made):
    house, [exhibit] = made
    gating.passed(house, [exhibit])
    DisplayPermit.objects.filter(pk=house.permit.pk).update(status="suspended")
    assert gating.passed(house, [exhibit], "in").status == "passed"
    store(custody.fresh(exhibit), house.store, by=house.keeper)
    with pytest.raises(Conflict) as refused:
        gating.applied(house, [exhibit])
    assert refused.value.refusal.code == "permit_not_active"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"plate": " "}, "pass_incomplete"),
        ({"dossier_number": ""}, "pass_incomplete"),
        ({"contact": ""}, "pass_incomplete"),
        ({"dossier": "9"}, "pass_incomplete"),
        ({"own_weight": D(0)}, "weight_impossible"),
        ({"frame_weight": D(-1)}, "weight_impossible"),
    ],
)
def test_a_pass_is_filled_in_as_the_form_of_customs_wants_it(made, change, code):
    house, exhibits = made
    with pytest.raises(NotAcceptable) as refused:
        gating.applied(house, exhibits, load=replace(gating.LOAD, **change))
    assert refused.value.refusal.code == code
    assert not GatePass.objects.exists()


def test_who_leaves_says_when_it_comes_back_within_the_period(made):
    house, exhibits = made
    for day in (
        None,
        house.permit.ends_on + timedelta(days=1),
        timezone.localdate() - timedelta(1),
    ):
        with pytest.raises(NotAcceptable) as refused:
            gating.applied(house, exhibits, planned_return=day)
        assert refused.value.refusal.rule == "R-BOND-14"


def test_what_is_not_bonded_or_of_another_permit_takes_no_pass(made):
    house, [exhibit] = made
    PermitItem.objects.filter(pk=exhibit.item_id).update(is_bonded=False)
    with pytest.raises(Conflict) as refused:
        gating.applied(house, [exhibit])
    assert refused.value.refusal.code == "not_bonded"
    with pytest.raises(Conflict) as refused:
        services.apply_for_pass(
            house.permit,
            "out",
            [],
            gating.LOAD,
            planned_return=house.permit.ends_on,
            by=house.keeper,
        )
    assert refused.value.refusal.code == "no_exhibit"


def test_the_number_is_customs_own_and_of_one_pass(made, db):
    house, exhibits = made
    gate_pass = gating.applied(house, exhibits)
    with pytest.raises(NotAcceptable) as refused:
        services.record_verdict(gate_pass, "1", by=house.customs)
    assert refused.value.refusal.code == "number_missing"
    services.record_verdict(gate_pass, "1", number="示例同号", by=house.customs)
    services.void_pass(gate_pass, reason="示例", by=house.keeper)
    again = gating.applied(house, exhibits)
    with pytest.raises(Conflict) as refused:
        services.record_verdict(again, "1", number="示例同号", by=house.customs)
    assert refused.value.refusal.code == "number_taken"
    assert gating.fresh(again).status == "applied"


def test_an_officers_look_asks_for_an_inspection_before_the_last_barrier(made):
    house, exhibits = made
    gate_pass = gating.applied(house, exhibits)
    services.record_verdict(gate_pass, "2", reason="示例：首次出区。", by=house.customs)
    services.record_verdict(gate_pass, "1", number="示例核放M", by=house.customs)
    gating.cross(house, gating.fresh(gate_pass))
    assert gating.cross(house, gating.fresh(gate_pass), "second").code == "inspection_waits"
    services.record_inspection(gate_pass, agrees=True, by=house.customs)
    assert gating.cross(house, gating.fresh(gate_pass), "second").outcome == "passed"


def test_an_inspection_that_finds_something_else_holds_the_pass(made):
    house, exhibits = made
    gate_pass = gating.passed_first(house, exhibits)
    with pytest.raises(NotAcceptable):
        services.record_inspection(gate_pass, agrees=False, by=house.customs)
    services.record_inspection(gate_pass, agrees=False, remark="示例：少一件。", by=house.customs)
    assert gating.fresh(gate_pass).status == "held"
    assert Anomaly.objects.get().kind == "inspection"


def test_a_draw_is_counted_again_from_its_seed_and_nobody_chooses_it(made):
    house, exhibits = made
    gate_pass = gating.approved(house, exhibits)
    draw = Draw.objects.get(gate_pass=gate_pass)
    assert (draw.drawn, draw.reasons) == (False, [])
    assert services.replay(draw) == draw.reasons
    assert draw.seed.commitment == drawing.commitment_of(draw.seed.seed)
    assert Seed.objects.count() == 1
    assert services.prepare_seeds(timezone.localdate()) == 1
    assert Seed.objects.count() == 1


def test_a_share_of_pure_chance_and_the_risk_are_drawn_apart():
    seeds = [f"{n:032x}" for n in range(4000)]
    chance = [
        drawing.hits(one, "示例", Odds(tier=0, history=0, value=0, chance=5)) for one in seeds
    ]
    hit = sum(bool(one) for one in chance)
    assert 140 <= hit <= 260
    assert all(one in ([], ["chance"]) for one in chance)
    both = Odds(tier=60, history=30, value=30, chance=100)
    assert both.risk == 100
    assert all(drawing.hits(one, "示例", both) == ["risk", "chance"] for one in seeds[:50])


def test_history_and_value_raise_the_share_that_is_inspected(made):
    house, [exhibit] = made
    showing.decide(house.world, "gates.high_value", value=1, party=house.world.customs)
    gating.held(house, [exhibit])
    services.settle_anomaly(Anomaly.objects.get(), passes=False, reason="示例", by=house.customs)
    gate_pass = gating.approved(house, [exhibit])
    draw = Draw.objects.get(gate_pass=gate_pass)
    assert draw.odds == {"tier": 0, "history": 10, "value": 10, "chance": 0}


def test_a_drawn_pass_that_is_given_up_hands_its_inspection_on(db):
    house = custody.make_house()
    exhibits = [custody.fresh(one) for one in custody.entered(house)]
    showing.decide(house.world, "gates.chance", value=100, party=house.world.customs)
    drawn = gating.approved(house, exhibits)
    assert drawn.inspect
    services.void_pass(drawn, reason="示例", by=house.keeper)
    gating.quiet(house.world)
    again = gating.approved(house, exhibits)
    assert Draw.objects.get(gate_pass=again).reasons == ["carried"]
    assert again.inspect


def test_a_wrong_plate_or_no_weight_passes_nothing_and_is_kept(made):
    house, exhibits = made
    gate_pass = gating.approved(house, exhibits)
    assert gating.cross(house, gate_pass, plate="示B99999").code == "plate_differs"
    assert gating.cross(house, gate_pass, weight=None).code == "weight_missing"
    assert gating.fresh(gate_pass).status == "approved"
    assert gating.cross(house, gate_pass, plate=" 示a 00001 ").outcome == "passed"
    assert Crossing.objects.count() == 3


def test_a_device_tells_later_and_twice_and_nothing_is_lost_or_doubled(made):
    house, [exhibit] = made
    gate_pass = gating.approved(house, [exhibit])
    when = timezone.now() - timedelta(minutes=40)
    first = gating.seen(gate_pass, offline=True, happened_at=when)
    second = gating.seen(gate_pass, "second", offline=True, happened_at=when)
    customs = house.world.customs
    for one in (first, second, first, second):
        assert services.record_crossing(customs, one, by=house.customs).outcome == "passed"
    assert Crossing.objects.count() == 2
    assert as_it_is(exhibit) == ("gate_out", Account.GOING)
    assert Crossing.objects.first().happened_at == when
    with pytest.raises(Conflict) as refused:
        services.record_crossing(customs, replace(second, told="别的"), by=house.customs)
    assert refused.value.refusal.code == "key_used"


def test_what_a_device_let_pass_against_the_record_is_judged_by_customs(made):
    house, [exhibit] = made
    gate_pass = gating.approved(house, [exhibit])
    gating.cross(house, gate_pass)
    freeze(house, exhibit)
    crossing = gating.cross(house, gating.fresh(gate_pass), "second", offline=True)
    assert (crossing.outcome, crossing.code, crossing.offline) == ("refused", "object_frozen", True)
    assert (crossing.anomaly.kind, gating.fresh(gate_pass).status) == ("offline", "held")
    unknown = services.record_crossing(
        house.world.customs,
        replace(gating.seen(gate_pass, offline=True), told="示例没有这张"),
        by=house.customs,
    )
    assert (unknown.gate_pass, unknown.code) == (None, "pass_unknown")
    assert unknown.anomaly.kind == "unknown"
    services.settle_anomaly(unknown.anomaly, passes=False, reason="示例：误扫。", by=house.customs)


def test_scanned_twice_without_a_network_is_no_anomaly(made):
    house, exhibits = made
    gate_pass = gating.passed(house, exhibits)
    assert gating.cross(house, gate_pass, "second", offline=True).outcome == "refused"
    assert not Anomaly.objects.exists()
    assert gating.fresh(gate_pass).status == "passed"


def test_a_found_exhibit_comes_back_and_waits_for_its_next_pass_when_turned_away(made):
    house, [exhibit] = made
    custody.brought(house, exhibit, "lost")
    gate_pass = gating.approved(house, [exhibit], "in")
    assert as_it_is(exhibit)[0] == "return_pending"
    services.void_pass(gate_pass, reason="示例", by=house.keeper)
    assert as_it_is(exhibit)[0] == "return_pending"
    assert gating.applied(house, [exhibit], "in").status == "applied"


def test_an_open_pass_keeps_the_permit_open(made):
    house, exhibits = made
    gating.applied(house, exhibits)
    assert "pass_open" in [one.code for one in closing_refusals(house.permit)]


def test_the_three_books_agree_at_every_step(made):
    house, exhibits = made
    for status in ("applied", "approved", "passed_first", "held", "void"):
        with transaction.atomic():
            gating.brought(house, exhibits, status)
            assert compare() == {}
            transaction.set_rollback(True)
    gating.passed(house, exhibits)
    assert compare() == {}
    gating.passed(house, exhibits, "in")
    assert compare() == {}


def test_every_act_is_in_the_trail_under_its_words(made):
    house, exhibits = made
    gating.passed(house, exhibits)
    chain = house.permit.case.chain
    acts = TrailEntry.objects.filter(chain=chain, verb__startswith="gates.")
    assert [one.verb for one in acts.order_by("pk")] == [
        "gates.apply",
        "gates.approve",
        "gates.crossing_passed",
        "gates.crossing_passed",
    ]


def test_the_database_keeps_what_the_barriers_saw(made):
    house, exhibits = made
    gating.passed(house, exhibits)
    for table in ("gates_crossing", "gates_draw", "gates_verdict", "gates_seed"):
        for verb in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
            with (
                pytest.raises(Exception, match="append"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(verb)
    assert Exhibit.objects.count() == 1
