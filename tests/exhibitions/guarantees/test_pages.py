"""Both sides in the browser, the live meter, and the interface."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from approvals.parties.models import Role
from exhibitions.guarantees import services
from exhibitions.guarantees.meter import WIDE, bar_of
from exhibitions.guarantees.models import Change, Guarantee
from exhibitions.guarantees.queries import Cover
from tests import factories, guaranteeing
from tests.approvals.exchange.test_api import Machine
from tests.guaranteeing import DAY, SIGNED, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return guaranteeing.make_firm()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def at(name, row):
    return reverse(f"guarantees:{name}", args=[row.pk])


def prefixed(prefix, said):
    return {f"{prefix}-{name}": value for name, value in said.items()}


def posted(firm, **fields):
    said = {**guaranteeing.words(), "holder": firm.party.pk, "customs": firm.customs.pk, **fields}
    return prefixed("guarantee", {name: value for name, value in said.items() if value})


def test_a_guarantee_goes_from_the_holder_to_customs_and_counts(firm):
    side, desk = signed_in(firm.agent), signed_in(firm.officer)
    answer = side.post(reverse("guarantees:new"), posted(firm))
    assert answer.status_code == 302
    row = Guarantee.objects.get()
    assert desk.get(at("desk", row)).status_code == 404
    edited = posted(firm, face="500.00", document_no=row.document_no)
    assert side.post(at("edit", row), {"act": "fill", **edited}).status_code == 302
    assert side.post(at("guarantee", row), {"act": "submit"}).status_code == 302
    assert row.document_no in desk.get(reverse("guarantees:desk_list")).content.decode()
    for word, status in (("accept", "accepted"), ("activate", "active")):
        page = desk.get(at("desk", row)).content.decode()
        assert f'value="{word}"' in page
        assert desk.post(at("desk", row), {"act": word}).status_code == 302
        assert fresh(row).status == status
    assert fresh(row).amount == 500
    assert desk.post(at("desk", row), {"act": "accept"}).status_code == 409


@pytest.mark.parametrize(
    "left_out",
    ["parties", "obligation", "face", "valid_to", "liability", "other_terms", "sealed_on"],
)
def test_each_of_the_six_statements_is_asked_for(firm, left_out):
    answer = signed_in(firm.agent).post(reverse("guarantees:new"), posted(firm, **{left_out: ""}))
    assert answer.status_code == 422
    assert f"id_guarantee-{left_out}" in answer.content.decode()
    assert not Guarantee.objects.exists()


def test_customs_signs_a_refusal_and_the_holder_reads_it(firm):
    row = guaranteeing.submitted(firm)
    desk = signed_in(firm.officer)
    assert desk.post(at("desk", row), {"act": "refuse"}).status_code == 422
    said = prefixed("ruling", SIGNED)
    assert desk.post(at("desk", row), {"act": "refuse", **said}).status_code == 302
    page = signed_in(firm.agent).get(at("guarantee", row)).content.decode()
    assert all(text in page for text in SIGNED.values())


def test_a_change_is_asked_by_the_holder_and_granted_at_the_desk(firm):
    row = guaranteeing.insufficient(firm)
    side, desk = signed_in(firm.agent), signed_in(firm.officer)
    both = {"change-amount": "1", "change-valid_to": "2099-01-01", "change-document": "示例"}
    for where, browser in (("guarantee", side), ("desk", desk)):
        assert browser.post(at(where, row), {"act": "change", **both}).status_code == 422
    asked = {"act": "change", "change-amount": "5000", "change-document": "示例-7"}
    assert side.post(at("guarantee", row), asked).status_code == 302
    change = Change.objects.get(guarantee=row)
    assert f'value="{change.pk}"' in desk.get(at("desk", row)).content.decode()
    assert desk.post(at("desk", row), {"act": "grant", "change": "x"}).status_code == 404
    assert desk.post(at("desk", row), {"act": "grant", "change": change.pk}).status_code == 302
    assert fresh(row).status == "active"


def test_customs_declines_records_calls_and_gives_back(firm):
    row = guaranteeing.active(firm)
    desk = signed_in(firm.officer)
    change = services.request_change(row, amount=Decimal(1), document="示例", by=firm.agent)
    said = {"act": "decline", "change": change.pk, **prefixed("ruling", SIGNED)}
    assert desk.post(at("desk", row), said).status_code == 302
    until = (row.valid_to + DAY).isoformat()
    later = {"act": "change", "change-valid_to": until, "change-document": "示例"}
    assert desk.post(at("desk", row), later).status_code == 302
    more = {"act": "change", "change-amount": "7", "change-document": "示例"}
    assert desk.post(at("desk", row), more).status_code == 302
    call = prefixed("call", {**SIGNED, "amount": "8", "document": "示例"})
    assert desk.post(at("desk", row), {"act": "call", **call}).status_code == 302
    held = fresh(row)
    assert (held.status, held.amount, held.valid_to.isoformat()) == ("called", 999_999, until)
    assert desk.post(at("desk", row), {"act": "release"}).status_code == 302
    assert fresh(row).status == "released"


def test_a_step_that_is_not_open_yet_stands_there_with_its_reason(firm):
    row, thing = guaranteeing.locked(firm, 300)
    desk = signed_in(firm.officer)
    page = desk.get(at("desk", row)).content.decode()
    assert "尚有 300.00 元被锁定，不能解除担保。" in page
    assert 'value="release"' not in page
    services.release_cover(row, [(thing, "示例许可-1")], reason="回区", by=firm.officer)
    assert 'value="release"' in desk.get(at("desk", row)).content.decode()
    other = guaranteeing.unclaimed(firm)
    page = desk.get(at("desk", other)).content.decode()
    assert "期限未满，最早可于" in page
    assert 'value="notice"' not in page


def test_the_meter_shows_what_is_used_free_and_short_and_what_must_return(firm):
    row, thing = guaranteeing.locked(firm, 300, face=Decimal(1000))
    for user in (firm.agent, firm.operator, firm.officer):
        page = signed_in(user).get(at("meter", row)).content.decode()
        assert '<rect class="rg-meter-used" width="300"' in page
        assert "已锁定 300.00 元，可用 700.00 元，短缺 0.00 元" in page
        assert "应召回的物品" not in page
    services.revalue(row, [(thing, Decimal(1250))], by=firm.officer)
    page = signed_in(firm.agent).get(at("guarantee", row)).content.decode()
    assert "已锁定 1250.00 元，可用 0.00 元，短缺 250.00 元" in page
    assert "应召回的物品" in page
    assert thing.number in page


def test_the_parts_of_the_bar_fill_it():
    bar = bar_of(Cover(Decimal(80), Decimal(100), Decimal(0), Decimal(20), None))
    assert (bar.used, bar.free, bar.short_at, bar.short) == (800, 0, 800, 200)
    tiny = bar_of(Cover(Decimal(10**9), Decimal("0.01"), Decimal(10**9), Decimal(0), None))
    assert (tiny.used, tiny.short) == (4, 0)
    assert WIDE == 1000


@pytest.mark.parametrize("name", ["list", "guarantee", "desk_list", "desk"])
def test_no_page_takes_more_than_12_queries(firm, name, django_assert_max_num_queries):
    row, _thing = guaranteeing.locked(firm)
    for stage in ("submitted", "expiring", "released"):
        guaranteeing.STAGES[stage](firm)
    services.lock_cover(
        row, [(one, Decimal(1), "示例许可-2") for one in firm.things(30)], by=firm.officer
    )
    client = signed_in(firm.officer if "desk" in name else firm.agent)
    place = reverse(f"guarantees:{name}") if "list" in name else at(name, row)
    client.get(place)
    with django_assert_max_num_queries(12):
        assert client.get(place).status_code == 200


def test_a_list_is_narrowed_by_status(firm):
    rows = [guaranteeing.submitted(firm), guaranteeing.active(firm)]
    page = signed_in(firm.officer).get(reverse("guarantees:desk_list"), {"status": "active"})
    found = [row.document_no in page.content.decode() for row in rows]
    assert found == [False, True]


def test_a_system_hands_one_in_and_customs_system_lets_it_count(client, firm):
    side = Machine(client, firm.party, "cases", Role.AGENT)
    customs = Machine(client, firm.customs, "releases", Role.CUSTOMS)
    said = {name: str(value) for name, value in guaranteeing.words(is_general=False).items()}
    body = {**said, "is_general": False, "holder": firm.party.pk, "customs": firm.customs.pk}
    first = side.post("/guarantees", body, **{"Idempotency-Key": "one"})
    again = side.post("/guarantees", body, **{"Idempotency-Key": "one"})
    assert (first.status_code, first.json()) == (201, again.json())
    pk = first.json()["id"]
    assert first.json()["status"] == "submitted"
    for word, status in (("acceptance", "accepted"), ("activation", "active")):
        answer = customs.post(f"/guarantees/customs/{pk}/{word}")
        assert (answer.status_code, answer.json()["status"]) == (201, status)
    row = Guarantee.objects.get(pk=pk)
    thing = firm.thing()
    services.lock_cover(row, [(thing, row.amount, "示例许可-1")], by=firm.officer)
    services.revalue(row, [(thing, row.amount + 1)], by=firm.officer)
    found = side.get(f"/guarantees/{pk}").json()
    assert (found["status"], found["cover"]["short"]) == ("insufficient", "1.00")
    assert [one["object"] for one in found["recalls"]] == [thing.pk]
    cover = side.get(f"/guarantees/cover/{firm.customs.pk}?holder={firm.party.pk}").json()
    assert (cover["required"], cover["free"]) == ("1000001.00", "0.00")
    still = customs.post(f"/guarantees/customs/{pk}/release")
    assert (still.status_code, still.json()["code"]) == (409, "still_locked")
    change = side.post(f"/guarantees/{pk}/changes", {"amount": "1.00", "document": "示例"})
    assert change.status_code == 201
    services.grant_change(Change.objects.get(), by=firm.officer)
    assert customs.get(f"/guarantees/customs/{pk}").json()["status"] == "active"


def test_systems_of_others_find_nothing(client, firm):
    row = guaranteeing.active(firm)
    other = Machine(client, factories.make_party(), "cases", Role.AGENT)
    assert other.get(f"/guarantees/{row.pk}").status_code == 404
    assert other.get(f"/guarantees/customs/{row.pk}").status_code == 403
    place = f"/guarantees/cover/{firm.customs.pk}?holder={firm.party.pk}"
    assert other.get(place).status_code == 404
    assert timezone.localdate() < row.valid_to
