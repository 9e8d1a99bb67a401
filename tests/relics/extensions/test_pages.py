"""The pages and the interface of an extension, by those who use them."""

import json

import pytest
from django.urls import reverse

from approvals.parties.models import Role
from relics.extensions.models import Extension
from tests import extending, factories
from tests.approvals.exchange.test_api import Machine

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def page(name, extension):
    return reverse(f"extensions:{name}", args=[extension.case_id])


def test_a_dealer_chooses_fills_in_and_submits(client, world, pair):
    client.force_login(world.agent)
    shown = client.get(reverse("extensions:new"), {"stay": pair[0].pk})
    assert f'value="{pair[0].pk}" checked' in shown.content.decode()
    chosen = {"stay": [stay.pk for stay in pair], "requester": world.dealer.pk}
    made = client.post(reverse("extensions:new"), chosen)
    extension = Extension.objects.get()
    assert made["Location"] == page("application", extension)
    nothing = client.post(made["Location"], {"months": 6})
    assert (nothing.status_code, Extension.objects.get().status) == (422, "draft")
    too_many = {"months": 9, "reason": "示例：展期延长。", "submit": "1"}
    refused = client.post(made["Location"], too_many)
    assert (refused.status_code, "R-TEMP-04" in refused.content.decode()) == (422, True)
    done = client.post(made["Location"], {**too_many, "months": 6})
    assert (done["Location"], Extension.objects.get().status) == (
        page("case", extension),
        "submitted",
    )
    assert "不按逾期处理" in client.get(done["Location"]).content.decode()


def test_both_authorities_answer_on_their_pages(client, world, pair):
    extension = extending.submitted(world, pair[0])
    client.force_login(world.approver)
    turn = client.get(page("office", extension)).content.decode()
    assert "文物部门和海关都同意才延期" in turn
    client.post(page("office", extension), {"agrees": "yes"})
    client.force_login(world.customs)
    taken = client.post(reverse("cases:take", args=[extension.case_id, "customs"]))
    assert taken["Location"] == page("customs", extension)
    silent = client.post(page("customs", extension), {"agrees": "no"})
    assert (silent.status_code, "R-GEN-10" in silent.content.decode()) == (422, True)
    client.post(page("customs", extension), {"agrees": "no", "reason": "示例：去向不明。"})
    assert (client.get(page("case", extension)).status_code, extending.again(pair[0]).status) == (
        200,
        "extension_pending",
    )
    client.force_login(world.agent)
    assert "去向不明" not in client.get(page("case", extension)).content.decode()
    client.force_login(world.approver)
    act = client.get(page("refusal", extension))
    assert act["Location"] == reverse("cases:act", args=[extending.draft_of(extension).pk])
    assert "示例：去向不明。" in client.get(act["Location"]).content.decode()
    words = {
        "sign": "1",
        "reason": "示例：海关不同意。",
        "ground": extending.draft_of(extension).ground,
        "rights": "示例",
    }
    client.post(act["Location"], words)
    assert extending.fresh(extension).status == "refused"
    client.force_login(world.agent)
    assert "去向不明" in client.get(page("case", extension)).content.decode()


def test_fewer_months_are_granted_on_the_page_and_the_closed_question_says_why(client, world, pair):
    extension = extending.submitted(world, pair[0])
    client.force_login(world.approver)
    shorter = {"agrees": "yes", "months": "3"}
    silent = client.post(page("office", extension), shorter)
    assert (silent.status_code, "R-GEN-10" in silent.content.decode()) == (422, True)
    client.post(page("office", extension), {**shorter, "reason": "示例：展期只到秋季。"})
    assert extending.fresh(extension).granted == 3
    client.force_login(world.customs)
    client.post(page("customs", extension), {"agrees": "no", "reason": "示例：去向不明。"})
    other = extending.submitted(world, pair[1])
    client.post(page("customs", other), {"agrees": "no", "reason": "示例：去向不明。"})
    client.force_login(world.approver)
    closed = client.get(page("office", other)).content.decode()
    assert ("不再征求本单位意见" in closed, 'name="agrees"' in closed) == (True, False)


def test_its_applicant_takes_it_back_on_the_page(client, world, pair):
    extension = extending.submitted(world, pair[0])
    client.force_login(world.agent)
    assert page("take-back", extension) in client.get(page("case", extension)).content.decode()
    done = client.post(page("take-back", extension), {"reason": "示例：改为复出境。"})
    assert done["Location"] == page("case", extension)
    assert "已撤回" in client.get(done["Location"]).content.decode()
    assert client.post(page("take-back", extension)).status_code == 409


def test_the_page_shows_every_clock_and_which_governs(client, world, pair):
    extension = extending.approved(world, pair[0])
    client.force_login(world.agent)
    shown = client.get(page("case", extension)).content.decode()
    for words in ("文物机构期限", "海关期限", "以此为准", "准予延期通知书"):
        assert words in shown


@pytest.mark.parametrize("name", ["case", "office", "customs", "refusal"])
def test_a_page_asks_the_database_little(client, world, pair, name, django_assert_max_num_queries):
    extension = extending.submitted(world, *pair)
    client.force_login(world.approver)
    client.get(page(name, extension))
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(page(name, extension)).status_code == 200


@pytest.mark.parametrize("name", ["list", "new"])
def test_a_list_asks_the_database_little(client, world, pair, name, django_assert_max_num_queries):
    extending.submitted(world, pair[0])
    client.force_login(world.agent)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(reverse(f"extensions:{name}")).status_code == 200


def test_systems_ask_answer_and_read(client, world, pair):
    dealer = Machine(client, world.dealer, "cases", Role.AGENT)
    asked = {
        "requester": world.dealer.pk,
        "stays": [pair[0].pk],
        "months": 6,
        "reason": "示例：展期延长。",
    }
    draft = dealer.post("/extensions", asked, **{"Idempotency-Key": "示例".encode().hex()})
    assert draft.status_code == 201, draft.content
    case = draft.json()["id"]
    assert (
        dealer.post("/extensions", asked, **{"Idempotency-Key": "示例".encode().hex()}).json()["id"]
        == case
    )
    assert dealer.post(f"/extensions/{case}/submission").json()["status"] == "submitted"
    office = Machine(client, world.office.party, "decisions", Role.APPROVER)
    customs = Machine(client, world.port.customs, "releases", Role.CUSTOMS)
    assert dealer.post(f"/extensions/{case}/office", {"agrees": True}).status_code == 403
    assert customs.post(f"/extensions/{case}/customs", {"agrees": True}).status_code == 201
    done = office.post(f"/extensions/{case}/office", {"agrees": True})
    assert (done.status_code, done.json()["status"]) == (201, "approved")
    told = dealer.get(f"/extensions/{case}").json()
    ends = extending.ends_of(pair[0])
    assert {one["kind"]: one["due_on"] for one in told["stays"][0]["clocks"]} == {
        kind: day.isoformat() for kind, day in ends.items()
    }
    assert [one["agrees"] for one in told["answers"]] == [True, True]
    again = office.post(f"/extensions/{case}/office", {"agrees": False, "reason": "示例"})
    assert (again.status_code, json.loads(again.content)["code"]) == (409, "not_the_turn")


def test_another_units_system_needs_the_consent(client, world, pair):
    other = factories.make_party(name="示例承办单位")
    system = Machine(client, other, "cases", Role.AGENT)
    asked = {"requester": other.pk, "stays": [pair[0].pk], "months": 3, "reason": "示例"}
    assert system.post("/extensions", asked).status_code == 422
    draft = system.post("/extensions", {**asked, "code": extending.code_of(pair[0])})
    case = draft.json()["id"]
    refused = system.post(f"/extensions/{case}/submission")
    assert (refused.status_code, refused.json()["code"]) == (422, "consent_missing")
    file = extending.consent()
    file.name = "示例.png"
    assert system.upload(f"/extensions/{case}/consent", file).status_code == 201
    assert system.post(f"/extensions/{case}/submission").json()["status"] == "submitted"
