"""A role lent while its officer is away: to one colleague at a time, never in a circle."""

from datetime import timedelta

import pytest

from approvals.cases import engine
from approvals.cases.services import delegate_role, end_delegation
from approvals.parties.models import Role
from approvals.parties.queries import holds_role
from approvals.record.models import TrailEntry
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from tests import factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def lend(world, by, to, role=Role.INTAKE, first=0, last=3, **more):
    return delegate_role(
        world.office.party,
        role,
        to=to,
        valid_from=factories.days_from_now(first),
        valid_to=factories.days_from_now(last),
        reason=more.get("reason", "示例：出差"),
        by=by,
    )


def code_of(kind, act, *args, **more):
    with pytest.raises(kind) as refusal:
        act(*args, **more)
    return refusal.value.refusal.code


def test_a_role_is_lent_to_one_colleague_at_a_time(world):
    lend(world, world.clerk, world.issuer)
    assert code_of(Conflict, lend, world, world.clerk, world.second, first=3, last=9) == (
        "delegated_already"
    )
    assert lend(world, world.clerk, world.second, first=4, last=9).pk


def test_two_officers_do_not_stand_in_for_each_other(world):
    lend(world, world.clerk, world.second)
    assert code_of(Conflict, lend, world, world.second, world.clerk) == "delegation_in_a_circle"
    assert lend(world, world.second, world.clerk, first=4, last=9).pk


def test_what_was_lent_is_not_lent_on(world):
    lend(world, world.clerk, world.issuer)
    assert holds_role(world.issuer, Role.INTAKE, world.office.party_id)
    assert code_of(NotAllowed, lend, world, world.issuer, world.scheduler) == "not_yours_to_lend"


def test_nobody_lends_to_oneself_or_to_a_stranger(world):
    assert code_of(NotAcceptable, lend, world, world.clerk, world.clerk) == "delegation_to_oneself"
    assert code_of(NotAcceptable, lend, world, world.clerk, world.agent) == "not_a_colleague"


def test_a_seat_on_a_panel_is_never_lent(world):
    member = world.appraisers[0].user
    assert code_of(NotAllowed, lend, world, member, world.second, role=Role.APPRAISER) == (
        "not_yours_to_lend"
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"first": 3, "last": 1}, "delegation_days"),
        ({"first": -3, "last": -1}, "delegation_days"),
        ({"reason": " "}, "delegation_without_reason"),
    ],
)
def test_days_and_reason_are_told(world, more, code):
    assert code_of(NotAcceptable, lend, world, world.clerk, world.second, **more) == code


def test_a_role_taken_back_is_gone_the_same_day_and_once(world):
    lent = lend(world, world.clerk, world.issuer)
    assert code_of(NotAllowed, end_delegation, lent, by=world.issuer) == "not_yours_to_lend"
    end_delegation(lent, by=world.clerk)
    assert not holds_role(world.issuer, Role.INTAKE, world.office.party_id)
    assert code_of(Conflict, end_delegation, lent, by=world.clerk) == "delegation_over"
    verbs = TrailEntry.objects.filter(chain=f"office:{world.office.party_id}")
    assert list(verbs.order_by("pk").values_list("verb", flat=True))[-2:] == [
        "delegation.give",
        "delegation.end",
    ]


def test_a_delegation_is_over_with_its_last_day_and_with_its_officer(world):
    lend(world, world.clerk, world.issuer)
    party, later = world.office.party_id, factories.today() + timedelta(days=4)
    assert not holds_role(world.issuer, Role.INTAKE, party, later)
    world.clerk.is_active = False
    world.clerk.save(update_fields=["is_active"])
    assert not holds_role(world.issuer, Role.INTAKE, party)


def test_a_turn_given_by_name_is_not_taken_by_who_stands_in(world):
    review = reviewing.appraising(world)
    turns = engine.open_turns(review.case)
    assert {turn.owner_id for turn in turns} == {one.user_id for one in world.appraisers}
    with (
        pytest.raises((NotAllowed, Conflict)),
        engine.turn(review.case, "appraise", by=world.second),
    ):
        pass
