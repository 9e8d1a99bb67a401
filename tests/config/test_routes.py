"""Every address × everybody × look and act, from one table; an address without a row fails."""

import re

import pytest
from django.urls import reverse

from tests import reviewing, site_world
from tests.addresses import (
    ADDRESSES,
    ADMINISTRATION,
    EVERYBODY,
    FOR_SYSTEMS,
    LOCKED,
    NEVER,
    OF_LIBRARIES,
    SOME,
    TO_SIGN_IN,
    walk,
)

pytestmark = pytest.mark.django_db

ELSEWHERE = (ADMINISTRATION, *FOR_SYSTEMS)
PLACE = re.compile(r"<\w+:(\w+)>|\(\?P<(\w+)>")
METHODS = ("GET", "POST")
PARTS = 6
"""The walk is cut so that several processes share it."""


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world, once for all tests of this file; what they do is rolled back."""
    from django.conf import settings as live
    from django.db import transaction

    before = (live.VAR, live.MEDIA_ROOT, live.DEMO)
    with django_db_blocker.unblock(), transaction.atomic():
        reviewing.use_demo_keys(live, tmp_path_factory.mktemp("site"))
        made = site_world.make_site()
        live.DEMO = False
        yield made
        transaction.set_rollback(True)
    live.VAR, live.MEDIA_ROOT, live.DEMO = before


def at_home():
    """The addresses that the table speaks of: pattern and name."""
    return [(route, name) for route, name in walk() if not route.startswith(ELSEWHERE)]


def address(site, route, name):
    places = {one or other for one, other in PLACE.findall(route)}
    known = site.at.get(ADDRESSES[name].at, {})
    return reverse(name, kwargs={place: known[place] for place in places})


def asked(name, method):
    """Everybody, but where neither the library nor a closed method looks at who asks."""
    row = ADDRESSES[name]
    same = name in OF_LIBRARIES or (row.get if method == "GET" else row.post) in (NEVER, LOCKED)
    return SOME if same else EVERYBODY


def test_every_address_has_its_row():
    """Default deny: a page that nobody put into the table is a page that nobody thought about."""
    assert {name for _route, name in at_home()} == set(ADDRESSES)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_address_answers_everybody_as_the_table_says(site, part):
    wrong = []
    known = [(route, name) for route, name in at_home() if name in ADDRESSES]
    for route, name in known[part::PARTS]:
        url = address(site, route, name)
        for method in METHODS:
            for who in asked(name, method):
                expected = ADDRESSES[name].named(method, who)
                answer = site.ask(method, url, who)
                said = answer.status_code
                if expected is None and who == "stranger":
                    fits = said == 302 and answer["Location"].startswith(TO_SIGN_IN)
                else:
                    fits = said == (expected or 404)
                body = b"" if answer.streaming else answer.content
                text = body.decode("utf-8", "replace") + answer.get("Location", "")
                seen = [word for word in site.secrets_for(who, name) if word in text]
                if not fits or seen:
                    wrong.append(f"{method} {name} {who}: {said}, not {expected}; shows {seen}")
    assert wrong == []


def test_only_an_administrator_passes_the_door_of_the_administration(site):
    door = reverse("admin:index")
    assert [who for who in EVERYBODY if site.ask("GET", door, who).status_code == 200] == [
        "administrator"
    ]


def test_what_only_some_may_read_is_there_for_them(site):
    """The other half of the walk: its secrets are words that the pages do show."""
    page = site.ask(
        "GET", reverse("reviews:desk_case", kwargs={"pk": site.at["appraising"]["pk"]}), "intake"
    )
    shown = page.content.decode()
    assert [word for word in site.personal if word not in shown] == []
    assert any(number in shown for number in site.numbers)
