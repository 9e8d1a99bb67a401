"""Electronic filing clicked through: the guide, a filing and its changes, line 2, a change of track.

Each step is done by its own person: the holder's agent, an officer of the culture authority,
customs at the port (R-ART-01, R-ART-03, R-ART-05, R-ART-06, R-ART-08; edge case 20).
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from relics.filings.models import Filing
from relics.register.models import RelicObject
from tests import factories, filing

from .conftest import Watched
from .walking import Survey, follow, press, told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT, settings.DEMO = tmp_path, True
    return filing.make_place()


@pytest.fixture
def survey():
    return Survey(narrow=False)


def open_turn(page: Page, title: str) -> Page:
    """Unfold one of the acts at the side of the page."""
    card = page.locator("details.card").filter(has=page.locator("summary", has_text=title))
    if card.get_attribute("open") is None:
        card.locator("summary").click()
    return card


def ask_the_guide(ui: Watched, survey: Survey) -> None:
    page = ui.open(reverse("filings:guide"))
    survey.look(ui, "guide")
    for question, answer in (
        ("是什么", "艺术品"),
        ("往哪里去", "综保区进入境内"),
        ("为了什么", "销售"),
    ):
        page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()
    press(page, "查看手续")
    expect(page.locator("main h2")).to_have_text(
        ["1. 艺术品电子备案", "2. 艺术品进出口批准（省级文化行政部门）", "3. 海关放行"]
    )
    survey.look(ui, "guide answered")
    page.get_by_role("link", name="去办理").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("新的备案")
    assert page.locator("#id_kind").input_value() == "artwork"


def draft(ui: Watched, survey: Survey, thing: RelicObject) -> Filing:
    page = ui.page
    page.get_by_label(thing.name, exact=False).check()
    page.locator("#id_zone").select_option(index=1)
    for name in ("销售", "二线出区进入境内"):
        expect(page.get_by_label(name, exact=True)).to_be_checked()
    for name in ("展示", "出境"):
        page.get_by_label(name, exact=True).check()
    survey.look(ui, "new filing")
    press(page, "建立草稿")
    found = Filing.objects.select_related("case").get(object=thing)
    for name, value in filing.WHOLE.items():
        box = page.locator(f"#id_{name}")
        if name == "origin":
            box.select_option(value)
        elif name not in ("author", "title"):
            box.fill(str(value))
    survey.look(ui, "edit filing")
    press(page, "保存")
    return found


def submit(ui: Watched, survey: Survey, found: Filing) -> None:
    """What is missing is said in one go; filled in, it is handed in."""
    page = ui.page
    told(page, "缺少“作者”。")
    expect(page.get_by_role("button", name="提交备案")).to_be_disabled()
    survey.look(ui, "draft filing")
    follow(page, "填写备案")
    page.locator("#id_author").fill("示例作者")
    press(page, "保存")
    press(page, "提交备案")
    told(page, "等待备案机构审查")
    found.case.refresh_from_db()
    told(page, found.case.number)
    survey.look(ui, "filed filing")


def return_it(ui: Watched, survey: Survey, found: Filing) -> None:
    page = ui.open(reverse("filings:desk_list"))
    survey.look(ui, "desk of filings")
    page.get_by_role("link", name="示例风景油画").first.click()
    survey.look(ui, "filing at the desk")
    card = open_turn(page, "退回补正")
    card.get_by_label("补正内容").fill("示例：请写明签名的位置")
    card.get_by_role("button", name="退回补正").click()
    told(page, "示例：请写明签名的位置")
    assert Filing.objects.get(pk=found.pk).status == "returned_for_fix"


def answer(ui: Watched, survey: Survey, found: Filing) -> None:
    page = ui.open(reverse("filings:filing", args=[found.case_id]))
    told(page, "示例：请写明签名的位置")
    survey.look(ui, "returned filing")
    follow(page, "填写备案")
    page.locator("#id_medium").fill("布面油彩，右下角有签名")
    press(page, "保存")
    press(page, "提交备案")
    told(page, "等待备案机构审查")


def accept(ui: Watched, found: Filing) -> None:
    page = ui.open(reverse("filings:desk", args=[found.case_id]))
    press(page, "予以备案")
    told(page, "已办理。")
    assert Filing.objects.get(pk=found.pk).status == "active"


def change(holder: Watched, officer: Watched, survey: Survey, found: Filing) -> None:
    page = holder.open(reverse("filings:filing", args=[found.case_id]))
    follow(page, "补充或变更备案")
    page.locator("#id_size").fill("61×80 cm")
    page.locator("#id_act").select_option("change")
    page.locator("#id_reason").fill("示例：复量后更正")
    survey.look(holder, "change filing")
    press(page, "提交")
    told(page, "等待备案机构确认变更")
    number = found.versions.count()
    page.locator(f"a[href$='/versions/{number}/']").click()
    told(page, "60×80 cm")
    told(page, "61×80 cm")
    expect(page.locator("main tbody tr")).to_have_count(1)
    survey.look(holder, "difference")
    page = officer.open(reverse("filings:desk", args=[found.case_id]))
    press(page, "确认变更")
    told(page, "已办理。")


def show(ui: Watched, survey: Survey, found: Filing) -> None:
    page = ui.open(reverse("filings:filing", args=[found.case_id]))
    survey.look(ui, "active filing")
    card = open_turn(page, "登记使用")
    card.get_by_label("用途").select_option("show")
    card.get_by_label("案件或许可编号").fill("示例展-1")
    card.get_by_role("button", name="登记使用").click()
    told(page, "展示中")
    survey.look(ui, "filing on display")
    press(page, "结束")
    assert Filing.objects.get(pk=found.pk).status == "active"


def cross(
    holder: Watched, officer: Watched, customs: Watched, survey: Survey, found: Filing, place
) -> None:
    """No approval, no release; another size, no approval; then it may go (R-ART-03, R-ART-06)."""
    page = holder.open(reverse("filings:filing", args=[found.case_id]))
    card = open_turn(page, "申请二线出区")
    card.get_by_label("口岸").select_option(str(place.port.pk))
    card.get_by_role("button", name="申请二线出区").click()
    told(page, "等待省级批准")
    desk = reverse("filings:desk", args=[found.case_id])
    page = customs.open(desk)
    expect(page.get_by_role("button", name="放行进入境内")).to_be_disabled()
    told(page, "尚无省级文化行政部门的批准")
    survey.look(customs, "release closed")
    page = officer.open(desk)
    officer.expect_refusal(desk)
    approve(page, "示例批〔2026〕1号", size="90×90 cm", title="示例风景油画")
    told(page, "批准名录与备案不一致")
    survey.look(officer, "approval differs")
    approve(page, "示例批〔2026〕2号", size="61×80 cm", title="示例风景油画")
    told(page, "等待海关放行")
    page = customs.open(desk)
    page.get_by_label("报关单号").fill("示例报关单-1")
    survey.look(customs, "release open")
    press(page, "放行进入境内")
    told(page, "已办结")
    survey.look(customs, "released")


def approve(page: Page, number: str, *, size: str, title: str) -> None:
    card = open_turn(page, "录入并核对省级批准")
    for label, value in (
        ("批准文号", number),
        ("批准机关", "示例省文化厅"),
        ("批准日期", str(factories.today())),
        ("有效期至", str(factories.today() + timedelta(days=60))),
        ("名录：作者", "示例作者"),
        ("名录：名称", title),
        ("名录：尺寸", size),
    ):
        card.get_by_label(label).fill(value)
    card.get_by_label("名录图片与此照片一致").select_option(index=1)
    card.get_by_role("button", name="录入并核对省级批准").click()


def prove_relic(holder: Watched, officer: Watched, survey: Survey, found: Filing) -> None:
    """It proves to be a relic: the artwork track stops, its sale is locked (edge case 20)."""
    page = officer.open(reverse("filings:desk", args=[found.case_id]))
    card = open_turn(page, "认定为文物")
    card.get_by_label("理由").fill("示例：疑为清代旧物")
    card.get_by_role("button", name="认定为文物").click()
    told(page, "销售已锁定")
    survey.look(officer, "proved a relic")
    page = holder.open(reverse("filings:filing", args=[found.case_id]))
    told(page, "销售已锁定：示例：疑为清代旧物")
    survey.look(holder, "sale locked")
    follow(page, "按文物继续备案")
    expect(page.get_by_role("heading", level=1)).to_have_text("填写备案")
    again = Filing.objects.get(follows=found)
    assert (again.kind, again.status) == ("relic", "draft")


def name_a_species(holder: Watched, survey: Survey, found: Filing) -> None:
    """What the text says of an endangered species asks for its paper (R-ART-10, case 22)."""
    page = holder.open(reverse("filings:filing", args=[found.case_id]))
    told(page, "濒危物种材料")
    card = open_turn(page, "录入濒危物种证明")
    card.get_by_label("证明书编号").fill("示例证〔示例年〕1号")
    card.get_by_label("有效期至").fill(str(factories.days_from_now(90)))
    card.get_by_role("button", name="录入濒危物种证明").click()
    told(page, "示例证〔示例年〕1号")
    survey.look(holder, "species named")


def test_a_filing_from_the_guide_to_the_country_and_another_to_a_relic(page_as, place, survey):
    thing = place.new_object(name="示例风景油画")
    holder = page_as(place.agent.username)
    officer = page_as(place.culture.username)
    customs = page_as(place.customs.username)
    ask_the_guide(holder, survey)
    found = draft(holder, survey, thing)
    submit(holder, survey, found)
    return_it(officer, survey, found)
    answer(holder, survey, found)
    accept(officer, found)
    change(holder, officer, survey, found)
    show(holder, survey, found)
    cross(holder, officer, customs, survey, found, place)
    prove_relic(holder, officer, survey, filing.active(place))
    name_a_species(holder, survey, filing.filed(place, materials="黄花梨木框"))
    page = holder.open(reverse("filings:list"))
    told(page, "示例风景油画")
    expect(page.locator("main img.rg-thumb")).to_have_count(4)
    survey.look(holder, "my filings")
    assert survey.faults == {}
    assert Filing.objects.get(pk=found.pk).status == "released"
