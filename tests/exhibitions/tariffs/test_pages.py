"""The desk of the rates and the estimate, in the browser and by the interface."""

import io
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from approvals.parties.models import Party, Role
from exhibitions.tariffs.models import Rate, TariffTable
from tests import factories, tariffing
from tests.approvals.exchange.test_api import Machine

pytestmark = pytest.mark.django_db
ASKED = {"value": "1000000", "currency": "CNY", "hs_code": "9701210000", "on": "2026-11-25"}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_customs_uploads_reads_the_changes_and_puts_them_in_force():
    desk = signed_in(tariffing.officer())
    raw = io.BytesIO((tariffing.HEAD + tariffing.CHAPTER).encode())
    raw.name = "示例.csv"
    answer = desk.post(
        reverse("tariffs:table_list"),
        {"act": "upload", "table-content": "rates", "table-table": raw},
    )
    assert answer.status_code == 302
    place = reverse("tariffs:table", args=[TariffTable.objects.get().pk])
    assert "9706" in desk.get(place).content.decode()
    assert desk.post(place, {"act": "put"}).status_code == 302
    assert Rate.objects.count() == 5
    assert desk.post(place, {"act": "put"}).status_code == 409
    listed = desk.get(reverse("tariffs:table_list"), {"q": "9701"}).content.decode()
    assert "6%" in listed
    assert "9706" not in listed.split("<tbody>")[1].split("</tbody>")[0]


def test_the_desk_takes_no_more_than_12_queries(django_assert_max_num_queries):
    tariffing.load_rates()
    tariffing.load_exchange("7.2")
    desk = signed_in(tariffing.officer())
    with django_assert_max_num_queries(12):
        assert desk.get(reverse("tariffs:table_list")).status_code == 200


def test_the_estimate_is_there_for_whoever_signs_in():
    tariffing.load_rates()
    dealer = signed_in(factories.make_member(factories.make_party(), Role.AGENT))
    page = dealer.get(reverse("tariffs:calculator"), ASKED).content.decode()
    assert "197800.00" in page
    assert "示例税则" in page
    refused = dealer.get(reverse("tariffs:calculator"), {**ASKED, "currency": "USD"})
    assert "没有 USD 在 2026-11-25 的计征汇率" in refused.content.decode()


@pytest.mark.parametrize(
    ("scope", "place"), [("cases", "estimate"), ("releases", "customs/estimate")]
)
def test_systems_ask_for_an_estimate(client, scope, place):
    tariffing.load_rates()
    party = factories.make_party(Party.Kind.CUSTOMS if scope == "releases" else "enterprise")
    machine = Machine(
        client, party, scope, *([Role.CUSTOMS] if scope == "releases" else [Role.AGENT])
    )
    answer = machine.get(f"/tariffs/{place}?{urlencode(ASKED)}")
    assert answer.status_code == 200
    assert answer.json()["total"] == "197800.00"
    unknown = machine.get(f"/tariffs/{place}?{urlencode({**ASKED, 'hs_code': '990100'})}")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "rate_unknown")
