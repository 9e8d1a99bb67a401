"""Waiting, arriving and the interface, on the way that people and systems take."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from approvals.exchange.services import register_system
from approvals.parties.models import Role
from approvals.record.services import CLOCKWORK
from relics.appointments import services
from relics.appointments.codes import visit_code
from relics.appointments.models import Session, WaitingEntry
from relics.appointments.queries import live_booking
from tests import factories, reviewing
from tests.desk import get, post, signed_in, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world(capacity=1)


@pytest.fixture
def waiting(world):
    """A case that waits, another that holds the only seat."""
    holder = reviewing.booked(world)
    review = reviewing.submitted(world)
    page = reverse("appointments:waiting", args=[review.case_id])
    post(world.agent, page, {"act": "join"})
    return holder, review, page


def free(holder):
    booking = live_booking(holder.case)
    services.refuse_booking(booking, reason="示例理由", by=booking.session.opened_by)


def test_the_page_says_the_place_as_it_is(world, waiting):
    _holder, _review, page = waiting
    shown = get(world.agent, page)
    assert (shown.context["place"].position, shown.context["place"].length) == (1, 1)
    assert "第 1 位，共 1 位" in text(shown)


def test_what_is_offered_is_accepted_on_the_page(world, waiting):
    holder, review, page = waiting
    free(holder)
    assert "为您保留的场次" in text(get(world.agent, page))
    post(world.agent, page, {"act": "accept"})
    assert live_booking(review.case).session == world.session
    assert WaitingEntry.objects.get().status == "taken"
    assert reviewing.fresh(review).status == "booked"


def test_the_offices_list_names_who_waits_and_why(world, waiting):
    shown = text(get(world.clerk, reverse("appointments:waiting_list")))
    assert waiting[1].case.number in shown


def test_the_schedule_alarms_for_a_case_without_a_slot(world, waiting):
    shown = get(world.scheduler, reverse("appointments:schedule"))
    assert [case.pk for case in shown.context["late"]] == [waiting[1].case_id]
    assert "期限内没有场次可约的案件" in text(shown)


def test_a_scanned_code_opens_the_check_in_of_its_case(world):
    review = reviewing.appointed(world)
    code = visit_code(live_booking(review.case))
    answer = post(world.clerk, reverse("appointments:arrivals"), {"code": code})
    assert answer["Location"] == reverse("reviews:check_in", args=[review.case_id])


def test_a_code_for_another_day_is_said_in_words(world):
    review = reviewing.appointed(world)
    booking = live_booking(review.case)
    Session.objects.filter(pk=booking.session_id).update(date=factories.today() + timedelta(days=1))
    answer = post(world.clerk, reverse("appointments:arrivals"), {"code": visit_code(booking)})
    assert answer.status_code == 422
    assert "不是今天" in text(answer)


def test_the_picture_of_the_code_is_for_the_cases_own_side(world):
    review = reviewing.appointed(world)
    url = reverse("appointments:visit_code", args=[review.case_id])
    assert get(world.agent, url)["Content-Type"] == "image/svg+xml"
    rival = factories.make_member(factories.make_party(), Role.AGENT)
    assert get(rival, url).status_code == 404


@pytest.mark.parametrize("name", ["patterns", "pattern_new", "waiting_list", "feeds", "arrivals"])
def test_no_page_of_the_desk_asks_more_than_twelve_questions(
    world, waiting, name, django_assert_max_num_queries
):
    desk = signed_in(world.scheduler)
    with django_assert_max_num_queries(12):
        assert desk.get(reverse(f"appointments:{name}")).status_code == 200


def test_a_new_address_is_shown_once(world):
    url = reverse("appointments:feeds")
    assert "/calendars/" in text(post(world.scheduler, url))
    assert "/calendars/" not in text(get(world.scheduler, url))


@pytest.fixture
def machine(world, client):
    client_id, secret = register_system(
        world.dealer, "示例系统", scopes=["cases"], roles=[Role.AGENT], by=CLOCKWORK
    )
    answer = client.post(
        "/identity/o/api/token",
        {
            "grant_type": "client_credentials",
            "scope": "cases",
            "client_id": client_id,
            "client_secret": secret,
        },
    )
    token = answer.json()["access_token"]

    def ask(method, path, body=None):
        send = getattr(client, method)
        more = {"data": json.dumps(body or {})} if method == "post" else {}
        return send(
            f"/api/v1{path}",
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
            **more,
        )

    return ask


def test_a_system_books_moves_and_gives_back(world, machine):
    other = factories.make_session(
        world.office, staff=world.appraisers, day=factories.working_day(4), capacity=3
    )
    review = reviewing.submitted(world)
    at = f"/cases/{review.case_id}"
    offered = machine("get", f"{at}/sessions").json()
    assert [one["id"] for one in offered] == [world.session.pk, other.pk]
    made = machine("post", f"{at}/appointment", {"session": world.session.pk})
    assert (made.status_code, made.json()["status"]) == (201, "requested")
    moved = machine("post", f"{at}/appointment/move", {"session": other.pk})
    assert moved.json()["session"]["id"] == other.pk
    given = machine("post", f"{at}/appointment/cancel", {"reason": "示例"})
    assert given.json()["status"] == "cancelled"
    assert [one.booked for one in Session.objects.order_by("pk")] == [0, 0]


def test_a_system_waits_accepts_and_leaves(world, machine):
    holder, review = reviewing.booked(world), reviewing.submitted(world)
    at = f"/cases/{review.case_id}/waiting"
    joined = machine("post", at)
    assert (joined.status_code, joined.json()["position"]) == (201, 1)
    assert machine("post", f"{at}/accept").status_code == 409
    free(holder)
    assert machine("get", at).json()["offer"]["id"] == world.session.pk
    assert machine("post", f"{at}/accept").json()["status"] == "requested"
    assert machine("post", f"{at}/leave").status_code == 409


def test_a_system_of_another_side_finds_no_case(world, machine):
    stranger = factories.make_case(world.office)
    assert machine("get", f"/cases/{stranger.pk}/sessions").status_code == 404
