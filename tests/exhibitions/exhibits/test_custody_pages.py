"""Custody in the browser's eyes: board, exhibit, places, stock-take."""

import json

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from exhibitions.exhibits import services
from exhibitions.exhibits.models import Exhibit, Sighting
from tests import custody, factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """One show with three exhibits put up, for all tests; each test is rolled back."""
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("custody")
    kept = override_settings(MEDIA_ROOT=folder)
    with kept, django_db_blocker.unblock(), transaction.atomic():
        house = custody.make_house(count=3)
        yield house, custody.on_display(house)
        transaction.set_rollback(True)


@pytest.fixture
def house(made, db):
    return made[0]


@pytest.fixture
def shown(made, db):
    return [custody.fresh(one) for one in made[1]]


def browser_of(user):
    browser = Client()
    browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return browser


def test_the_board_tells_place_status_days_and_next_step(
    house, shown, django_assert_max_num_queries
):
    browser = browser_of(house.keeper)
    with django_assert_max_num_queries(12):
        page = browser.get(reverse("exhibits:board")).content.decode()
    for word in ("示例油画", "东墙", "展示中", "保税", "移位、预订，或申请回区"):
        assert word in page
    narrowed = f"?status=on_display&bonded=yes&site={house.permit.site_id}&q=示例"
    with django_assert_max_num_queries(14):
        page = browser.get(reverse("exhibits:board") + narrowed).content.decode()
    assert "A1 · 3" in page
    assert "没有展品" in browser.get(reverse("exhibits:board") + "?status=lost").content.decode()
    stranger = browser_of(factories.make_member(factories.make_party(), "operator"))
    assert "示例油画" not in stranger.get(reverse("exhibits:board")).content.decode()


def test_an_exhibit_is_moved_from_its_page_and_its_way_is_told(
    house, shown, django_assert_max_num_queries
):
    address = reverse("exhibits:exhibit", args=[shown[0].pk])
    browser = browser_of(house.keeper)
    told = {"act": "move", "place": house.booths[1].pk, "reason": "示例：换位"}
    assert browser.post(address, told).status_code == 302
    with django_assert_max_num_queries(14):
        page = browser.get(address + f"?on={factories.today()}").content.decode()
    assert page.count("中岛") >= 2
    refused = browser.post(address, {**told, "place": house.store.pk})
    assert refused.status_code == 422
    assert browser_of(house.world.tax).get(address).status_code == 404
    incident = {
        "act": "incident",
        "kind": "theft",
        "happened_at": "2026-01-02T10:00",
        "description": "示例：夜间失窃",
    }
    answer = browser.post(address, incident)
    assert (answer.status_code, "R-BOND-03" in answer.content.decode()) == (422, True)
    assert browser.post(address, {**incident, "police_number": "示例警2"}).status_code == 302
    officer = browser_of(house.customs)
    assert "等待海关认定" in browser.get(address).content.decode()
    found = Exhibit.objects.get(pk=shown[0].pk).incidents.get()
    judged = {"act": "finding", "incident": found.pk, "duty_due": "10.00", "reason": "示例"}
    assert browser.post(address, judged).status_code == 403
    assert officer.post(address, judged).status_code == 302
    assert "应补税款" in officer.get(address).content.decode()


def test_places_and_cases_are_kept_and_a_case_is_moved(house, shown):
    address, browser = reverse("exhibits:places"), browser_of(house.keeper)
    add = {"act": "add", "kind": "case", "tag": "示例柜2", "name": "二号柜"}
    assert browser.post(address, add).status_code == 302
    assert browser.post(address, {**add, "kind": "store"}).status_code == 409
    assert browser.post(address, {"act": "plan"}).status_code == 302
    services.move_case(house.case, house.booths[0], by=house.keeper)
    services.move_exhibit(shown[0], house.case, by=house.keeper)
    told = {"act": "move", "case": house.case.pk, "to": house.booths[1].pk}
    assert browser.post(address, told).status_code == 302
    page = browser.get(reverse("exhibits:exhibit", args=[shown[0].pk])).content.decode()
    assert "中岛 · 一号柜" in page


def test_a_stock_take_survives_a_dead_network(house, shown):
    browser = browser_of(house.keeper)
    started = browser.post(reverse("exhibits:counts", args=[house.permit.site_id]), {"share": 100})
    address = started["Location"]
    tag = shown[0].line.item_number
    assert browser.post(address, {"act": "see", "tag": tag}).status_code == 302
    pk = int(address.rstrip("/").rsplit("/", 1)[-1])
    scans = reverse("exhibits:scans", args=[pk])
    told = [
        {"key": "示例离线1", "tag": shown[1].line.item_number, "at": "2026-01-02T10:00:00+08:00"},
        {"key": "示例离线2", "tag": "没有的", "at": "2026-01-02T10:00:01+08:00"},
    ]
    for _twice in range(2):
        answer = browser.post(scans, json.dumps(told), content_type="application/json")
        assert answer.json() == {"taken": ["示例离线1", "示例离线2"]}
    assert Sighting.objects.filter(count=pk).count() == 3
    for wrong in ("{", "[1]", '[{"key": 1}]'):
        answer = browser.post(scans, wrong, content_type="application/json")
        assert answer.status_code == 422
    assert browser.post(address, {"act": "close"}).status_code == 302
    page = browser.get(address).content.decode()
    assert "没有的" in page
    assert reverse("exhibits:exhibit", args=[shown[2].pk]) in page
