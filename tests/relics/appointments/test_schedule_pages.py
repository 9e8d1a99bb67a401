"""The schedule: sessions opened, staffed and closed by the scheduler; the day's list for the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse

from approvals.parties.models import Role
from relics.appointments.models import Session
from relics.appraisers.models import Absence
from tests import factories, reviewing
from tests.desk import get, many, post, signed_in, text

pytestmark = pytest.mark.django_db

SCHEDULE = "/desk/schedule/"


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def at(name, *args):
    return reverse(f"appointments:{name}", args=args)


def new(**fields):
    day = factories.working_day(5)
    return {"on": day.isoformat(), "half": "pm", "capacity": 12, **fields}


def test_the_week_shows_sessions_with_their_seats_and_people(world):
    reviewing.booked(world, *many(world, 3))
    shown = text(get(world.clerk, SCHEDULE))
    assert "3 / 200" in shown
    assert str(world.appraisers[0]) in shown


def test_the_next_week_is_in_the_address(world):
    later = factories.today() + timedelta(days=7)
    shown = get(world.clerk, f"{SCHEDULE}?week={later.isoformat()}")
    assert shown.context["monday"] == later - timedelta(days=later.weekday())
    assert get(world.clerk, SCHEDULE + "?week=nonsense").status_code == 200


def test_the_scheduler_opens_a_session_and_goes_on_to_its_people(world):
    answer = post(world.scheduler, at("session_open"), new())
    session = Session.objects.latest("pk")
    assert answer["Location"] == at("session", session.pk)
    assert (session.office, session.half, session.capacity) == (world.office, "pm", 12)


def test_a_session_on_site_is_in_a_zone(world):
    zone = factories.make_zone()
    post(world.scheduler, at("session_open"), new(zone=zone.pk))
    session = Session.objects.latest("pk")
    assert (session.place_kind, session.address) == ("onsite", zone.address)


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"capacity": 0}, 422), ({"on": "2020-01-01"}, 422), ({"on": ""}, 422)],
)
def test_a_session_that_cannot_be_is_refused_and_what_was_typed_stays(world, fields, status):
    before = Session.objects.count()
    answer = post(world.scheduler, at("session_open"), new(address="示例街二号", **fields))
    assert answer.status_code == status
    assert "示例街二号" in text(answer)
    assert Session.objects.count() == before


def test_the_same_session_is_not_opened_twice(world):
    post(world.scheduler, at("session_open"), new())
    assert post(world.scheduler, at("session_open"), new()).status_code == 409


def test_the_scheduler_says_who_sits_and_the_page_whether_that_is_a_panel(world):
    url = at("session", world.session.pk)
    assert get(world.scheduler, url).context["lawful"] is True
    chosen = [one.pk for one in world.appraisers[:2]]
    post(world.scheduler, at("session_staff", world.session.pk), {"appraiser": chosen})
    shown = get(world.scheduler, url)
    assert shown.context["lawful"] is False
    assert [one.appraiser.pk for one, seated in shown.context["bench"] if seated] == chosen


def test_who_sits_elsewhere_at_that_time_is_refused_by_name(world):
    other = factories.make_session(
        world.office, staff=[], day=world.session.date, zone=factories.make_zone()
    )
    busy = world.appraisers[0]
    answer = post(world.scheduler, at("session_staff", other.pk), {"appraiser": [busy.pk]})
    assert (answer.status_code, answer.context["refusal"].rule) == (409, "R-APPT-04")
    assert str(busy) in str(answer.context["refusal"].sentence)


def test_who_is_absent_that_day_is_marked(world):
    away = world.appraisers[0]
    Absence.objects.create(appraiser=away, starts_on=world.session.date, ends_on=world.session.date)
    shown = get(world.scheduler, at("session", world.session.pk))
    assert [one.appraiser for one, _ in shown.context["bench"] if one.absent] == [away]


def test_a_closed_session_takes_no_more_bookings_and_keeps_those_made(world):
    reviewing.booked(world)
    post(world.scheduler, at("session_close", world.session.pk))
    world.session.refresh_from_db()
    assert (world.session.is_open, world.session.booked) == (False, 1)


@pytest.mark.parametrize("verb", ["session_staff", "session_close"])
def test_others_at_the_desk_look_but_change_nothing(world, verb):
    for user in (world.clerk, world.approver, world.issuer):
        assert get(user, at("session", world.session.pk)).status_code == 200
        assert post(user, at(verb, world.session.pk)).status_code == 403
        assert get(user, at(verb, world.session.pk)).status_code == 405
    assert post(world.clerk, at("session_open"), new()).status_code == 403


def test_the_schedule_is_for_the_office_alone(world, client):
    stranger = factories.make_member(factories.make_office().party, Role.SCHEDULER)
    for user in (world.agent, world.customs):
        assert get(user, SCHEDULE).status_code == 404
    for user in (world.agent, world.customs, stranger):
        assert get(user, at("session", world.session.pk)).status_code == 404
        assert post(user, at("session_close", world.session.pk)).status_code == 404
    assert client.get(SCHEDULE).status_code == 302


def test_the_day_list_names_who_comes_and_can_be_printed(world):
    review = reviewing.appointed(world, *many(world, 3))
    shown = get(world.clerk, at("day", world.session.date.isoformat()))
    (one,) = shown.context["sessions"]
    assert (one["seats"], [booking.case for booking, _brought in one["lines"]]) == (
        3,
        [review.case],
    )
    assert "data-print" in text(shown)


@pytest.mark.parametrize("count", [1, 12])
def test_no_page_asks_more_than_twelve_questions(world, count, django_assert_max_num_queries):
    for thing in many(world, count):
        reviewing.booked(world, thing)
    client = signed_in(world.scheduler)
    for url in (
        SCHEDULE,
        at("session", world.session.pk),
        at("day", world.session.date.isoformat()),
    ):
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200
