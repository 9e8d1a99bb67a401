"""Whatever is sent, by whomever, is answered with a page or a problem that says so, never a 500."""

import json
import random
import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from approvals.parties.models import Role
from approvals.record.typed import keys_among, monday_of
from relics.appointments.models import Session
from relics.register.models import Photo
from relics.reviews.models import Mark
from tests import factories, reviewing
from tests.approvals.exchange.test_api import Machine

pytestmark = pytest.mark.django_db(transaction=True)

NUL, HALF = "a\x00b", "\ud800"
JUNK = (
    NUL,
    "²",
    "٣",
    "9" * 30,
    "9" * 5000,
    "-1",
    "0",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "<script>alert(1)</script>",
    "x" * 70_000,
    "\ufffe\x0b\x1b",
    "=cmd()",
    "../../etc/passwd",
    "",
    "on",
    "1",
)
ASKED = (
    "q",
    "page",
    "week",
    "status",
    "tab",
    "office",
    "number",
    "next",
    "pick",
    "code",
    "act",
    "reason",
    "port",
    "item",
    "object",
    "here",
    "appraiser",
    "session",
    "seen",
    "opinion",
    "numbers",
    "list",
    "rows",
    "declaration",
)
OWN_PAGES = ("accounts/", "identity/", "admin/", ".well-known/", "api/", "source/")


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def own_addresses(resolver=None, before=""):
    """Every address of our own pages, as its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + str(pattern.pattern)
        if path.startswith(OWN_PAGES):
            continue
        if isinstance(pattern, URLPattern):
            yield path
        else:
            yield from own_addresses(pattern, path)


def filled(pattern, case, keys, chance):
    """An address of the pattern, its keys drawn from what is there and from what is not."""
    for name, values in (
        ("uuid:pk", [case]),
        (r"int:\w+", [*keys, 0, "9" * 18, "9" * 30]),
        (r"(?:str:|slug:)?\w+", ["x", "intake", "%00", "0001-01-01", "9999-12-31"]),
    ):
        pattern = re.sub(rf"<{name}>", lambda _, v=values: str(chance.choice(v)), pattern)
    return f"/{pattern}"


@pytest.mark.slow
def test_no_page_breaks_on_junk_whoever_sends_it(world):
    review = reviewing.issued(world, world.new_object(), world.new_object(), prohibit={2})
    keys = [*review.items.values_list("pk", flat=True), *Photo.objects.values_list("pk", flat=True)]
    keys += [*Mark.objects.values_list("pk", flat=True), world.session.pk]
    chance, broken = random.Random(7), []
    people = (world.agent, world.clerk, world.scheduler, world.approver, world.customs)
    for person in (*people, world.appraisers[0].user):
        client = Client(raise_request_exception=False)
        client.force_login(person)
        for pattern in own_addresses():
            url = filled(pattern, review.case_id, keys, chance)
            said = {name: chance.choice(JUNK) for name in chance.sample(ASKED, 6)}
            seen = client.get(url, {**said, "q": NUL[: chance.randrange(4)]})
            fields = re.findall(
                r'name="([\w-]+)"', client.get(url).content.decode(errors="replace")
            )
            said |= {name: chance.choice(JUNK) for name in fields if chance.random() < 0.7}
            sent = client.post(url, said)
            broken += [(url, said) for answer in (seen, sent) if answer.status_code >= 500]
    assert broken == []


@pytest.mark.parametrize("address", ["/v/%00/", "/api/v1/verification/%00", "/track/?number=%00"])
def test_a_nul_in_a_public_address_is_refused(client, address):
    assert client.get(address).status_code in (200, 422)


def test_a_nul_in_a_search_says_that_it_cannot_be_kept(client, world):
    client.force_login(world.clerk)
    answer = client.get("/desk/inbox/", {"q": "\x00"})
    assert answer.status_code == 422
    assert "无法保存的字符" in answer.content.decode()


def test_a_key_is_figures_and_no_more_of_them_than_a_key_has():
    assert keys_among(["7", "٣", "²", "-1", "", "1e3", "9" * 5000, "9" * 30]) == {7, 3}


def test_a_week_at_the_end_of_the_calendar_is_this_week():
    today = factories.today()
    weeks = {monday_of(said, today) for said in ("0001-01-01", "9999-12-31", "zzz", "")}
    assert weeks == {monday_of(today.isoformat(), today)}


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-31"])
def test_the_weeks_at_the_ends_of_the_calendar_have_a_page(client, world, week):
    client.force_login(world.scheduler)
    assert client.get("/desk/schedule/", {"week": week}).status_code == 200
    review = reviewing.submitted(world)
    client.force_login(world.agent)
    assert client.get(f"/cases/{review.case_id}/booking/", {"week": week}).status_code == 200


def test_a_preference_leads_back_to_a_path_only(client):
    assert client.post("/preferences/", {"theme": "dark", "next": "0"}).status_code == 302


APPLICATION = {
    "title": "示例出境申请",
    "destination": "示例国",
    "carrier": "示例携运人",
    "nationality": "CN",
    "identity_kind": "passport",
    "identity_number": "E00000001",
    "phone": "0",
    "address": "示例路",
}
THING = {"name": "示例瓷瓶", "size": "高20厘米", "texture": "porcelain", "age": "1950年代"}


def test_the_interface_answers_every_junk_value_with_a_problem(client, world):
    dealer = Machine(client, world.dealer, "cases", Role.AGENT)
    client.raise_request_exception = False
    good = {**APPLICATION, "applicant": world.dealer.pk, "port": world.port.code}
    values = (NUL, HALF, "x" * 5000, 10**30, -(10**30), 2**63, None, [], {}, 1.5)
    answers = [
        dealer.post("/applications", {**good, "objects": [THING], name: value})
        for name in good
        for value in values
    ]
    answers += [
        dealer.post("/applications", {**good, "objects": [{**THING, name: value}]})
        for name in (*THING, "quantity", "year_from", "year_to", "grade", "ownership", "number")
        for value in values
    ]
    answers += [
        dealer.post("/applications", good | {"objects": [THING]}, **{"Idempotency-Key": NUL})
    ]
    kinds = {answer["Content-Type"] for answer in answers if answer.status_code >= 400}
    assert {answer.status_code for answer in answers} <= {201, 403, 404, 409, 422}
    assert kinds == {"application/problem+json"}


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data; boundary=x", "--x--", 415),
        ("application/x-www-form-urlencoded", "a=1", 400),
        ("application/json", "[" * 3000, 400),
        ("application/json", "", 422),
        ("text/plain", "x" * (13 * 2**20), 413),
    ],
)
def test_a_body_that_is_not_what_the_interface_takes_is_a_problem(
    client, world, kind, body, status
):
    dealer = Machine(client, world.dealer, "cases", Role.AGENT)
    answer = client.post(
        "/api/v1/applications", data=body, content_type=kind, headers=dealer.headers()
    )
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_a_hundred_objects_fit_into_the_forms_of_the_officers(client, world):
    """Two fields an object in the decision, one each in the correction and at the marks."""
    fields = {f"outcome-{number}": "permit" for number in range(400)}
    fields |= {f"reason-{number}": "示例" for number in range(400)}
    client.force_login(world.approver)
    review = reviewing.judged(world)
    answer = client.post(f"/desk/cases/{review.case_id}/decision/", fields)
    assert answer.status_code == 422  # the fields were read; none is of this case


def test_more_fields_than_any_form_has_are_refused_with_a_page(client, world):
    client.force_login(world.approver)
    answer = client.post("/applications/new/", {f"f{number}": "1" for number in range(5000)})
    assert answer.status_code in (400, 413)


def test_a_session_cannot_be_opened_for_fewer_than_one_object(client, world):
    client.force_login(world.scheduler)
    for seats in ("-5", "0", "9" * 30, "NaN", NUL):
        said = {"on": "2030-01-07", "half": "am", "capacity": seats, "notice": "示例"}
        assert client.post("/desk/schedule/open/", said).status_code == 422
    assert Session.objects.filter(date="2030-01-07").count() == 0


def test_json_is_the_only_thing_a_machine_is_told(client, world):
    answer = client.post("/api/v1/releases", json.dumps({}), content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
