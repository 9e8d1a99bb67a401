"""No permit without every responsible appraiser, whatever else the system believes."""

import pytest
from django.db import IntegrityError, connection, transaction

from approvals.record.refusals import Refused
from relics.reviews.models import Decision, Opinion, ReviewItem
from relics.reviews.models.permit_rule import permit_refusal
from relics.reviews.queries import full_items
from relics.reviews.services import decision, examination
from tests import reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def decide_all(world, review, outcome):
    items = review.items.filter(status="pending")
    decision.decide(review, {item.pk: outcome for item in items}, opinion="示例", by=world.approver)


def test_one_dissenting_responsible_appraiser_blocks_the_permit(world):
    review = reviewing.judged(world, against={1: {1}})
    with pytest.raises(Refused) as refusal:
        decide_all(world, review, "permit")
    assert (refusal.value.refusal.code, refusal.value.refusal.rule) == (
        "not_unanimous",
        "R-EXIT-04",
    )
    assert not Decision.objects.exists()
    assert reviewing.fresh(review).status == "pending_approval"


def test_a_dissenting_specialist_only_advises(world):
    review = reviewing.judged(world, against={2: {1}})
    decide_all(world, review, "permit")
    assert review.items.get().status == "permit"


def test_one_no_keeps_one_object_and_not_the_others(world):
    things = [world.new_object() for _ in range(3)]
    review = reviewing.decided(world, *things, prohibit={2})
    assert list(review.items.values_list("status", flat=True)) == ["permit", "prohibited", "permit"]


def test_the_office_may_refuse_what_the_panel_would_let_go_but_must_say_why(world):
    review = reviewing.judged(world)
    with pytest.raises(Refused) as refusal:
        decide_all(world, review, "prohibited")
    assert refusal.value.refusal.code == "reason_missing"
    item = review.items.get()
    decision.decide(
        review,
        {item.pk: "prohibited"},
        reasons={item.pk: "示例：有重大价值。"},
        opinion="示例",
        by=world.approver,
    )
    assert review.items.get().reason == "示例：有重大价值。"


def test_the_last_word_of_an_appraiser_counts(world):
    review = reviewing.appraising(world)
    item = review.items.get()
    first = world.appraisers[0].user
    for may_leave in (False, True):
        sheets = {item.pk: reviewing.sheet(may_leave=may_leave)}
        examination.file_opinions(review, sheets, no_conflict=True, by=first)
    assert [one.version for one in Opinion.objects.order_by("version")] == [1, 2]
    for appraiser in world.appraisers:
        if appraiser.user != first:
            sheets = {item.pk: reviewing.sheet()}
            examination.file_opinions(review, sheets, no_conflict=True, by=appraiser.user)
    assert [permit_refusal(one) for one in full_items(review)] == [None]


def test_a_missing_opinion_of_a_responsible_appraiser_blocks(world):
    review = reviewing.appraising(world)
    item = review.items.get()
    for appraiser in world.appraisers[1:]:
        sheets = {item.pk: reviewing.sheet()}
        examination.file_opinions(review, sheets, no_conflict=True, by=appraiser.user)
    refusal = permit_refusal(full_items(review)[0])
    assert refusal is not None
    assert refusal.code == "not_unanimous"


def test_the_database_refuses_a_permit_that_code_would_let_through(world):
    review = reviewing.judged(world, against={0: {1}})
    item = review.items.get()
    statement = "UPDATE reviews_reviewitem SET status = 'permit' WHERE id = %s"
    with (
        pytest.raises(IntegrityError, match="R-EXIT-04"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [item.pk])
    assert ReviewItem.objects.get(pk=item.pk).status == "pending"


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"ownership": "state"}, "state_relic"), ({"grade": "third"}, "precious_relic")],
)
def test_what_only_the_state_council_may_let_go_stays(world, fields, code):
    review = reviewing.judged(world, world.new_object(**fields))
    with pytest.raises(Refused) as refusal:
        decide_all(world, review, "permit")
    assert (refusal.value.refusal.code, refusal.value.refusal.rule) == (code, "R-EXIT-13")


def test_an_approval_lifts_the_bar_only_when_an_officer_has_seen_it(world):
    review = reviewing.judged(world, world.new_object(ownership="state"))
    review.special_approval = "示例国函〔2026〕1号"
    review.save(update_fields=["special_approval"])
    with pytest.raises(Refused):
        decide_all(world, review, "permit")
    review.approval_seen_by = world.clerk
    review.save(update_fields=["approval_seen_by"])
    decide_all(world, review, "permit")
    assert review.items.get().status == "permit"


def test_a_panel_member_does_not_approve_the_same_case(world):
    from approvals.parties.models import Role
    from tests import factories

    both = world.appraisers[0].user
    factories.make_member(world.office.party, Role.APPROVER, user=both)
    review = reviewing.judged(world)
    outcomes = {item.pk: "permit" for item in review.items.all()}
    with pytest.raises(Refused) as refusal:
        decision.decide(review, outcomes, opinion="示例", by=both)
    assert refusal.value.refusal.code == "judge_in_own_panel"
