"""Adverse acts are people's acts; deemed acceptance, rounds, delegation."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from approvals.cases import engine
from approvals.cases.adverse import AdverseKind, register_adverse_kind
from approvals.cases.differences import diff_of_rounds
from approvals.cases.models import AdverseAct
from approvals.cases.services import (
    delegate_role,
    draft_adverse_act,
    drop_adverse_act,
    end_delegation,
    open_round,
    sign_adverse_act,
)
from approvals.cases.services.acts import signature_of
from approvals.parties.models import Role
from approvals.parties.queries import holds_role
from approvals.record.models import TrailEntry
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from relics.reviews.services import intake
from tests import factories, reviewing

pytestmark = pytest.mark.django_db
register_adverse_kind(AdverseKind("sample_refusal", "示例不予许可", Role.APPROVER))
WORDS = {"reason": "示例理由", "ground": ["示例条文"], "rights": "示例权利"}


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def draft(case):
    return draft_adverse_act(case, "sample_refusal", facts="示例", reason="", ground=[])


@pytest.mark.parametrize("missing", WORDS)
def test_nothing_is_signed_without_reason_ground_and_rights(world, missing):
    act = draft(reviewing.accepted(world).case)
    with pytest.raises(NotAcceptable) as refusal:
        sign_adverse_act(act, **{**WORDS, missing: type(WORDS[missing])()}, by=world.approver)
    assert refusal.value.refusal.rule == "R-GEN-10"


def test_the_machine_drafts_once_and_an_approver_signs_over_the_content(world):
    case = reviewing.accepted(world).case
    act = draft(case)
    assert draft(case) == act
    with pytest.raises(NotAllowed):
        sign_adverse_act(act, **WORDS, by=world.clerk)
    signed = sign_adverse_act(act, **WORDS, by=world.approver)
    assert (signed.status, signed.signature) == ("signed", signature_of(signed))
    with pytest.raises(Conflict):
        drop_adverse_act(signed, because="示例", by=world.approver)
    with pytest.raises(DatabaseError), transaction.atomic():
        AdverseAct.objects.filter(pk=act.pk).update(reason="另一理由")


def test_a_new_round_is_frozen_and_differs_readably(world):
    case = reviewing.accepted(world).case
    one = open_round(case, {"objects": [{"name": "甲"}]}, because="初次", by=world.agent)
    two = open_round(case, {"objects": [{"name": "乙"}]}, because="再次", by=world.agent)
    [change] = diff_of_rounds(one, two, {"objects.name": "名称"})
    assert two.number == one.number + 1
    assert (change.label, change.before, change.after) == ("#1 名称", "甲", "乙")


def test_a_colleague_acts_for_who_is_away_and_the_trail_says_for_whom(world):
    review = reviewing.appointed(world)
    engine.take_turn(review.case, "intake", by=world.clerk)
    other, today = world.issuer, factories.today()
    lent = delegate_role(
        world.office.party,
        Role.INTAKE,
        to=other,
        valid_from=today,
        valid_to=today + timedelta(days=3),
        reason="示例：出差",
        by=world.clerk,
    )
    intake.accept_application(review, by=other)
    entry = TrailEntry.objects.get(chain=review.case.chain, verb="turn.stand_in")
    assert (entry.actor, entry.acting_for) == (other.actor_key, str(world.clerk))
    end_delegation(lent, by=world.clerk)
    assert not holds_role(other, Role.INTAKE, world.office.party_id)
