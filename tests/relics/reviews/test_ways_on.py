"""From every place in which a case can get stuck a lawful way leads on."""

from datetime import timedelta

import pytest

from approvals.cases import engine
from approvals.certificates.models import Certificate
from approvals.certificates.services import finish_certificate
from approvals.record.refusals import NotAllowed, Refused
from relics.appointments.models import Session, SessionStaff
from relics.reviews.models import Correction
from relics.reviews.queries import free_objects_of
from relics.reviews.services import (
    application,
    appointment,
    custody,
    examination,
    intake,
    paper_acts,
    rebooking,
)
from tests import desk, factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def nodes(review):
    return [turn.node for turn in engine.open_turns(review.case)]


def yesterday(session):
    """As if the night had passed: the session lies behind us."""
    day = factories.days_from_now(-1)
    Session.objects.filter(pk=session.pk).update(date=day)
    SessionStaff.objects.filter(session=session).update(date=day)


def corrected(world):
    review = reviewing.appointed(world)
    intake.send_correction(review, [intake.Point("示例：请补证件")], by=world.clerk)
    return review


def answer(world, review):
    points = Correction.objects.get(review=review).points.all()
    application.answer_correction(review, {one.pk: "示例：已补" for one in points}, by=world.agent)


def test_a_request_that_nobody_confirmed_in_time_is_refused_with_a_reason_and_booked_anew(world):
    review = reviewing.booked(world)
    yesterday(world.session)
    with pytest.raises(Refused) as refusal:
        appointment.confirm_appointment(review, by=world.scheduler)
    assert refusal.value.refusal.code == "session_past"
    appointment.refuse_appointment(review, reason="示例：未及时确认", by=world.scheduler)
    appointment.book_appointment(review, factories.make_session(world.office), by=world.agent)
    assert reviewing.fresh(review).status == "booked"


def test_a_confirmed_day_that_passed_unattended_is_a_no_show_and_booked_anew(world):
    review = reviewing.accepted(world)
    yesterday(world.session)
    with pytest.raises(Refused):
        rebooking.cancel_appointment(review, reason="示例", by=world.agent)
    examination.record_no_show(review, by=world.clerk)
    assert (reviewing.fresh(review).status, nodes(review)) == ("submitted", ["book"])


def test_a_file_accepted_once_is_not_examined_for_acceptance_again_after_a_no_show(world):
    review = reviewing.accepted(world)
    examination.record_no_show(review, by=world.clerk)
    later = factories.make_session(world.office, staff=world.appraisers, half="pm")
    appointment.book_appointment(review, later, by=world.agent)
    appointment.confirm_appointment(review, by=world.scheduler)
    assert (reviewing.fresh(review).status, nodes(review)) == ("accepted", ["check_in"])
    assert review.case.certificates.filter(kind="acceptance_notice").count() == 1


def test_a_correction_that_is_never_answered_ends_in_a_written_non_acceptance(world):
    review = corrected(world)
    with pytest.raises(NotAllowed):
        intake.decline_application(review, ground=3, reason="示例", by=world.agent)
    assert nodes(review) == ["answer"]
    intake.decline_application(review, ground=3, reason="示例：逾期未补正", by=world.clerk)
    assert (reviewing.fresh(review).status, nodes(review)) == ("not_accepted", [])
    assert review.case.certificates.filter(kind="non_acceptance_notice").count() == 1
    world.session.refresh_from_db()
    assert world.session.booked == 0


def test_a_correction_told_within_five_working_days_starts_the_clock_anew(world):
    review = corrected(world)
    answer(world, review)
    assert review.case.clocks.filter(kind="decision").count() == 2


def test_a_correction_told_too_late_moves_no_clock_for_the_file_counts_as_accepted(world):
    review = reviewing.appointed(world)
    late = factories.today() - timedelta(days=1)
    review.case.clocks.filter(kind="completeness").update(starts_on=late, due_on=late)
    intake.send_correction(review, [intake.Point("示例：请补证件")], by=world.clerk)
    answer(world, review)
    assert review.case.clocks.get(kind="decision").stopped_at is None


def free(world):
    """What a new draft could list."""
    draft = application.draft_application(world.dealer, title="示例", by=world.agent)
    return free_objects_of(draft)


def test_an_object_that_was_not_presented_is_applied_for_again(world):
    things = [world.new_object(), world.new_object()]
    review = reviewing.accepted(world, *things)
    examination.check_in(
        review,
        second_officer=world.second,
        identity_checked=True,
        absent=[review.items.get(sequence=2)],
        by=world.clerk,
    )
    assert list(free(world)) == [things[1]]
    assert free(world).get().submitted_at is None


def test_a_refused_object_is_applied_for_again_only_when_it_is_back(world):
    thing = world.new_object()
    review = reviewing.issued(world, thing, prohibit={1})
    assert list(free(world)) == []
    custody.hand_back(review, list(review.items.all()), received_by="示例", by=world.clerk)
    assert list(free(world)) == [thing]


def test_objects_of_a_revoked_permit_are_applied_for_again(world):
    thing = world.new_object()
    review = reviewing.issued(world, thing)
    permit = finish_certificate(Certificate.objects.get(kind="exit_permit").pk)
    assert list(free(world)) == []
    paper_acts.revoke_paper(permit, ground="示例：以欺骗手段取得。", by=world.approver)
    assert review.items.get().status == "voided"
    assert free(world).get().submitted_at is None


def test_withdrawn_objects_are_applied_for_again_and_the_opinions_stay(world):
    thing = world.new_object()
    review = reviewing.judged(world, thing, against={0: {1}})
    application.withdraw_application(review, reason="示例", by=world.agent)
    assert review.items.get().opinions.count() == 3
    assert reviewing.submitted(world, thing).items.get().object == thing


def test_the_intake_page_offers_the_non_acceptance_while_a_correction_stays_unanswered(world):
    review = corrected(world)
    page = desk.at("intake", review)
    assert 'value="decline"' in desk.text(desk.get(world.clerk, page))
    assert 'value="decline"' not in desk.text(desk.get(world.approver, page))
    desk.post(world.clerk, page, {"act": "decline", "ground": "3", "reason": "示例：逾期未补正"})
    assert reviewing.fresh(review).status == "not_accepted"


def test_a_draft_that_was_never_handed_in_can_be_given_up(world):
    """Nothing of it was filled in; its objects are free for another application."""
    empty = application.draft_application(world.dealer, title="示例", by=world.agent)
    application.withdraw_application(empty, reason="", by=world.agent)
    review = reviewing.drafted(world, world.new_object())
    application.withdraw_application(review, reason="示例", by=world.agent)
    for one in (reviewing.fresh(empty), reviewing.fresh(review)):
        assert (one.status, one.submitted_at) == ("withdrawn", None)
        assert one.case.closed_at is not None
    [item] = review.items.select_related("object").all()
    assert item.status == "left"
    assert reviewing.submitted(world, item.object).status == "submitted"
