"""Taken back, taken up again, deemed accepted, and what lay at the office (edge cases 26, 48)."""

import pytest
from django.urls import reverse

from approvals.cases import engine
from approvals.record.refusals import Conflict, NotAllowed
from relics.reviews.models import Review
from relics.reviews.queries import items_left, judged_items
from relics.reviews.services import application, appointment, custody, examination, intake, resuming
from relics.reviews.services.rounds import changes_since_last_round
from tests import factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return reviewing.make_world()


def test_a_submission_is_taken_back_changed_and_handed_in_again_under_its_number(world):
    review = reviewing.booked(world)
    number = review.case.number
    held = resuming.retract_application(review, by=world.agent)
    assert held.status == "draft"
    assert review.case.clocks.filter(stopped_at__isnull=True).count() == 0
    assert engine.open_turns(reviewing.fresh(review).case) == []
    world.session = type(world.session).objects.get(pk=world.session.pk)
    assert world.session.booked == 0
    application.fill_application(held, {"destination": "示例邻国"}, by=world.agent)
    again = application.submit_application(reviewing.fresh(review), by=world.agent)
    assert (again.status, again.case.number) == ("submitted", number)
    [change] = changes_since_last_round(again, again.case)
    assert (change.label, change.before, change.after) == ("出境目的地", "示例国", "示例邻国")
    assert [turn.node for turn in engine.open_turns(reviewing.fresh(review).case)] == ["book"]
    assert review.case.clocks.filter(kind="decision", stopped_at__isnull=True).count() == 1


def test_what_the_office_has_looked_at_is_not_taken_back(world):
    review = reviewing.appointed(world)
    with pytest.raises(Conflict) as refused:
        resuming.retract_application(review, by=world.agent)
    assert refused.value.refusal.rule == "R-GEN-04"


def test_only_the_applicants_side_takes_back(world):
    rival = factories.make_member(factories.make_party(), "agent")
    for user in (rival, world.clerk, world.scheduler):
        with pytest.raises(NotAllowed):
            resuming.retract_application(reviewing.submitted(world), by=user)


def test_an_ended_application_is_taken_up_with_all_it_said(world):
    review = reviewing.submitted(world)
    application.withdraw_application(review, reason="示例", by=world.agent)
    draft = resuming.take_up_again(reviewing.fresh(review), by=world.agent)
    assert draft.follows == review
    assert draft.carrier == review.carrier
    assert [item.object_id for item in draft.items.all()] == [
        item.object_id for item in review.items.all()
    ]
    assert application.submit_application(draft, by=world.agent).status == "submitted"


def test_one_that_is_under_way_is_not_taken_up(world):
    with pytest.raises(Conflict):
        resuming.take_up_again(reviewing.submitted(world), by=world.agent)


def test_case_48_withdrawn_after_a_no_the_votes_are_kept_and_the_next_office_is_told(world):
    review = reviewing.appraising(world)
    [item] = review.items.all()
    examination.file_opinions(
        review,
        {item.pk: reviewing.sheet(may_leave=False)},
        no_conflict=True,
        by=world.appraisers[0].user,
    )
    application.withdraw_application(review, reason="示例", by=world.agent)
    assert item.opinions.count() == 1
    draft = resuming.take_up_again(reviewing.fresh(review), by=world.agent)
    again = application.submit_application(draft, by=world.agent)
    [listed] = judged_items(again)
    assert listed.earlier == [{"number": review.case.number, "outcome": "left", "against": 1}]


def test_after_the_decision_nothing_is_withdrawn(world):
    with pytest.raises(Conflict):
        application.withdraw_application(reviewing.decided(world), reason="", by=world.agent)


def test_what_lay_at_the_office_goes_back_against_signature(world):
    review = reviewing.appraising(world)
    application.withdraw_application(review, reason="示例", by=world.agent)
    review = reviewing.fresh(review)
    assert len(items_left(review)) == 1
    with pytest.raises(NotAllowed):
        custody.return_left(review, received_by="示例携运人", by=world.approver)
    [record] = custody.return_left(review, received_by="示例携运人", by=world.clerk)
    assert record.received_by == "示例携运人"
    assert items_left(review) == []
    with pytest.raises(Conflict):
        custody.return_left(review, received_by="示例携运人", by=world.clerk)


def test_nothing_lies_at_the_office_before_the_day(world):
    review = reviewing.accepted(world)
    application.withdraw_application(review, reason="示例", by=world.agent)
    assert items_left(reviewing.fresh(review)) == []


def test_case_26_deemed_accepted_the_file_goes_on_to_the_day(world):
    review = reviewing.appointed(world)
    resuming.deem_accepted(review.case)
    review = reviewing.fresh(review)
    assert review.status == "accepted"
    assert [turn.node for turn in engine.open_turns(review.case)] == ["check_in"]
    with pytest.raises(Conflict):
        intake.accept_application(review, by=world.clerk)
    examination.check_in(review, second_officer=world.second, identity_checked=True, by=world.clerk)
    assert reviewing.fresh(review).status == "appraising"


def test_a_file_deemed_accepted_before_its_session_is_confirmed_skips_the_intake(world):
    review = reviewing.booked(world)
    resuming.deem_accepted(review.case)
    assert reviewing.fresh(review).status == "booked"
    review.case.clocks.filter(kind="decision").update(confirmed_at=review.submitted_at)
    appointment.confirm_appointment(review, by=world.scheduler)
    assert reviewing.fresh(review).status == "accepted"


def test_the_pages_ask_once_more_and_lead_on(world, client):
    review = reviewing.submitted(world)
    client.force_login(world.agent)
    page = client.get(reverse("reviews:case", kwargs={"pk": review.case_id})).content.decode()
    url = reverse("reviews:retract", kwargs={"pk": review.case_id})
    assert url in page
    assert client.get(url).status_code == 200
    assert client.post(url)["Location"] == reverse(
        "reviews:application", kwargs={"pk": review.case_id}
    )
    application.withdraw_application(review, reason="", by=world.agent)
    answer = client.post(reverse("reviews:again", kwargs={"pk": review.case_id}))
    copy = Review.objects.get(follows=review)
    assert answer["Location"] == reverse("reviews:application", kwargs={"pk": copy.case_id})


def test_every_procedure_has_its_overview_drawn_from_its_flow(client):
    page = client.get(reverse("reviews:procedures")).content.decode()
    assert "56020-a" in page
    answer = client.get(reverse("reviews:procedure", kwargs={"key": "exit_review"}))
    assert "<svg" in answer.content.decode()
    assert client.get(reverse("reviews:procedure", kwargs={"key": "none"})).status_code == 404
