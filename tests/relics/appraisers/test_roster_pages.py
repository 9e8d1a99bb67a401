"""The roster's pages: who is fit, what is entered by whom, the panel proposed, reports by either side."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from approvals.parties.models import Role
from relics.appraisers.models import Absence, OutsideReport, Post, Qualification, Skill, Tie
from relics.appraisers.rules import panel_refusal
from relics.appraisers.services import register_outside_appraiser
from tests import factories, reviewing
from tests.desk import get, post, text
from tests.factories import days_from_now, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def at(name, *args):
    return reverse(f"appraisers:{name}", args=args)


def keeper(world):
    return factories.make_member(world.office.party, Role.SCHEDULER, Role.ADMINISTRATOR)


def pdf():
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(out)
    return SimpleUploadedFile("示例报告.pdf", out.getvalue(), "application/pdf")


def outsider(world):
    return register_outside_appraiser(
        world.office,
        institution="示例鉴定中心",
        name="示例鉴定师",
        qualification="文物鉴定师",
        licence_no="示例照-1",
        valid_from=factories.LONG_AGO,
        valid_to=days_from_now(100),
        by=world.clerk,
    )


def test_the_roster_shows_the_minimum_what_runs_out_and_is_filtered(world):
    last = factories.make_appraiser(world.office, "specialist", valid_to=days_from_now(25))
    Skill.objects.create(appraiser=last, part="08", level="expert", valid_from=factories.LONG_AGO)
    shown = text(get(world.clerk, at("roster")))
    assert "高于法定人数 1 人" in shown
    assert "还有 25 天" in shown
    only = get(world.clerk, at("roster") + "?part=08&standing=specialist")
    assert [row["one"].appraiser for row in only.context["rows"]] == [last]


@pytest.mark.parametrize(
    ("said", "made"),
    [
        (
            {"act": "qualification", "kind": "responsible", "certificate_no": "示例证-9"},
            Qualification,
        ),
        ({"act": "skill", "part": "22", "level": "expert"}, Skill),
        ({"act": "absence", "starts_on": "2026-12-01", "ends_on": "2026-12-02"}, Absence),
        ({"act": "tie", "party": "示例文物商店", "reason": "示例：合伙"}, Tie),
        (
            {"act": "post", "kind": "shop", "employer": "示例文物商店", "position": "顾问"},
            Post,
        ),
    ],
    ids=lambda one: one.get("act") if isinstance(one, dict) else None,
)
def test_a_keeper_enters_what_the_roster_holds_and_others_do_not(world, said, made):
    address = at("person", world.appraisers[0].pk)
    said = {"valid_from": today().isoformat(), **said}
    before = made.objects.count()
    assert post(world.clerk, address, said).status_code == 403
    assert made.objects.count() == before
    assert post(keeper(world), address, said)["Location"] == address
    assert made.objects.count() == before + 1


def test_an_appraiser_declares_own_ties_and_posts_on_the_own_page(world):
    person = world.appraisers[0]
    address = at("person", person.pk)
    offered = [act for act, _words, _form in get(person.user, address).context["forms"]]
    assert offered == ["tie", "post"]
    said = {"act": "tie", "party": "示例文物商店", "reason": "示例"}
    assert post(person.user, address, said).status_code == 302
    assert text(get(person.user, address)).count("示例文物商店") == 1
    assert post(person.user, address, {**said, "party": "无此名称"}).status_code == 422


def test_a_post_ends_on_a_day_that_a_keeper_enters(world):
    person = world.appraisers[0]
    held = Post.objects.create(
        user=person.user,
        office=world.office,
        kind="shop",
        employer="示例文物商店",
        position="顾问",
        valid_from=factories.LONG_AGO,
    )
    address = at("person", person.pk)
    said = {"act": "post_end", "post": held.pk, "on": days_from_now(-1).isoformat()}
    assert post(person.user, address, said).status_code == 403
    assert panel_refusal(world.appraisers, on=today(), parties=[]).rule == "R-GEN-16"
    assert post(keeper(world), address, said).status_code == 302
    assert panel_refusal(world.appraisers, on=today(), parties=[]) is None


def test_a_panel_is_proposed_changed_checked_and_seated(world):
    reviewing.booked(world)
    address = at("panel", world.session.pk)
    shown = get(world.scheduler, address)
    assert len(shown.context["found"].chosen) == 3
    assert shown.context["found"].refusal is None
    two = "&".join(f"appraiser={one.pk}" for one in world.appraisers[:2])
    changed = get(world.scheduler, f"{address}?{two}")
    assert changed.context["found"].refusal.rule == "R-EXIT-03"
    assert "安排这些人员" not in text(changed)
    seat = reverse("appointments:session_staff", args=[world.session.pk])
    keys = [one.pk for one in shown.context["found"].chosen]
    assert post(world.scheduler, seat, {"appraiser": keys}).status_code == 302
    assert set(world.session.staff.values_list("appraiser_id", flat=True)) == set(keys)


def test_the_week_shows_a_panel_for_each_session_to_come(world):
    reviewing.booked(world)
    shown = get(world.scheduler, at("panels"))
    assert [one.sitting.key for one in shown.context["proposals"]] == [world.session.pk]


def test_either_side_submits_a_report_and_reads_the_file(world):
    thing, author = world.new_object(), outsider(world)
    reviewing.submitted(world, thing)
    for number, person in enumerate((world.agent, world.clerk), start=1):
        said = {
            "author": author.pk,
            "dated_on": today().isoformat(),
            "conclusion": f"示例结论{number}",
            "conflicts": "无",
            "file": SimpleUploadedFile("a.pdf", pdf().read() + b"\n" * number, "application/pdf"),
        }
        assert post(person, at("reports", thing.pk), said).status_code == 302
        shown = text(get(person, at("reports", thing.pk)))
        assert f"示例结论{number}" in shown
        assert "不计为鉴定意见" in shown
    report = OutsideReport.objects.first()
    answer = get(world.clerk, at("report_file", report.pk))
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith("attachment")
    note = {"text": "示例：报告有误", "withdraws": "on"}
    assert post(world.agent, at("report_note", report.pk), note).status_code == 302
    assert "已撤回" in text(get(world.agent, at("reports", thing.pk)))


def test_what_is_no_pdf_is_refused_on_the_page(world):
    thing, author = world.new_object(), outsider(world)
    said = {
        "author": author.pk,
        "dated_on": today().isoformat(),
        "conclusion": "示例",
        "conflicts": "无",
        "file": SimpleUploadedFile("a.pdf", b"GIF89a", "application/pdf"),
    }
    answer = post(world.agent, at("reports", thing.pk), said)
    assert (answer.status_code, answer.context["refusal"].code) == (422, "report_not_a_pdf")


def test_an_officer_enters_a_third_party_appraiser(world):
    said = {
        "institution": "示例鉴定中心",
        "name": "示例鉴定师",
        "qualification": "文物鉴定师",
        "licence_no": "示例照-1",
        "valid_from": "2026-01-01",
        "valid_to": "2027-01-01",
        "classes": ["08", "22"],
    }
    assert post(world.clerk, at("outside"), said).status_code == 302
    assert post(world.clerk, at("outside"), said).status_code == 409
    assert post(world.approver, at("outside"), said).status_code == 403
    assert "示例鉴定师" in text(get(world.approver, at("outside") + "?part=22"))


@pytest.mark.parametrize("sessions", [1, 6])
def test_no_page_asks_more_the_more_there_is(world, sessions, django_assert_max_num_queries):
    for number in range(sessions):
        factories.make_session(world.office, staff=[], day=factories.working_day(number + 1))
    client = Client()
    client.force_login(world.scheduler)
    for address, most in (
        (at("roster"), 12),
        (at("panels") + f"?week={factories.working_day(1).isoformat()}", 17),
        (at("panel", world.session.pk), 17),
        (at("outside"), 12),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
