"""The pages and the interface, by those who use them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from approvals.parties.models import Role
from exhibitions.permits.models import DisplayPermit, Showroom, Site
from tests import showing
from tests.approvals.exchange.test_api import Machine

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def page(name, subject):
    return reverse(f"permits:{name}", args=[subject.case_id])


def act(client, permit, key, **said):
    return client.post(page("permit_act", permit), {"act": key, **said})


def test_an_operator_registers_a_showroom_and_draws_its_plan(client, world):
    client.force_login(world.keeper)
    told = {
        "operator": world.operator.pk,
        "zone": world.zone.pk,
        "name": "示例二厅",
        "address": "示例路 5 号",
    }
    made = client.post(reverse("permits:showroom_new"), told)
    site = Site.objects.get(showroom__name="示例二厅")
    assert made["Location"] == page("site_edit", site)
    told = {
        "address": "示例路 5 号",
        "width": "10",
        "depth": "6",
        "booths": "A1，东墙，0.5，0.5，3，1\nA2\t中岛\t5\t3\t2\t2",
        "security": "示例",
        "climate": "示例",
    }
    crooked = client.post(made["Location"], {**told, "booths": "A1，东墙"})
    assert (crooked.status_code, "第 1 行应为" in crooked.content.decode()) == (422, True)
    client.post(made["Location"], told)
    shown = client.get(made["Location"]).content.decode()
    assert ('viewBox="-20 -20 1040 640"' in shown, "中岛" in shown) == (True, True)
    client.post(made["Location"], {**told, "submit": "1"})
    assert Site.objects.get(pk=site.pk).status == "submitted"
    client.force_login(world.officer)
    assert "核准" in client.get(page("site", site)).content.decode()
    client.post(page("site_act", site), {"act": "approve", "number": "示例核准丙号"})
    assert Showroom.objects.get(name="示例二厅").site.approval_number == "示例核准丙号"


def test_an_operator_draws_up_a_permit_and_reads_every_clash(client, world):
    thing = showing.filed(world, origin="abroad")
    client.force_login(world.keeper)
    made = client.post(reverse("permits:permit_new"), {"showroom": world.showroom.pk})
    permit = DisplayPermit.objects.get()
    assert made["Location"] == page("objects", permit)
    assert thing.title in client.get(made["Location"]).content.decode()
    client.post(made["Location"], {"object": thing.object_id})
    item = permit.items.get()
    filled = reverse("permits:item", args=[permit.case_id, item.pk])
    shown = client.get(filled).content.decode()
    assert ('name="booth"' in shown, 'name="hs_code"' in shown) == (True, False), "what is known"
    client.post(filled, {"booth": "A1"})
    start = showing.today()
    told = {"title": "示例展", "starts_on": start, "ends_on": start + timedelta(days=400)}
    clash = client.post(page("application", permit), {**told, "submit": "1"})
    assert (clash.status_code, "R-BOND-14" in clash.content.decode()) == (422, True)
    told["ends_on"] = start + timedelta(days=30)
    done = client.post(page("application", permit), {**told, "submit": "1"})
    assert done["Location"] == page("permit", permit)
    assert "海关审核中" in client.get(done["Location"]).content.decode()


def test_customs_decides_on_the_page_and_the_show_opens(client, world):
    permit = showing.submitted(world)
    client.force_login(world.officer)
    bare = act(client, permit, "approve", customs_number="示例1号")
    assert bare.status_code == 422
    act(client, permit, "approve", customs_number="示例1号", business_number="示例C1")
    client.force_login(world.keeper)
    act(client, permit, "secure")
    act(client, permit, "open")
    assert showing.fresh(permit).status == "active"
    end = permit.ends_on + timedelta(days=30)
    act(client, permit, "ask_prolongation", ends_on=end, reason="示例：观众踊跃。")
    client.force_login(world.officer)
    act(client, permit, "prolong", number="示例延1号")
    assert showing.fresh(permit).ends_on == end
    draft = act(client, permit, "suspend", reason="示例：账实不符。")
    assert draft["Location"] == reverse("cases:act", args=[showing.draft_of(permit).pk])
    assert client.get(draft["Location"]).status_code == 200
    words = {"sign": "1", "reason": "示例：账实不符。", "ground": "示例", "rights": "示例"}
    client.post(draft["Location"], words)
    act(client, permit, "resume", reason="示例：已核清。")
    act(client, permit, "end")
    act(client, permit, "close")
    assert showing.fresh(permit).status == "closed"


def test_culture_answers_and_the_operator_reads_it_after_the_decision(client, world):
    permit = showing.asked(world)
    client.force_login(world.culture)
    assert "答复" in client.get(page("permit", permit)).content.decode()
    silent = act(client, permit, "answer", agrees="no")
    assert (silent.status_code, "R-GEN-10" in silent.content.decode()) == (422, True)
    act(client, permit, "answer", agrees="yes", reason="示例：内容适宜。")
    client.force_login(world.keeper)
    assert "示例：内容适宜。" not in client.get(page("permit", permit)).content.decode()
    client.force_login(world.tax)
    assert client.get(page("permit", permit)).status_code == 200, "tax is told"
    assert act(client, permit, "close").status_code == 409, "and does nothing"


@pytest.mark.parametrize("who", ["keeper", "officer"])
def test_the_page_of_a_show_asks_the_database_little(
    client, world, who, django_assert_max_num_queries
):
    permit = showing.prolonging(world)
    client.force_login(getattr(world, who))
    for name, args in (
        ("permit", [permit.case_id]),
        ("permits", []),
        ("showrooms", []),
        ("showroom", [world.showroom.pk]),
        ("site", [permit.site.case_id]),
    ):
        address = reverse(f"permits:{name}", args=args)
        client.get(address)
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(address).status_code == 200


def test_the_drafting_pages_ask_the_database_little(client, world, django_assert_max_num_queries):
    showing.filed(world)
    permit = showing.drafted(world, showing.filed(world), showing.filed(world))
    client.force_login(world.keeper)
    for name in ("objects", "application"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(page(name, permit)).status_code == 200


def test_systems_draw_up_decide_and_read(client, world):
    thing = showing.filed(world)
    operator = Machine(client, world.operator, "cases", Role.OPERATOR)
    start = showing.today()
    asked = {
        "showroom": world.showroom.pk,
        "objects": [thing.object_id],
        "title": "示例展",
        "starts_on": start.isoformat(),
        "ends_on": (start + timedelta(days=30)).isoformat(),
    }
    draft = operator.post("/displays", asked)
    assert draft.status_code == 201, draft.content
    case, item = draft.json()["id"], draft.json()["items"][0]["item"]
    done = operator.post(f"/displays/{case}/items/{item}", {"booth": "A2"})
    assert done.json()["items"][0]["booth"] == "A2"
    assert operator.post(f"/displays/{case}/submission").json()["status"] == "under_review"
    numbers = {"customs_number": "示例1号", "business_number": "示例C1"}
    assert operator.post(f"/displays/{case}/approval", numbers).status_code == 403
    customs = Machine(client, world.customs, "releases", Role.CUSTOMS)
    assert customs.post(f"/displays/{case}/approval", numbers).json()["status"] == "approved"
    assert operator.post(f"/displays/{case}/cover").json()["status"] == "guaranteed"
    opened = operator.post(f"/displays/{case}/opening").json()
    assert (opened["status"], opened["next_leg_refused"]) == ("active", None)
    assert operator.post(f"/displays/{case}/closing").json()["status"] == "closing"
    assert "收展中" in operator.get(f"/displays/{case}").json()["next_leg_refused"]
    assert [one["name"] for one in operator.get("/displays/showrooms").json()] == ["示例展厅"]
