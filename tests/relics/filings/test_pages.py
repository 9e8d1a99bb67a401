"""The pages of both sides, each within twelve queries."""

import pytest
from django.urls import reverse

from approvals.cases.queries import cases_of, turns_for
from approvals.certificates.services import finish_certificate
from approvals.parties.models import Party, Role
from relics.register.queries import photos_seen_by
from tests import factories, filing
from tests.reviewing import use_demo_keys

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


@pytest.mark.parametrize(
    ("stage", "said", "status"),
    [
        ("filed", {"act": "return", "points": "示例一\n示例二"}, "returned_for_fix"),
        ("filed", {"act": "refuse", "reason": "示例"}, "refused"),
        ("changed", {"act": "confirm"}, "active"),
        ("changed", {"act": "decline", "reason": "示例"}, "active"),
        ("active", {"act": "relic", "reason": "示例"}, "stopped"),
    ],
)
def test_each_act_of_the_desk_by_its_form(client, place, stage, said, status):
    row = filing.STAGES[stage](place)
    client.force_login(place.culture)
    done = client.post(reverse("filings:desk", args=[row.case_id]), said)
    assert (done.status_code, filing.fresh(row).status) == (302, status)


def test_the_relic_office_says_what_is_no_relic_by_its_form(client, place):
    row = filing.active(place, kind="relic", purposes=["show"])
    client.force_login(place.clerk)
    said = {"act": "not_relic", "kind": "replica", "evidence": "示例", "reason": "示例"}
    done = client.post(reverse("filings:desk", args=[row.case_id]), said)
    assert (done.status_code, filing.fresh(row).status) == (302, "stopped")


PAGES = {
    "agent": ("list", "new", "new_table", "filing", "edit"),
    "culture": ("desk_list", "zone", "desk", "approval_new"),
    "customs": ("desk_list", "reexport"),
}


def test_no_page_asks_more_than_twelve_times(client, place, django_assert_max_num_queries):
    for _n in range(3):
        row = filing.changed(place)
    for person, names in PAGES.items():
        client.force_login(getattr(place, person))
        for name in names:
            args = [row.case_id] if name in ("filing", "edit", "desk") else []
            args = [place.zone.code] if name == "zone" else args
            with django_assert_max_num_queries(12):
                assert client.get(reverse(f"filings:{name}", args=args)).status_code == 200
    client.force_login(place.agent)
    page = client.get(reverse("filings:version", args=[row.case_id, 2]))
    assert "61×80 cm" in page.content.decode()


def test_a_culture_officer_finds_takes_and_reads_its_own_filings_only(
    client, place, settings, tmp_path
):
    use_demo_keys(settings, tmp_path)
    row = filing.active(place)
    waiting = filing.filed(place)
    certificate = row.case.certificates.get()
    elsewhere = factories.make_member(factories.make_party(Party.Kind.CULTURE), Role.CULTURE)
    for person, seen in ((place.culture, 1), (elsewhere, 0)):
        assert cases_of(person).filter(pk=row.case_id).count() == seen
        assert cases_of(person).filter(pk=waiting.case_id).count() == seen
        assert turns_for(person).filter(process__case=waiting.case_id).count() == seen
    client.force_login(elsewhere)
    take = reverse("cases:take", args=[waiting.case_id, "examine"])
    assert client.post(take).status_code == 404
    client.force_login(place.culture)
    assert client.post(take)["Location"] == reverse("filings:desk", args=[waiting.case_id])
    finish_certificate(certificate.pk)
    paper = client.get(reverse("certificates:download", args=[certificate.pk]))
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")


def test_customs_reads_a_filing_while_its_turn_is_free(place):
    row = filing.line2_requested(place)
    assert not cases_of(place.customs).filter(pk=row.case_id).exists()
    row = filing.approval_ok(place)
    assert cases_of(place.customs).filter(pk=row.case_id).exists()
    clerk = factories.make_member(factories.make_party(), Role.CUSTOMS)
    assert not cases_of(clerk).exists()


def test_the_pictures_are_for_the_holder_and_the_zone(place):
    row = filing.filed(place)
    picture = row.object.photos.get()
    stranger = factories.make_member(factories.make_party(), Role.AGENT)
    elsewhere = factories.make_member(factories.make_party(Party.Kind.CULTURE), Role.CULTURE)
    for person, seen in (
        (place.agent, 1),
        (place.culture, 1),
        (place.clerk, 1),
        (place.customs, 0),
        (stranger, 0),
        (elsewhere, 0),
    ):
        assert photos_seen_by(person).filter(pk=picture.pk).count() == seen
