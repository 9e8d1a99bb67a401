"""The application, its clock, its one correction, and who may apply for whom."""

from datetime import datetime

import pytest
import time_machine
from django.utils import timezone

from approvals.cases.queries import cases_of
from approvals.parties.models import Mandate, Role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from relics.reviews.models import Correction
from relics.reviews.services import application, appointment, intake
from tests import factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def clock_of(review):
    return review.case.clocks.get(kind="decision", stopped_at__isnull=True)


def mandate(world, agent_party, **days):
    return Mandate.objects.create(
        principal=world.dealer,
        agent=agent_party,
        valid_from=factories.days_from_now(days.get("begins", -10)),
        valid_to=factories.days_from_now(days.get("ends", 10)),
        reference="示例委托书",
    )


def test_an_agent_under_a_mandate_in_force_applies_for_its_principal(world):
    broker = factories.make_party(name="示例代理公司")
    given = mandate(world, broker)
    agent = factories.make_member(broker, Role.AGENT)
    review = application.draft_application(world.dealer, title="示例", by=agent)
    assert (review.case.agent, review.case.mandate) == (broker, given)


@pytest.mark.parametrize("days", [{"begins": 1}, {"ends": -1}])
def test_a_mandate_not_in_force_gives_no_right(world, days):
    broker = factories.make_party(name="示例代理公司")
    mandate(world, broker, **days)
    agent = factories.make_member(broker, Role.AGENT)
    with pytest.raises(NotAllowed) as refusal:
        application.draft_application(world.dealer, title="示例", by=agent)
    assert refusal.value.refusal.rule == "R-EXIT-01"


def test_a_mandate_revoked_meanwhile_stops_the_agent(world):
    broker = factories.make_party(name="示例代理公司")
    given = mandate(world, broker)
    agent = factories.make_member(broker, Role.AGENT)
    review = application.draft_application(world.dealer, title="示例", by=agent)
    Mandate.objects.filter(pk=given.pk).update(revoked_on=factories.today())
    with pytest.raises(NotAllowed) as refusal:
        application.fill_application(review, {"destination": "示例国"}, by=agent)
    assert refusal.value.refusal.code == "mandate_over"


def test_a_natural_person_applies_for_himself(world):
    person = factories.make_party(
        "person", name="示例自然人", identity_kind="id_card", identity_number="440524188001010014"
    )
    user = factories.make_member(person, Role.AGENT)
    review = application.draft_application(person, title="示例", by=user)
    assert (review.case.applicant, review.case.agent) == (person, None)


def test_everything_missing_is_told_at_once(world):
    review = application.draft_application(world.dealer, title="示例", by=world.agent)
    with pytest.raises(NotAcceptable) as refusal:
        application.submit_application(review, by=world.agent)
    codes = [one["code"] for one in refusal.value.extra["refusals"]]
    assert len(codes) == 9
    assert {"blank_port", "blank_carrier", "no_objects"} <= set(codes)


def test_an_identity_card_with_a_wrong_check_digit_is_refused(world):
    review = reviewing.drafted(world)
    with pytest.raises(NotAcceptable) as refusal:
        application.fill_application(
            review, {"identity_number": "110105194912310021"}, by=world.agent
        )
    assert refusal.value.refusal.code == "identity_invalid"


def test_the_clock_is_fifteen_working_days_and_provisional_until_complete(world):
    with time_machine.travel(
        datetime(2026, 9, 18, 10, 0, tzinfo=timezone.get_current_timezone()), tick=False
    ):
        review = reviewing.submitted(world)
        clock = clock_of(review)
        assert (str(clock.starts_on), str(clock.due_on)) == ("2026-09-18", "2026-10-15")
        assert clock.is_provisional
        assert not clock.beyond_calendar


def test_a_clock_that_reaches_an_unpublished_year_stays_provisional(world):
    with time_machine.travel(
        datetime(2026, 12, 18, 10, 0, tzinfo=timezone.get_current_timezone()), tick=False
    ):
        clock = clock_of(reviewing.submitted(world))
        assert clock.beyond_calendar


def test_acceptance_makes_the_date_firm(world):
    clock = clock_of(reviewing.accepted(world))
    assert clock.is_provisional == clock.beyond_calendar
    assert clock.confirmed_at is not None


def test_one_correction_lists_everything_and_a_second_is_refused(world):
    review = reviewing.appointed(world)
    points = [
        intake.Point("示例：请补铭文照片", review.items.get()),
        intake.Point("示例：请补证件"),
    ]
    intake.send_correction(review, points, by=world.clerk)
    before = review.case.clocks.filter(kind="decision").count()
    notice = Correction.objects.get()
    answers = {point.pk: "示例：已补" for point in notice.points.all()}
    with pytest.raises(NotAcceptable):
        application.answer_correction(review, dict(list(answers.items())[:1]), by=world.agent)
    application.answer_correction(review, answers, by=world.agent)
    assert review.case.clocks.filter(kind="decision").count() == before + 1
    with pytest.raises(Conflict) as refusal:
        intake.send_correction(review, points, by=world.clerk)
    assert (refusal.value.refusal.code, refusal.value.refusal.rule) == (
        "corrected_once",
        "R-GEN-03",
    )
    intake.accept_application(review, by=world.clerk)
    assert reviewing.fresh(review).status == "accepted"


def test_not_accepting_needs_ground_and_reason_and_leaves_a_paper(world):
    review = reviewing.appointed(world)
    with pytest.raises(NotAcceptable):
        intake.decline_application(review, ground=3, reason=" ", by=world.clerk)
    intake.decline_application(review, ground=3, reason="示例：材料不符", by=world.clerk)
    assert reviewing.fresh(review).status == "not_accepted"
    notice = review.case.certificates.get(kind="non_acceptance_notice")
    assert "行政复议" in notice.snapshot
    world.session.refresh_from_db()
    assert world.session.booked == 0


def test_an_object_stands_in_one_live_case_only(world):
    thing = world.new_object()
    reviewing.submitted(world, thing)
    second = application.draft_application(world.dealer, title="示例", by=world.agent)
    with pytest.raises(Conflict) as refusal:
        application.add_objects(second, [thing], by=world.agent)
    assert refusal.value.refusal.code == "object_in_another_case"


def test_an_object_of_somebody_else_is_not_listed(world):
    from relics.register.models import RelicObject

    thing = world.new_object()
    RelicObject.objects.filter(pk=thing.pk).update(owner=factories.make_party())
    review = application.draft_application(world.dealer, title="示例", by=world.agent)
    with pytest.raises(NotAllowed):
        application.add_objects(review, [RelicObject.objects.get(pk=thing.pk)], by=world.agent)


def test_the_port_leads_to_the_office_and_the_applicant_cannot_choose_another(world):
    review = reviewing.submitted(world)
    assert review.case.office == world.office.party
    other = factories.make_session(factories.make_office())
    with pytest.raises(Exception) as refusal:
        appointment.book_appointment(review, other, by=world.agent)
    assert refusal.value.refusal.rule == "R-EXIT-17"


def test_a_port_that_is_not_designated_is_refused(world):
    review = reviewing.drafted(world)
    other = factories.make_port(world.office, is_designated=False)
    application.fill_application(review, {"port": other}, by=world.agent)
    with pytest.raises(NotAcceptable) as refusal:
        application.submit_application(review, by=world.agent)
    assert refusal.value.refusal.code == "port_not_designated"


def test_an_office_below_its_strength_accepts_nothing_new(world):
    from relics.appraisers.models import Appraiser

    review = reviewing.appointed(world)
    seated = [one.pk for one in world.appraisers]
    Appraiser.objects.filter(office=world.office).exclude(pk__in=seated).update(is_active=False)
    with pytest.raises(Conflict.__base__) as refusal:
        intake.accept_application(review, by=world.clerk)
    assert refusal.value.refusal.rule == "R-EXIT-05"


def test_a_decided_case_is_not_withdrawn(world):
    review = reviewing.decided(world)
    with pytest.raises(Conflict):
        application.withdraw_application(review, reason="示例", by=world.agent)


def test_the_office_refers_a_case_to_another_and_the_applicant_books_there(world):
    review = reviewing.booked(world)
    other = factories.make_office("示例另一审核处")
    session = factories.make_session(other, day=factories.working_day(2))
    with pytest.raises(NotAllowed):
        appointment.refer_to_office(review, other, reason="示例", by=world.agent)
    appointment.refer_to_office(review, other, reason="示例：鉴定人员均须回避", by=world.scheduler)
    review = reviewing.fresh(review)
    assert (review.status, review.case.office) == ("submitted", other.party)
    appointment.book_appointment(review, session, by=world.agent)
    with pytest.raises(NotAllowed):
        appointment.confirm_appointment(review, by=world.scheduler)


def test_an_agent_whose_mandate_ended_books_nothing(world):
    broker = factories.make_party(name="示例代理公司")
    given = mandate(world, broker)
    agent = factories.make_member(broker, Role.AGENT)
    review = application.draft_application(world.dealer, title="示例", by=agent)
    world.agent, own = agent, world.agent
    review = application.submit_application(_filled(world, review), by=agent)
    world.agent = own
    Mandate.objects.filter(pk=given.pk).update(revoked_on=factories.today())
    with pytest.raises(NotAllowed):
        appointment.book_appointment(review, world.session, by=agent)
    with pytest.raises(NotAllowed):
        application.withdraw_application(review, reason="示例", by=agent)


def test_a_renewed_mandate_lets_the_same_agent_go_on(world):
    broker = factories.make_party(name="示例代理公司")
    given = mandate(world, broker)
    agent = factories.make_member(broker, Role.AGENT)
    review = application.draft_application(world.dealer, title="示例", by=agent)
    Mandate.objects.filter(pk=given.pk).update(valid_to=factories.days_from_now(-1))
    with pytest.raises(NotAllowed):
        application.fill_application(review, {"destination": "示例国"}, by=agent)
    assert not cases_of(agent).exists()
    mandate(world, broker, begins=0)
    application.fill_application(review, {"destination": "示例国"}, by=agent)
    assert cases_of(agent).get() == review.case


def _filled(world, review):
    application.fill_application(review, reviewing.particulars(world), by=world.agent)
    application.add_objects(review, [world.new_object()], by=world.agent)
    return reviewing.fresh(review)


def test_a_named_approval_is_seen_in_the_original_before_acceptance(world):
    review = reviewing.drafted(world)
    fields = {"special_approval": "示例国函〔2026〕1号"}
    application.fill_application(review, fields, by=world.agent)
    application.submit_application(review, by=world.agent)
    appointment.book_appointment(review, world.session, by=world.agent)
    appointment.confirm_appointment(review, by=world.scheduler)
    with pytest.raises(NotAcceptable) as refusal:
        intake.accept_application(review, by=world.clerk)
    assert refusal.value.refusal.rule == "R-EXIT-13"
    intake.accept_application(review, approval_seen=True, by=world.clerk)
    assert reviewing.fresh(review).approval_seen_by == world.clerk
