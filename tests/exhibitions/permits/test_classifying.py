"""Kind before age: what an object is says its heading, and nobody chooses its duty (rules §8)."""

import pytest
from django.urls import reverse

from approvals.parties.models import Role
from approvals.record.refusals import NotAcceptable
from exhibitions.permits import services
from tests import showing
from tests.approvals.exchange.test_api import Machine

pytestmark = pytest.mark.django_db
ANTIQUE = "9706900000"


@pytest.fixture
def item(world):
    """An old painting whose filing says no heading."""
    thing = showing.filed(world, kind="relic", purposes=["show"], hs_code="")
    return showing.drafted(world, thing).items.get()


def refused(item, world, **said):
    with pytest.raises(NotAcceptable) as caught:
        services.fill_item(item, said, by=world.keeper)
    return caught.value.refusal.code, caught.value.refusal.rule


def test_a_painting_of_150_years_is_9701_and_not_9706(world, item):
    wrong = {"art_kind": "painting", "hs_code": ANTIQUE}
    assert refused(item, world, **wrong) == ("heading_wrong", "R-TAX-01")
    right = services.fill_item(item, {**wrong, "hs_code": "9701210000"}, by=world.keeper)
    assert (right.art_kind, right.hs_code) == ("painting", "9701210000")


@pytest.mark.parametrize("code", [ANTIQUE, "9706.90.0000", "97 06900000"])
def test_whoever_files_9706_says_first_what_kind_it_is(world, item, code):
    assert refused(item, world, hs_code=code) == ("art_kind_missing", "R-TAX-01")
    told = {"art_kind": "other", "hs_code": code}
    assert services.fill_item(item, told, by=world.keeper).hs_code == code


def test_nobody_chooses_how_goods_on_display_are_assessed(world, item):
    assert refused(item, world, selective_duty=True) == ("selective_duty_closed", "R-TAX-01")


def test_a_heading_that_the_filing_brings_is_judged_when_it_is_handed_in(world):
    thing = showing.filed(world, kind="relic", purposes=["show"], hs_code=ANTIQUE)
    permit = showing.drafted(world, thing)
    with pytest.raises(NotAcceptable) as caught:
        services.submit_permit(permit, by=world.keeper)
    assert "art_kind_missing" in [one["code"] for one in caught.value.extra["refusals"]]
    assert refused(permit.items.get(), world, art_kind="painting")[0] == "heading_wrong"
    services.fill_item(permit.items.get(), {"art_kind": "other"}, by=world.keeper)
    assert services.submit_permit(permit, by=world.keeper).status == "under_review"


def test_the_page_refuses_by_its_rule_and_shows_the_choice_closed(client, world, item):
    client.force_login(world.keeper)
    page = reverse("permits:item", args=[item.permit.case_id, item.pk])
    assert "不适用内销选择性征收关税" in client.get(page).content.decode()
    for said, told in (
        ({"art_kind": "painting", "hs_code": ANTIQUE}, "绘画归入 9701"),
        ({"selective_duty": "1"}, "按货物实际状态测算"),
    ):
        answer = client.post(page, said)
        text = answer.content.decode()
        assert (answer.status_code, told in text, "R-TAX-01" in text) == (422, True, True)
    said = {"art_kind": "painting", "hs_code": "9701210000"}
    assert client.post(page, said).status_code == 302


def test_the_interface_refuses_by_its_rule(client, world, item):
    operator = Machine(client, world.operator, "cases", Role.OPERATOR)
    path = f"/displays/{item.permit.case_id}/items/{item.pk}"
    for said, code in (
        ({"art_kind": "painting", "hs_code": ANTIQUE}, "heading_wrong"),
        ({"hs_code": ANTIQUE}, "art_kind_missing"),
        ({"selective_duty": True}, "selective_duty_closed"),
    ):
        answer = operator.post(path, said)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert answer.json()["rule"] == "R-TAX-01"
    done = operator.post(path, {"art_kind": "painting", "hs_code": "9701210000"}).json()
    assert [one["art_kind"] for one in done["items"]] == ["painting"]
