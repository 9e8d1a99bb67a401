"""What an office keeps, clicked through: watch lists, freezes, standards, citations, policies."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from approvals.policies.queries import policy
from relics.standards.queries import version_on
from relics.watchlists.models import Freeze, WatchList
from tests import comparing, factories, reviewing, watching

from .conftest import Watched
from .walking import Survey, follow, press, told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST = "条目编号,名称,款识,尺寸\nA-1,示例双耳瓶,示例堂制,高20厘米\nA-2,示例铜镜,,直径10厘米\n"
SECOND = "条目编号,名称,款识,尺寸\nA-1,示例双耳瓶,示例堂制,高21厘米\nA-3,示例玉佩,,长5厘米\n"
ARTISTS = (
    "list,name,aliases,level,document,evidence,effective_from,effective_to\n"
    "示例名单,示例大师,Shili Dashi,all,示例〔2023〕0号,V2,2023-05-26,\n"
)


@pytest.fixture
def world(settings, tmp_path):
    settings.DEMO = True
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


@pytest.fixture
def survey():
    return Survey(narrow=False)


def table(name: str, text: str) -> list[dict[str, object]]:
    return [{"name": name, "mimeType": "text/csv", "buffer": text.encode()}]


def begin_list(ui: Watched, survey: Survey) -> Page:
    """The office begins a list and puts its first version into force."""
    page = ui.open(reverse("watchlists:list_list"))
    survey.look(ui, "watch lists")
    for name, value in (
        ("code", "shili-1"),
        ("name", "示例追索名录"),
        ("source", "示例国文化部"),
        ("effective_from", "2020-01-01"),
    ):
        page.locator(f"#id_list-{name}").fill(value)
    page.get_by_label("发布单位类别").select_option("foreign")
    page.get_by_label("第六十八条情形").select_option("notified")
    press(page, "建立")
    if not page.get_by_role("button", name="上传并比较").count():
        follow(page, "示例追索名录")
    return page


def load(page: Page, text: str) -> None:
    page.locator("#id_version-table").set_input_files(table("示例名录.csv", text))
    press(page, "上传并比较")
    told(page, "待生效：示例名录.csv")


def keep_lists(ui: Watched, survey: Survey) -> None:
    page = begin_list(ui, survey)
    load(page, FIRST)
    press(page, "使其生效")
    load(page, SECOND)
    for line in ("高20厘米", "高21厘米", "A-3", "A-2"):
        told(page, line)
    survey.look(ui, "difference of a watch list")
    press(page, "使其生效")
    told(page, "新增 1，变更 1，关闭 1")
    survey.look(ui, "watch list")
    assert WatchList.objects.get().entries.filter(until__isnull=True).count() == 2


def freeze_by_hand(clerk: Watched, survey: Survey, world: reviewing.World) -> Freeze:
    """From the case: find the object, say why, name the second officer (R-EXIT-16)."""
    review = reviewing.accepted(world)
    page = clerk.open(reverse("reviews:desk_case", args=[review.case_id]))
    follow(page, "冻结一件文物")
    told(page, "选择要冻结的文物")
    expect(page.locator("main img.rg-thumb")).to_have_count(1)
    survey.look(clerk, "choose an object")
    follow(page, review.items.get().object.name)
    page.get_by_label("事由").select_option("illegal_holding")
    page.get_by_label("事实与依据").fill("示例：来源可疑，未能说明取得经过。")
    page.get_by_label("会同决定的人员").select_option(str(world.approver.pk))
    survey.look(clerk, "freeze an object")
    press(page, "冻结")
    told(page, "已冻结，报告已起草")
    expect(page.get_by_role("button", name="签发报告")).to_be_disabled()
    survey.look(clerk, "frozen")
    return Freeze.objects.get()


def end_freeze(ui: Watched, survey: Survey, freeze: Freeze) -> None:
    """Reported by an approver; it ends with the number of an outside instruction."""
    page = ui.open(reverse("watchlists:freeze_list"))
    survey.look(ui, "freezes")
    follow(page, freeze.object.name)
    survey.look(ui, "report of a freeze")
    press(page, "签发报告并通报")
    told(page, "已签发报告并通报。")
    page.get_by_label("文号").fill("示例处〔示例年〕1号")
    page.get_by_label("发文单位").fill("示例主管机关")
    page.get_by_label("处置").select_option("lifted")
    paper = comparing.paper().read()
    file = {"name": "示例.pdf", "mimeType": "application/pdf", "buffer": paper}
    page.locator("#id_instruction-file").set_input_files([file])
    survey.look(ui, "instruction")
    press(page, "录入处置指令")
    told(page, "已解除")
    survey.look(ui, "freeze ended")
    assert Freeze.objects.get(pk=freeze.pk).status == "lifted"


def load_standard(ui: Watched, survey: Survey) -> None:
    page = ui.open(reverse("standards:standard_list"))
    survey.look(ui, "standards")
    page = ui.open(reverse("standards:list", args=["artists"]))
    page.locator("summary", has_text="装入新版本").click()
    page.locator("#id_file").set_input_files(table("示例.csv", ARTISTS))
    page.get_by_label("来源文件").fill("示例〔2023〕0号")
    survey.look(ui, "standard")
    before = version_on("artists")
    press(page, "装入并看变化")
    told(page, "增加 1 行")
    survey.look(ui, "version of a standard")
    assert version_on("artists") == before
    page.get_by_label("依据与理由").fill("示例：按官方文本")
    press(page, "定期施行")
    told(page, "已定期施行。")
    assert version_on("artists") != before


def check_citation(ui: Watched, survey: Survey) -> None:
    page = ui.open(reverse("standards:citation_list"))
    survey.look(ui, "citations")
    page = ui.open(reverse("standards:citation", args=["exit-standard-notes"]))
    paper = comparing.paper().read()
    file = {"name": "示例.pdf", "mimeType": "application/pdf", "buffer": paper}
    page.locator("#id_file").set_input_files([file])
    page.get_by_label("本人已将该条文与所附官方文本逐字核对", exact=False).check()
    press(page, "记录已与官方文本核对")
    told(page, "已与官方文本核对")
    survey.look(ui, "citation checked")


def change_policy(ui: Watched, survey: Survey, world: reviewing.World) -> None:
    """A new value holds from its day, and not before."""
    page = ui.open(reverse("policies:policy_list"))
    survey.look(ui, "policies")
    follow(page, "临时出境期满前的提醒")
    page.get_by_label("取值").fill("90，30")
    later = factories.today() + timedelta(days=10)
    page.get_by_label("自", exact=False).fill(str(later))
    page.get_by_label("依据与理由").fill("示例：本机构通知")
    press(page, "作出决定")
    told(page, "90、30 天")
    survey.look(ui, "policy")
    party = world.office.party
    assert policy("loan.alarms", party) == [60, 30, 15, 7]
    assert policy("loan.alarms", party, on=later) == [90, 30]


def test_lists_freezes_standards_and_policies_are_kept_in_the_browser(page_as, world, survey):
    clerk, approver = page_as(world.clerk.username), page_as(world.approver.username)
    keep_lists(clerk, survey)
    end_freeze(approver, survey, freeze_by_hand(clerk, survey, world))
    load_standard(approver, survey)
    check_citation(approver, survey)
    change_policy(approver, survey, world)
    assert survey.faults == {}


def test_two_officers_judge_a_candidate_side_by_side(page_as, survey, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    watch = watching.make_watch()
    found = watching.candidate(watch)
    page = page_as(watch.clerk.username).open(reverse("watchlists:candidate_list"))
    follow(page, watch.thing.name)
    page.get_by_label("理由").fill("示例：款识、尺寸一致")
    press(page, "属实")
    told(page, "须由另一人签署")
    second = page_as(watch.second.username)
    page = second.open(reverse("watchlists:candidate_list"))
    survey.look(second, "candidates")
    page = second.open(reverse("watchlists:candidate", args=[found.pk]))
    survey.look(second, "candidate")
    page.get_by_label("理由").fill("示例：照片一致")
    press(page, "属实")
    told(page, "查看冻结")
    assert survey.faults == {}
