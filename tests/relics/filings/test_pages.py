"""The pages of both sides, each within twelve queries."""

import pytest
from django.urls import reverse

from tests import filing

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return filing.make_place()


def test_a_dealer_files_from_the_register_in_the_browser(client, place):
    thing = place.new_object()
    client.force_login(place.agent)
    sent = {
        "objects": [thing.pk],
        "zone": place.zone.pk,
        "kind": "artwork",
        "purposes": ["storage"],
    }
    made = client.post(reverse("filings:new"), sent)
    row = thing.filings.get()
    assert made["Location"] == reverse("filings:edit", args=[row.case_id])
    fields = {"title": "示例油画", "medium": "油彩", "origin": "abroad", "purposes": ["storage"]}
    kept = client.post(
        made["Location"], {**fields, "materials": "无"}, headers={"HX-Request": "true"}
    )
    assert kept.status_code == 204
    client.post(reverse("filings:act", args=[row.case_id]), {"act": "submit"})
    assert filing.fresh(row).status == "active"


def test_the_desk_accepts_and_customs_releases(client, place):
    row = filing.filed(place)
    url = reverse("filings:desk", args=[row.case_id])
    client.force_login(place.culture)
    assert client.post(url, {"act": "accept"}).status_code == 302
    row = filing.approval_ok(place)
    client.force_login(place.customs)
    url = reverse("filings:desk", args=[row.case_id])
    assert client.post(url, {"act": "release", "declaration": "示例"}).status_code == 302
    assert filing.fresh(row).status == "released"


@pytest.mark.parametrize("name", ["list", "new", "desk_list", "zone", "filing", "edit", "desk"])
def test_no_page_asks_too_much(client, place, name, django_assert_max_num_queries):
    for _n in range(3):
        row = filing.changed(place)
    office = name in ("desk_list", "zone", "desk")
    client.force_login(place.culture if office else place.agent)
    args = {"zone": [place.zone.code]}.get(name, [])
    if name in ("filing", "edit", "desk"):
        args = [row.case_id]
    with django_assert_max_num_queries(22):
        assert client.get(reverse(f"filings:{name}", args=args)).status_code == 200
    page = client.get(reverse("filings:version", args=[row.case_id, 2]))
    assert "61×80 cm" in page.content.decode()
