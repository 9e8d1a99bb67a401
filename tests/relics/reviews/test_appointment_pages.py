"""The pages around an appointment: the proposal, the office's move, missed days, putting off."""

import pytest
from django.test import Client
from django.urls import reverse

from relics.appointments.codes import visit_code
from relics.appointments.queries import live_booking
from relics.reviews.services import appointment
from relics.reviews.services.examination import record_no_show
from tests import factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def at(page, review):
    return reverse(f"reviews:{page}", kwargs={"pk": review.case_id})


def ticked_on(page):
    return {one["seat"].appraiser for one in page.context["seats"] if one["chosen"]}


def test_the_confirmation_asks_for_the_proposal_and_seats_whom_it_ticks(world):
    review = reviewing.booked(world)
    client = signed_in(world.scheduler)
    assert at("confirm_proposal", review) in client.get(at("confirm", review)).content.decode()
    page = client.get(at("confirm_proposal", review))
    chosen = ticked_on(page)
    assert len(chosen) == 3
    assert page.context["proposal"].refusal is None
    answer = client.post(
        at("confirm", review), {"act": "confirm", "appraiser": [one.pk for one in chosen]}
    )
    assert answer.status_code == 302
    seated = {one.appraiser for one in reviewing.fresh(review).seated}
    assert seated == chosen
    assert chosen <= {one.appraiser for one in world.session.staff.select_related("appraiser")}


def test_the_officer_seats_others_than_the_proposal(world):
    review = reviewing.booked(world)
    client = signed_in(world.scheduler)
    keys = [one.pk for one in world.appraisers]
    client.post(at("confirm", review), {"act": "confirm", "appraiser": keys})
    assert {one.appraiser_id for one in reviewing.fresh(review).seated} == set(keys)


def test_who_sits_elsewhere_at_that_time_cannot_be_ticked(world):
    review = reviewing.booked(world)
    busy = factories.make_appraiser(world.office, "responsible")
    factories.make_session(
        world.office,
        day=world.session.date,
        half=world.session.half,
        staff=[busy],
        zone=factories.make_zone(),
    )
    page = signed_in(world.scheduler).get(at("confirm_proposal", review))
    line = next(one for one in page.context["seats"] if one["seat"].appraiser == busy)
    assert (line["elsewhere"], line["there"]) == (True, False)


def test_the_scanned_paper_opens_the_check_in_of_its_case(world):
    review = reviewing.accepted(world)
    code = visit_code(live_booking(review.case))
    answer = signed_in(world.clerk).post(reverse("appointments:arrivals"), {"code": code})
    assert (answer.status_code, answer.url) == (302, at("check_in", review))


def test_the_office_moves_the_appointment_on_its_page(world):
    review = reviewing.appointed(world)
    session = factories.make_session(
        world.office, day=factories.working_day(2), staff=world.appraisers
    )
    client = signed_in(world.scheduler)
    said = {"act": "move", "move-session": session.pk, "move-reason": "示例检修"}
    answer = client.post(at("desk_appointment", review), said)
    assert (answer.status_code, answer.url) == (302, at("desk_appointment", review))
    assert live_booking(review.case).session == session


def test_a_second_missed_day_leads_to_the_page_of_the_notice(world):
    review = reviewing.accepted(world)
    record_no_show(review, by=world.clerk)
    review = reviewing.fresh(review)
    appointment.book_appointment(review, world.session, by=world.agent)
    appointment.confirm_appointment(review, by=world.scheduler)
    client = signed_in(world.clerk)
    answer = client.post(at("check_in", review), {"act": "no_show"})
    assert answer.url == at("desk_appointment", review)
    page = client.get(answer.url)
    assert list(page.context["forms"]) == ["warn"]
    client.post(answer.url, {"act": "warn", "warn-text": "示例：两次未到场。"})
    assert review.case.no_show_notices.get().signed_by == world.clerk


def test_an_act_that_is_not_open_is_refused_with_its_rule(world):
    review = reviewing.booked(world)
    said = {"act": "absence", "absence-reason": "示例"}
    page = signed_in(world.approver).post(at("desk_appointment", review), said)
    assert (page.status_code, page.context["refusal"].rule) == (422, "R-APPT-07")


def test_the_applicant_postpones_on_its_page_and_is_told_until_when(world):
    review = reviewing.submitted(world)
    session = factories.make_session(
        world.office, day=factories.working_day(2), staff=world.appraisers
    )
    appointment.book_appointment(review, session, by=world.agent)
    client = signed_in(world.agent)
    said = {"until": factories.working_day(6).isoformat(), "consent": "同意。"}
    answer = client.post(at("booking_postpone", review), said)
    assert (answer.status_code, answer.url) == (302, at("booking", review))
    assert live_booking(review.case) is None
    assert review.case.postponements.get().until == factories.working_day(6)


def test_a_pause_under_way_is_shown_with_its_day(world):
    review = reviewing.booked(world)
    until = factories.days_from_now(9)
    review.case.clocks.get(kind="decision").pauses.create(
        ground="postponement",
        notice="同意。",
        starts_on=factories.today(),
        until=until,
        consent_by=world.agent,
        created_by=world.agent,
    )
    for user in (world.agent, world.scheduler):
        page = signed_in(user).get(at("case", review), follow=True)
        assert f"停计至 {until}" in page.content.decode()


@pytest.mark.parametrize("count", [3, 60])
def test_the_pages_of_an_appointment_ask_no_more_than_twelve_questions(
    world, count, django_assert_max_num_queries
):
    review = reviewing.booked(world, *[world.new_object() for _ in range(count)])
    factories.make_session(
        world.office,
        day=factories.working_day(2),
        staff=world.appraisers,
        unit="minutes",
        capacity=900,
    )
    for user, page in ((world.scheduler, "desk_appointment"), (world.agent, "booking")):
        client = signed_in(user)
        with django_assert_max_num_queries(12):
            assert client.get(at(page, review)).status_code == 200
