"""The tiers at the desk of customs, the enterprise's own page, and the interface."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from approvals.parties.models import Party, Role
from exhibitions.credit.models import Rating
from exhibitions.credit.services import rate_party
from tests import factories, tariffing
from tests.approvals.exchange.test_api import Machine

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_customs_finds_an_enterprise_and_rates_it():
    firm = factories.make_party(name="示例展览公司")
    desk = signed_in(tariffing.officer())
    found = desk.get(reverse("credit:desk_list"), {"q": firm.identity_number}).content.decode()
    place = reverse("credit:desk_party", args=[firm.pk])
    assert place in found
    fields = {"rating-tier": "grave", "rating-valid_from": timezone.localdate().isoformat()}
    assert desk.post(place, {"act": "rate", **fields}).status_code == 422
    wrong = desk.post(
        place, {"act": "rate", **fields, "rating-tier": "other", "rating-source": "示例"}
    )
    assert (wrong.status_code, "的信用等级只有" in wrong.content.decode()) == (422, True)
    assert desk.post(place, {"act": "rate", **fields, "rating-source": "示例"}).status_code == 302
    assert Rating.objects.get(party=firm).tier == "grave"
    assert "逐批查验" in desk.get(place).content.decode()


def test_the_list_takes_no_more_than_12_queries(django_assert_max_num_queries):
    officer = tariffing.officer()
    for _ in range(5):
        firm = factories.make_party()
        rate_party(firm, "advanced", valid_from=timezone.localdate(), source="示例", by=officer)
    desk = signed_in(officer)
    with django_assert_max_num_queries(12):
        assert desk.get(reverse("credit:desk_list")).content.decode().count("高级认证企业") == 5


@pytest.mark.parametrize("role", [Role.AGENT, Role.VIEWER, Role.OPERATOR])
def test_an_enterprise_reads_its_own_tier_and_no_other(role):
    firm, other = factories.make_party(name="示例甲公司"), factories.make_party(name="示例乙公司")
    for one, tier in ((firm, "certified"), (other, "grave")):
        day = timezone.localdate()
        rate_party(one, tier, valid_from=day, source="示例", by=tariffing.officer())
    page = signed_in(factories.make_member(firm, role)).get(reverse("credit:own")).content.decode()
    assert ("示例甲公司" in page, "示例乙公司" in page) == (True, False)
    assert "认证企业" in page


def test_customs_system_records_a_tier_and_reads_the_standing(client):
    firm = factories.make_party()
    customs = Machine(client, factories.make_party(Party.Kind.CUSTOMS), "releases", Role.CUSTOMS)
    place = f"/credit/customs/parties/{firm.identity_number}"
    before = customs.get(place).json()
    assert (before["tier"], before["may_show"]) == (None, True)
    body = {"tier": "grave", "valid_from": timezone.localdate().isoformat(), "source": "示例"}
    first = customs.post(f"{place}/ratings", body, **{"Idempotency-Key": "one"})
    again = customs.post(f"{place}/ratings", body, **{"Idempotency-Key": "one"})
    assert (first.status_code, first.json()) == (201, again.json())
    assert (first.json()["tier"], first.json()["may_show"]) == ("grave", False)
    assert Rating.objects.count() == 1
    faulty = customs.post(f"{place}/ratings", {**body, "tier": "other"})
    assert (faulty.status_code, faulty.json()["code"]) == (422, "tier_not_of_its_day")
    assert customs.get("/credit/customs/parties/unknown").status_code == 404


def test_a_system_reads_only_its_own_enterprise(client):
    firm, other = factories.make_party(), factories.make_party()
    machine = Machine(client, firm, "cases", Role.AGENT)
    own = machine.get(f"/credit/parties/{firm.pk}?on=2026-11-25").json()
    assert (own["on"], own["inspection_share"]) == ("2026-11-25", 5)
    assert machine.get(f"/credit/parties/{other.pk}").status_code == 404
    assert machine.get(f"/credit/customs/parties/{firm.identity_number}").status_code == 403
