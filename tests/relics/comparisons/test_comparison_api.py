"""What instruments at the desk may do by the interface, and that they do not sign."""

import pytest
from django.test import Client

from approvals.parties.models import Role
from relics.comparisons.models import Signature
from tests import comparing, factories
from tests.approvals.exchange.test_api import Machine

pytestmark = pytest.mark.django_db


def test_an_instrument_presents_and_measures_and_signs_nothing(desk):
    comparison = comparing.begun(desk)
    system = Machine(Client(), desk.office.party, "decisions", Role.INTAKE)
    at = f"/comparisons/{comparison.pk}"
    told = system.get(at).json()
    assert (told["status"], told["refusal"]) == ("open", "comparison_not_passed")
    assert len(told["missing"]) == 5
    pictures = (comparing.vessel(), comparing.vessel("seagreen", 90, 7))
    for view, picture in zip(told["views"], pictures, strict=True):
        answer = system.upload(f"{at}/views/{view['id']}", comparing.again(picture))
        assert answer.status_code == 201
    measures = {"height_cm": "15.9", "weight_kg": "2"}
    assert system.post(f"{at}/measures", {"measures": measures}).status_code == 201
    seen = {"mark_seen": "intact", "mark_number": comparing.MARK, "seal_seen": "none"}
    told = system.post(f"{at}/marks", seen).json()
    assert told["missing"] == []
    assert [one["what"] for one in told["differences"]] == ["measure"]
    assert [view["hint"] for view in told["views"]] == ["near", "near"]
    assert system.post(f"{at}/signatures", {"says": "match"}).status_code == 404
    assert Signature.objects.count() == 0


def test_another_office_s_system_finds_nothing(desk):
    comparison = comparing.begun(desk)
    other = factories.make_office("示例另一机构")
    system = Machine(Client(), other.party, "decisions", Role.INTAKE)
    assert system.get(f"/comparisons/{comparison.pk}").status_code == 404


def test_a_measure_that_nobody_took_at_entry_is_refused(desk):
    system = Machine(Client(), desk.office.party, "decisions", Role.INTAKE)
    at = f"/comparisons/{comparing.begun(desk).pk}/measures"
    answer = system.post(at, {"measures": {"depth_cm": "1"}})
    assert (answer.status_code, answer.json()["code"]) == (422, "measure_unknown")
