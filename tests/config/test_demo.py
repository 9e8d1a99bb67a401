"""The demo world: loaded whole, loaded once, and only where a demonstration is meant."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from approvals.certificates.models import Certificate
from approvals.parties.models import Party, Port, Role, User
from approvals.record.queries import first_broken_link
from config.demo.loading import load_demo_world
from config.demo.people import ORGANISATIONS, PASSWORD, PERSONAS, personas
from config.demo.systems import SYSTEMS, systems
from relics.appointments.models import Session
from relics.appointments.queries import staff_of
from relics.appraisers.rules import office_refusal, seating_refusal
from relics.reviews.models import Mark, Review, ReviewItem
from relics.reviews.queries import full_items

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def demo_world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[None]:
    """One world for all tests here, rolled back after the last."""
    folder = tmp_path_factory.mktemp("demo")
    with (
        override_settings(DEMO=True, VAR=folder, MEDIA_ROOT=folder / "media"),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        load_demo_world()
        yield
        transaction.set_rollback(True)


def rows_of_every_table() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_a_second_load_changes_nothing():
    before = rows_of_every_table()
    assert load_demo_world() == 0
    assert rows_of_every_table() == before


def test_outside_a_demonstration_nothing_is_loaded(settings, capsys):
    settings.DEMO = False
    before = rows_of_every_table()
    with pytest.raises(SystemExit) as stopped:
        call_command("load_demo")
    assert stopped.value.code == 2
    assert capsys.readouterr() == (
        "",
        "这不是演示环境，不能载入演示数据。\n",
    )
    assert rows_of_every_table() == before


def test_outside_a_demonstration_no_logins_are_told(settings, capsys):
    settings.DEMO = False
    with pytest.raises(SystemExit) as stopped:
        call_command("load_demo", "--print-logins", "--json")
    assert (stopped.value.code, capsys.readouterr().out) == (2, "")


@pytest.mark.parametrize("username", [one.username for one in PERSONAS])
def test_every_persona_signs_in_with_a_click(client, username):
    answer = client.post("/demo/login/", {"username": username, "next": "/source/"})
    assert (answer.status_code, answer["Location"]) == (302, "/source/")
    assert client.session["_auth_user_id"] == str(User.objects.get(username=username).pk)


def test_all_sign_in_with_the_one_printed_password(client):
    assert client.login(username="dealer1", password=PASSWORD)
    people = User.objects.filter(username__in=[one.username for one in PERSONAS], is_active=True)
    assert len(people) == len(PERSONAS)
    assert len({person.password for person in people}) == 1


def test_nobody_but_a_persona_signs_in_with_a_click(client):
    User.objects.create(username="somebody", full_name="示例外人")
    for username in ("somebody", "trial-agent", ""):
        assert client.post("/demo/login/", {"username": username}).status_code == 404


def test_outside_a_demonstration_nobody_signs_in_with_a_click(client, settings):
    settings.DEMO = False
    assert client.post("/demo/login/", {"username": "dealer1"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_click_never_leads_to_another_host(client, settings):
    settings.LOGIN_REDIRECT_URL = "/source/"
    answer = client.post("/demo/login/", {"username": "tax", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/source/"


def test_the_login_page_offers_every_persona_in_a_demonstration_alone(client, settings):
    page = client.get("/accounts/login/").content.decode()
    assert [one.username for one in PERSONAS if f'value="{one.username}"' not in page] == []
    settings.DEMO = False
    assert 'name="username"' not in client.get("/accounts/login/").content.decode()


def test_the_logins_are_printed_for_people_and_machines():
    for_machines, for_people = io.StringIO(), io.StringIO()
    call_command("load_demo", "--print-logins", "--json", stdout=for_machines)
    call_command("load_demo", "--print-logins", stdout=for_people)
    told = json.loads(for_machines.getvalue())
    assert told == [{**one, "password": PASSWORD} for one in personas()]
    lines = for_people.getvalue().splitlines()
    assert len(lines) == 1 + len(PERSONAS) + 1 + len(SYSTEMS)


@pytest.mark.parametrize("scope", ["cases", "decisions", "releases"])
def test_each_system_gets_a_token_for_its_scope(client, scope):
    client_id = next(key for key, _name, scopes in systems() if scopes == scope)
    answer = client.post(
        reverse("idp:oidc:token"),
        {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": PASSWORD,
            "scope": scope,
        },
    )
    assert (answer.status_code, answer.json()["scope"]) == (200, scope)


def test_every_role_has_somebody():
    held = {role for one in PERSONAS for role in one.roles}
    assert held == set(Role.values)


def test_everybody_is_plainly_invented_and_every_number_has_its_check_digit():
    names = [each.name for each in ORGANISATIONS] + [one.name for one in PERSONAS]
    assert [name for name in names if "示例" not in name] == []
    for party in Party.objects.all():
        party.clean()


def test_the_office_may_take_cases_and_sits_lawfully_in_every_session():
    office = User.objects.get(username="appraiser1").appraiser.office
    today = timezone.localdate()
    assert office_refusal(office, on=today) is None
    sessions = list(Session.objects.filter(office=office))
    assert {one.place_kind for one in sessions if one.date == today} == {"window", "onsite"}
    refusals = [seating_refusal(staff_of(one), on=one.date, parties=[]) for one in sessions]
    assert refusals == [None] * len(sessions)
    assert len({one.date for one in sessions}) == 16


def test_two_ports_are_designated_and_one_is_not():
    assert sorted(Port.objects.values_list("is_designated", flat=True)) == [False, True, True]


def test_there_is_a_case_at_every_stage():
    assert set(Review.objects.values_list("status", flat=True)) == set(Review.Status.values)


def test_one_responsible_appraiser_stands_against_the_others():
    review = Review.objects.get(status="pending_approval")
    against = [
        [opinion.may_leave for opinion in item.opinions.all()] for item in full_items(review)
    ]
    assert against == [[True, True, True], [True, False, True], [False, False, False]]


def test_customs_let_two_objects_of_three_go():
    review = Review.objects.get(case__title="示例：部分放行")
    outcomes = review.items.order_by("sequence").values_list("status", flat=True)
    assert list(outcomes) == ["released", "released", "permit_issued"]


def test_a_permit_has_its_number_and_the_others_are_extracts():
    permits = Certificate.objects.filter(kind="exit_permit").order_by("number")
    titles = [(permit.number, json.loads(permit.snapshot)["title"]) for permit in permits]
    assert titles[0] == ("示例许可〔2026〕第0001号", "文物出境许可证")
    assert [number for number, _title in titles[1:]] == [None]
    assert [title for _number, title in titles[1:]] != ["文物出境许可证"]


def test_an_object_straddles_a_line_and_another_has_no_date():
    findings = ReviewItem.objects.exclude(finding={}).values_list("finding", flat=True)
    positions = {finding["lines"]["1911"] for finding in findings}
    assert positions == {"before", "after", "straddles", "unknown"}


def test_the_stock_has_blank_and_bound_marks():
    assert set(Mark.objects.values_list("status", flat=True)) == {"blank", "bound"}


def test_the_trail_of_the_whole_world_is_unbroken():
    assert first_broken_link() is None
