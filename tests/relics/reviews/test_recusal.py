"""Nobody acts for the office in a case of a party they serve or are tied to (R-GEN-15, R-GEN-16)."""

import pytest

from approvals.parties.models import Role
from approvals.record.refusals import NotAllowed
from relics.reviews.services import decision, examination, intake, paper_acts
from tests import factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def accept(world, review, by):
    intake.accept_application(review, by=by)


def correct(world, review, by):
    intake.send_correction(review, [intake.Point("示例")], by=by)


def decline(world, review, by):
    intake.decline_application(review, ground=4, reason="示例", by=by)


def check_in(world, review, by):
    examination.check_in(review, second_officer=world.second, identity_checked=True, by=by)


def stand_beside(world, review, by):
    examination.check_in(review, second_officer=by, identity_checked=True, by=world.second)


def judge(world, review, by):
    sheets = {item.pk: reviewing.sheet() for item in review.items.all()}
    examination.file_opinions(review, sheets, no_conflict=True, by=by)


def decide(world, review, by):
    outcomes = {item.pk: "permit" for item in review.items.all()}
    decision.decide(review, outcomes, opinion="示例", by=by)


def issue(world, review, by):
    paper_acts.issue_papers(review, by=by)


ACTS = [
    (reviewing.appointed, "clerk", accept),
    (reviewing.appointed, "clerk", correct),
    (reviewing.appointed, "clerk", decline),
    (reviewing.accepted, "clerk", check_in),
    (reviewing.accepted, "clerk", stand_beside),
    (reviewing.appraising, "panel", judge),
    (reviewing.judged, "approver", decide),
    (reviewing.labelled, "issuer", issue),
]


def officer(world, who):
    return world.appraisers[0].user if who == "panel" else getattr(world, who)


@pytest.mark.parametrize(("stage", "who", "act"), ACTS, ids=[act.__name__ for *_, act in ACTS])
def test_an_officer_who_serves_the_applicant_does_nothing_in_its_case(world, stage, who, act):
    review = stage(world)
    by = officer(world, who)
    factories.make_member(world.dealer, Role.VIEWER, user=by)
    before = reviewing.fresh(review).status
    with pytest.raises(NotAllowed) as refusal:
        act(world, review, by)
    assert (refusal.value.refusal.code, refusal.value.refusal.rule) == (
        "serves_a_party",
        "R-GEN-16",
    )
    assert reviewing.fresh(review).status == before


def test_an_appraiser_whose_tie_was_declared_after_check_in_files_no_opinion(world):
    review = reviewing.appraising(world)
    factories.make_tie(world.appraisers[0], world.dealer)
    with pytest.raises(NotAllowed) as refusal:
        judge(world, review, world.appraisers[0].user)
    assert refusal.value.refusal.rule == "R-GEN-15"


def test_a_post_at_the_applicant_that_has_ended_no_longer_bars(world):
    review = reviewing.appointed(world)
    ended = factories.days_from_now(-1)
    factories.make_member(world.dealer, Role.VIEWER, user=world.clerk, valid_to=ended)
    accept(world, review, world.clerk)
    assert reviewing.fresh(review).status == "accepted"
