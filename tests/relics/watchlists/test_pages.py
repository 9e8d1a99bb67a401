"""The desk of the lists, the candidates and the freezes, in the browser and by the interface."""

import io

import pytest
from django.test import Client
from django.urls import reverse

from approvals.cases.wording import SENTENCES
from approvals.certificates.keys import make_demo_keys
from approvals.certificates.services import finish_certificate
from approvals.parties.models import Role
from approvals.record.models import TrailEntry
from relics.watchlists.models import Freeze, WatchList
from tests import comparing, factories, reviewing, watching
from tests.approvals.exchange.test_api import Machine

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def text(answer):
    return answer.content.decode()


def at(name, subject):
    return reverse(f"watchlists:{name}", kwargs={"pk": subject.pk})


def send(user, name, subject, act, **fields):
    return signed_in(user).post(at(name, subject), {"act": act, **fields})


def test_two_officers_confirm_in_the_browser_and_the_object_is_frozen(watch):
    found = watching.candidate(watch)
    inbox = text(signed_in(watch.clerk).get(reverse("watchlists:candidate_list")))
    assert "名称相近（100%）" in inbox
    shown = text(signed_in(watch.clerk).get(at("candidate", found)))
    assert "示例外国通报名录 第 示例-1 号" in shown
    for officer in (watch.clerk, watch.second):
        answer = send(officer, "candidate", found, "confirm", **{"verdict-reason": "示例"})
        assert answer.status_code == 302
    freeze = Freeze.objects.get(object=watch.thing)
    page = text(signed_in(watch.clerk).get(at("candidate", found)))
    assert reverse("watchlists:freeze", kwargs={"pk": freeze.pk}) in page
    assert "没有待核实的条目" in text(
        signed_in(watch.clerk).get(reverse("watchlists:candidate_list"))
    )


def test_who_signed_is_told_that_another_must(watch):
    found = watching.judged(watch, "confirmed")
    shown = text(signed_in(watch.clerk).get(at("candidate", found)))
    assert "须由另一人签署" in shown
    assert 'value="confirm"' not in shown


def test_a_verdict_without_a_reason_is_shown_again(watch):
    answer = send(watch.clerk, "candidate", watching.candidate(watch), "confirm")
    assert answer.status_code == 422
    assert "请修改以下 1 处" in text(answer)


def test_an_officer_finds_an_object_of_its_office_and_two_decide_to_freeze_it(world):
    review = reviewing.accepted(world)
    thing = review.items.get().object
    new = reverse("watchlists:freeze_new")
    assert thing.name in text(signed_in(world.clerk).get(new, {"q": review.case.number}))
    assert "没有找到文物" in text(signed_in(world.clerk).get(new, {"q": "示例没有"}))
    at_object = f"{new}?object={thing.pk}"
    values = {"freeze-ground": "illegal_holding", "freeze-facts": "示例：来源可疑"}
    assert signed_in(world.clerk).post(at_object, values).status_code == 422
    values["freeze-second"] = world.approver.pk
    answer = signed_in(world.issuer).post(at_object, values)
    assert (answer.status_code, answer.context["refusal"].code) == (403, "no_right")
    assert signed_in(world.clerk).post(at_object, values).status_code == 302
    freeze = Freeze.objects.get(object=thing)
    assert (freeze.opened_by, freeze.second, freeze.case) == (
        *(world.clerk, world.approver),
        review.case,
    )
    closed = signed_in(world.clerk).get(at_object)
    assert closed.context["closed"].code == "object_frozen"
    foreign = factories.make_member(factories.make_office("示例另一机构").party, Role.INTAKE)
    assert signed_in(foreign).get(at_object).status_code == 404
    assert signed_in(world.agent).get(new).status_code == 403


def test_an_approver_reports_and_records_the_instruction_in_the_browser(watch):
    freeze = watching.frozen(watch)
    answer = send(watch.clerk, "freeze", freeze, "report", **{"report-text": "示例"})
    assert answer.status_code == 403
    answer = send(watch.approver, "freeze", freeze, "report", **{"report-text": "示例报告"})
    assert answer.status_code == 302
    fields = {
        "instruction-number": "示例文号1",
        "instruction-authority": "示例主管机关",
        "instruction-outcome": "lifted",
        "instruction-file": comparing.paper(),
    }
    assert send(watch.approver, "freeze", freeze, "instruct", **fields).status_code == 302
    page = text(signed_in(watch.clerk).get(at("freeze", freeze)))
    assert "示例主管机关 示例文号1" in page
    paper = signed_in(watch.clerk).get(at("instruction", freeze.instructions.get()))
    assert paper["Content-Type"] == "application/pdf"
    assert paper["Content-Disposition"].startswith("attachment")


def test_an_instruction_before_the_report_is_refused_with_its_rule(watch):
    freeze = watching.frozen(watch)
    assert "尚未报告" in text(signed_in(watch.approver).get(at("freeze", freeze)))
    fields = {
        "instruction-number": "示例文号1",
        "instruction-authority": "示例主管机关",
        "instruction-outcome": "kept",
        "instruction-file": comparing.paper(),
    }
    answer = send(watch.approver, "freeze", freeze, "instruct", **fields)
    assert answer.status_code == 409
    assert "R-EXIT-16" in text(answer)


def test_a_list_is_begun_uploaded_compared_and_put_into_force(watch):
    lists = reverse("watchlists:list_list")
    fields = {
        "code": "shili-new",
        "name": "示例新名录",
        "source": "示例单位",
        "issuer": "international",
        "basis": "notified",
        "evidence": "D",
        "effective_from": "2020-01-01",
        "office": watch.office.pk,
    }
    sent = {"act": "create", **{f"list-{name}": value for name, value in fields.items()}}
    assert signed_in(watch.clerk).post(lists, sent).status_code == 302
    watch_list = WatchList.objects.get(code="shili-new")
    table = io.BytesIO("条目编号,名称\nA-1,示例新条目\n".encode())
    table.name = "示例.csv"
    answer = send(watch.clerk, "list", watch_list, "upload", **{"version-table": table})
    assert answer.status_code == 302
    page = text(signed_in(watch.clerk).get(at("list", watch_list)))
    assert "示例新条目" in page
    version = watch_list.versions.get()
    assert send(watch.clerk, "list", watch_list, "put", version=version.pk).status_code == 302
    assert "示例新名录" in text(signed_in(watch.clerk).get(lists))
    assert watch_list.entries.get().since == version


def test_a_faulty_table_stands_on_the_page_with_its_line(watch):
    table = io.BytesIO("条目编号,名称\n,示例\n".encode())
    table.name = "示例.csv"
    answer = send(watch.clerk, "list", watch.watch_list, "upload", **{"version-table": table})
    assert answer.status_code == 422
    assert "第 2 行" in text(answer)


def test_a_code_that_is_taken_is_said_at_its_field(watch):
    fields = {"list-code": watch.watch_list.code, "list-office": watch.office.pk}
    sent = {"act": "create", **fields}
    answer = signed_in(watch.clerk).post(reverse("watchlists:list_list"), sent)
    assert answer.status_code == 422


def test_the_owner_and_other_offices_find_nothing(watch):
    found = watching.judged(watch, "confirmed", "confirmed")
    freeze = Freeze.objects.get(object=watch.thing)
    other = factories.make_member(factories.make_office("示例另一机构").party, Role.INTAKE)
    places = [
        *(at("candidate", found), at("freeze", freeze)),
        at("object_photo", watch.thing.photos.get()),
    ]
    for person in (watch.agent, other, factories.make_user()):
        assert [signed_in(person).get(url).status_code for url in places] == [404] * 3
        for name in ("candidate_list", "freeze_list"):
            page = text(signed_in(person).get(reverse(f"watchlists:{name}")))
            assert watch.thing.name not in page
    listed = [at("list", watch.watch_list), at("listed_photo", watch.entry.photos.get())]
    assert [signed_in(watch.agent).get(url).status_code for url in listed] == [404] * 2
    assert [signed_in(other).get(url).status_code for url in listed] == [200] * 2


@pytest.mark.parametrize("name", ["candidate", "freeze", "list", "candidate_list", "freeze_list"])
def test_a_page_takes_no_more_than_twelve_statements(watch, name, django_assert_max_num_queries):
    found = watching.judged(watch, "confirmed", "confirmed")
    subjects = {
        "candidate": found,
        "freeze": Freeze.objects.get(object=watch.thing),
        "list": watch.watch_list,
    }
    url = at(name, subjects[name]) if name in subjects else reverse(f"watchlists:{name}") + "?all=1"
    client = signed_in(watch.clerk)
    client.get(url)
    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200


def test_a_system_of_the_office_and_of_customs_reads_how_an_object_stands(watch):
    watching.judged(watch, "confirmed", "confirmed")
    system = Machine(Client(), watch.office.party, "decisions", Role.INTAKE)
    told = system.get(f"/watchlists/objects/{watch.thing.pk}").json()
    assert (told["check"]["result"], told["check"]["current"]) == ("candidates", True)
    assert (told["freeze"]["ground"], told["freeze"]["rule"]) == ("listed", "R-TEMP-07")
    port = factories.make_port(watch.office)
    customs = Machine(Client(), port.customs, "releases", Role.CUSTOMS)
    assert customs.get(f"/watchlists/customs/objects/{watch.thing.pk}").json() == told
    elsewhere = Machine(Client(), factories.make_port().customs, "releases", Role.CUSTOMS)
    assert elsewhere.get(f"/watchlists/customs/objects/{watch.thing.pk}").status_code == 404


def test_the_applicant_s_record_of_a_case_says_nothing_of_a_freeze(watch):
    watching.reported(watch)
    for_officers = {one.verb for one in watch_trail(watch)}
    assert {"freeze.open", "freeze.report"} <= for_officers
    assert not {verb for verb in SENTENCES if verb.startswith(("freeze", "watchlist"))}


def test_the_report_s_paper_is_for_officers_and_its_issue_is_not_told(watch, settings, tmp_path):
    settings.VAR, settings.DEMO = tmp_path, True
    make_demo_keys(tmp_path)
    paper = finish_certificate(watching.reported(watch).paper_id)
    assert paper.status == "valid"
    url = reverse("certificates:download", kwargs={"pk": paper.pk})
    agent = watch.agent
    assert signed_in(agent).get(url).status_code == 404
    assert signed_in(watch.clerk).get(url).status_code == 200
    verbs = {one.verb for one in watch_trail(watch)}
    assert "certificate.issue_inside" in verbs
    assert "certificate.issue" not in verbs


def watch_trail(watch):
    return TrailEntry.objects.filter(chain=watch.case.chain)
