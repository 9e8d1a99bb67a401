"""Custody by the interface: the same services, the same refusals."""

import pytest
from django.utils import timezone

from approvals.parties.models import Role
from tests import custody, factories
from tests.approvals.exchange.test_api import Machine

pytestmark = pytest.mark.django_db


def test_an_operators_system_moves_and_reports_and_customs_judges(client):
    house = custody.make_house()
    [exhibit] = custody.on_display(house)
    operator = Machine(client, house.world.operator, "books", Role.OPERATOR)
    customs = Machine(client, house.world.customs, "books", Role.CUSTOMS)
    path = f"/exhibits/{exhibit.pk}"
    [listed] = operator.get("/exhibits?status=on_display").json()["items"]
    assert (listed["id"], listed["name"]) == (exhibit.pk, exhibit.item.name)
    told = {"verb": "move", "place": house.booths[1].tag, "key": "示例设备-9"}
    for _twice in range(2):
        answer = operator.post(f"{path}/moves", told)
        assert (answer.status_code, answer.json()["place"]) == (201, house.booths[1].tag)
    refused = operator.post(f"{path}/moves", {**told, "place": house.store.tag, "key": ""})
    assert (refused.status_code, refused.json()["rule"]) == (422, "R-BOND-03")
    assert operator.post(f"{path}/moves", {**told, "verb": "fly"}).status_code == 404
    assert customs.post(f"{path}/moves", {**told, "key": ""}).status_code == 403
    assert [one["verb"] for one in operator.get(f"{path}/events").json()][-1] == "move"
    assert operator.get(path).json()["kept_from_sale"][0]["rule"] == "R-BOND-06"
    incident = {"kind": "loss", "description": "示例：水浸", "happened_at": str(timezone.now())}
    made = operator.post(f"{path}/incidents", incident)
    assert (made.status_code, made.json()["status"]) == (201, "lost")
    word = {"force_majeure": True, "duty_due": "0", "reason": "示例：洪水"}
    found = f"/exhibits/incidents/{made.json()['incident']}/finding"
    assert operator.post(found, word).status_code == 403
    assert customs.post(found, word).status_code == 201
    assert customs.post(found, word).status_code == 409


def test_a_strangers_system_sees_no_exhibit(client):
    house = custody.make_house()
    [exhibit] = custody.entered(house)
    stranger = Machine(client, factories.make_party(), "books", Role.OPERATOR)
    assert stranger.get("/exhibits").json()["items"] == []
    assert stranger.get(f"/exhibits/{exhibit.pk}").status_code == 404
    told = {"verb": "move", "place": house.store.tag}
    assert stranger.post(f"/exhibits/{exhibit.pk}/moves", told).status_code == 404
