"""The exit review clicked through from a draft to the port, each step by its own person.

Every main page is opened once and looked at as a whole: barriers at full width, sideways scroll
on a phone, its weight; the dark look of three of them. The watch of `conftest` adds the script
errors, the console, the policy and other hosts.
"""

import gzip
import re

import pytest
from django.urls import reverse
from playwright.sync_api import Response, expect

from approvals.certificates.models import Certificate
from approvals.certificates.services import read_paper
from relics.reviews.models import Release, Review
from tests import reviewing

from .conftest import Watched
from .walking import Survey, finish_papers, photograph, press, told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REQUESTS, KILOBYTES = 15, 300
DARK = frozenset({"check", "desk case", "gate"})
HAN = re.compile(r"[\u4e00-\u9fff]+")
PERMIT = "示例许可〔2026〕7号"
TABLE = "编号,名称,质地,尺寸,年代\n乙-1,示例青瓷碗,瓷,口径15厘米,1955年\n乙-2,示例铜镜,铜,直径10厘米,1953年\n"


@pytest.fixture
def world(settings, tmp_path):
    settings.DEMO = True
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


@pytest.fixture
def survey():
    return Survey(DARK)


def weight_of(ui: Watched, path: str) -> list[str]:
    """What is too much on a first visit: requests, and bytes as they would be sent."""
    answers: dict[str, int] = {}
    ui.page.on("response", lambda got: answers.update({got.url: _size(got)}))
    ui.open(path).wait_for_load_state("networkidle")
    heavy = [f"{len(answers)} requests"] if len(answers) > REQUESTS else []
    kilobytes = sum(answers.values()) // 1024
    return heavy + ([f"{kilobytes} kB"] if kilobytes > KILOBYTES else [])


def _size(answer: Response) -> int:
    return len(gzip.compress(answer.body())) if answer.status == 200 else 0


def draft(ui: Watched, survey: Survey, world: reviewing.World) -> Review:
    page = ui.open(reverse("reviews:application_list"))
    survey.look(ui, "my applications")
    page.get_by_role("link", name="新的申报").first.click()
    page.get_by_label("申请事项名称").fill("示例春季出境")
    press(page, "开始填写")
    survey.look(ui, "tasks")
    review = Review.objects.select_related("case").get()
    assert review.case.applicant == world.dealer
    return review


def add_by_form(ui: Watched, survey: Survey, review: Review) -> None:
    page = ui.open(reverse("reviews:object_list", args=[review.case_id]))
    page.get_by_role("link", name="登记一件").first.click()
    page.get_by_label("名称", exact=False).first.fill("示例瓷瓶")
    page.locator("#id_texture").select_option("porcelain")
    page.locator("#id_size").fill("高20厘米")
    page.locator("#id_date_text").fill("1950年代")
    press(page, "保存，接着上传照片")
    page.locator("#photos").set_input_files([photograph("正面.jpg")])
    expect(page.locator("[data-thumbs] .cap")).to_have_text("正面.jpg")
    page.reload()
    survey.look(ui, "object")
    assert review.items.get().object.photos.count() == 1


def add_by_table(ui: Watched, survey: Survey, review: Review) -> None:
    page = ui.open(reverse("reviews:import", args=[review.case_id]))
    survey.look(ui, "import")
    table = {"name": "示例清单.csv", "mimeType": "text/csv", "buffer": TABLE.encode("gb18030")}
    page.locator("#table").set_input_files([table])
    press(page, "上传并检查")
    told(page, "2 行可导入")
    survey.look(ui, "report of the import")
    press(page, "导入 2 行")
    press(page, "为没有照片的文物绘制示意图（演示）")
    told(page, "已绘制 2 张示意图。")
    survey.look(ui, "list of objects")


def fill_and_submit(ui: Watched, survey: Survey, world: reviewing.World, review: Review) -> None:
    page = ui.open(reverse("reviews:particulars", args=[review.case_id]))
    for name, value in reviewing.particulars(world).items():
        field = page.locator(f"#id_{name}")
        if name in ("port", "identity_kind"):
            field.select_option(str(getattr(value, "pk", value)))
        else:
            field.fill(value)
    survey.look(ui, "particulars")
    press(page, "保存")
    page.get_by_role("link", name="核对并提交", exact=True).last.click()
    survey.look(ui, "check")
    press(page, "提交申请")
    expect(page.get_by_role("heading", name="申报已提交")).to_be_visible()
    review.case.refresh_from_db()
    expect(page.locator(".rg-big")).to_have_text(review.case.number)
    told(page, "暂定")
    survey.look(ui, "receipt")


def book(ui: Watched, survey: Survey, world: reviewing.World) -> None:
    page = ui.page
    page.get_by_role("link", name="现在预约").click()
    survey.look(ui, "booking")
    page.locator(f"label[for=slot-{world.session.pk}]").click()
    press(page, "预约所选场次")
    told(page, "等待审核机构确认")
    survey.look(ui, "my case")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("nav").first).not_to_contain_text(HAN)
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def confirm(ui: Watched, survey: Survey, review: Review) -> None:
    page = ui.open(reverse("cases:inbox"))
    survey.look(ui, "inbox")
    page.get_by_role("link", name=review.case.number).first.click()
    page.get_by_role("link", name="办理：确认预约").click()
    survey.look(ui, "confirm")
    press(page, "确认预约")
    told(page, "预约已确认")
    ui.open(reverse("appointments:schedule"))
    survey.look(ui, "schedule")


def accept_and_check_in(
    ui: Watched, survey: Survey, world: reviewing.World, review: Review
) -> None:
    page = ui.open(reverse("reviews:intake", args=[review.case_id]))
    survey.look(ui, "intake")
    press(page, "予以受理")
    told(page, "已受理，受理通知书正在制作。")
    survey.look(ui, "desk case")
    page.get_by_role("link", name="办理：到场登记").click()
    page.get_by_label("第二名工作人员").select_option(str(world.second.pk))
    page.get_by_label("已核验携运人证件原件").check()
    survey.look(ui, "check-in")
    press(page, "登记到场")
    told(page, "已登记到场 3 件")


def judge(ui: Watched, survey: Survey, review: Review, *, refuse: int = 0) -> None:
    """One member judges the objects one after the other, and says no to the one at `refuse`."""
    page = ui.open(reverse("reviews:examination", args=[review.case_id]))
    if refuse:
        survey.look(ui, "examination")
    page.get_by_role("link", name="鉴定第 1 件").click()
    for sequence in (1, 2, 3):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"{sequence} 示例")
        for name in ("category_step", "age_step", "value_step", "conclusion"):
            page.locator(f"#id_{name}").fill("示例：据胎釉与造型判断。")
        page.get_by_role("group", name="是否是文物").get_by_label("是", exact=True).check()
        answer = "否" if sequence == refuse else "是"
        page.get_by_role("group", name="是否允许出境").get_by_label(answer, exact=True).check()
        if sequence == 1:
            page.get_by_label("我声明").check()
            if refuse:
                survey.look(ui, "worksheet")
        press(page, "签署此件，到下一件")
    press(page, "完成鉴定")
    told(page, "您的鉴定已完成。")


def decide(ui: Watched, survey: Survey, review: Review) -> None:
    """What the panel's one no has closed cannot even be ticked (R-EXIT-04)."""
    page = ui.open(reverse("reviews:decision", args=[review.case_id]) + "?pick=panel")
    second = review.items.get(sequence=2)
    expect(page.locator(f"#item-{second.pk}")).to_contain_text("不能准予")
    expect(page.locator(f"#permit-{second.pk}")).to_be_disabled()
    page.get_by_label("审批意见").fill("示例：同意鉴定组意见。")
    survey.look(ui, "decision")
    press(page, "作出决定")
    told(page, "准予 2 件，不准予 1 件")


def stock_and_mark(issuer: Watched, clerk: Watched, survey: Survey, review: Review) -> None:
    page = issuer.open(reverse("reviews:mark_stock"))
    page.locator("#numbers").fill("示例标识00001至示例标识00005")
    survey.look(issuer, "stock of marks")
    press(page, "登记")
    told(page, "已登记 5 枚空白标识。")
    page = clerk.open(reverse("reviews:marks", args=[review.case_id]))
    survey.look(clerk, "marks")
    press(page, "确认加贴")
    told(page, "已加贴 2 枚标识。")


def issue(ui: Watched, survey: Survey, review: Review) -> None:
    page = ui.open(reverse("reviews:issue", args=[review.case_id]))
    page.get_by_label("许可证编号").fill(PERMIT)
    survey.look(ui, "issue")
    press(page, "签发")
    told(page, "正在制作并加盖电子签章")
    finish_papers(review.case)
    expect(page.locator("#papers").get_by_role("link", name="文物出境许可证")).to_be_visible()


def hand_back(ui: Watched, survey: Survey, review: Review) -> None:
    page = ui.open(reverse("reviews:hand_back", args=[review.case_id]))
    page.locator("#id_received_by").fill("示例领取人")
    page.get_by_label("已逐件清点").check()
    survey.look(ui, "hand back")
    press(page, "确认退还")
    told(page, "已退还并签收，案件办结。")
    finish_papers(review.case)


def verify(ui: Watched, survey: Survey, review: Review) -> None:
    """The QR address, for anybody: valid, and nothing personal on the page."""
    permit = Certificate.objects.get(case=review.case, kind="exit_permit")
    page = ui.open(reverse("certificates:public", args=[permit.code]))
    told(page, PERMIT)
    expect(page.get_by_role("status")).to_contain_text("有效")
    text = page.content()
    assert [
        word for word in ("示例文物商店", "示例携运人", "11010519491231002X") if word in text
    ] == []
    survey.look(ui, "verdict")
    page = ui.open(reverse("certificates:verify"))
    paper = {"name": "permit.pdf", "mimeType": "application/pdf", "buffer": read_paper(permit)}
    page.locator("#file").set_input_files([paper])
    press(page, "核验文件")
    expect(page.get_by_role("status")).to_contain_text("有效")


def release(ui: Watched, survey: Survey, review: Review) -> None:
    first, second = review.items.filter(status="permit_issued").order_by("sequence")
    gate = reverse("reviews:gate")
    page = ui.open(gate)
    page.locator("#q").fill(first.mark.number)
    press(page, "查验")
    expect(page.locator(".rg-verdict-title")).to_have_text("可放行")
    survey.look(ui, "gate")
    page.locator(f"#item-{second.pk}").uncheck()
    press(page, "放行所选文物")
    told(page, "已放行 1 件。")
    expect(page.locator(f"#item-{first.pk}")).to_be_disabled()
    permit = Certificate.objects.get(case=review.case, kind="exit_permit")
    page.locator("#q").fill(f"{ui.address}/v/{permit.code}/")
    press(page, "查验")
    expect(page.locator(".rg-verdict-title")).to_have_text("部分可放行")
    ui.expect_refusal(reverse("reviews:gate_release"))
    page.locator(f"#item-{first.pk}").evaluate(
        "box => { box.disabled = false; box.checked = true }"
    )
    press(page, "放行所选文物")
    told(page, "已放行")
    assert list(Release.objects.values_list("item", flat=True)) == [first.pk]


def look_at_the_rest(page_as, new_page, survey: Survey, world: reviewing.World, review: Review):
    """The main pages that the journey did not pass."""
    case = [review.case_id]
    rest = [
        (new_page(), {"first page": "/", "progress": reverse("cases:track")}),
        (
            page_as(world.scheduler.username),
            {
                "session": reverse("appointments:session", args=[world.session.pk]),
                "day": reverse("appointments:day", args=[world.session.date.isoformat()]),
                "cases": reverse("reviews:desk_list"),
            },
        ),
        (
            page_as(world.approver.username),
            {
                "worksheets": reverse("reviews:worksheets", args=case),
                "closed case": reverse("reviews:desk_case", args=case),
            },
        ),
    ]
    for ui, pages in rest:
        for name, path in pages.items():
            ui.open(path)
            survey.look(ui, name)


def test_from_a_draft_to_the_port(page_as, new_page, world, survey):
    dealer, clerk = page_as(world.agent.username), page_as(world.clerk.username)
    review = draft(dealer, survey, world)
    add_by_form(dealer, survey, review)
    add_by_table(dealer, survey, review)
    fill_and_submit(dealer, survey, world, review)
    book(dealer, survey, world)
    confirm(page_as(world.scheduler.username), survey, review)
    accept_and_check_in(clerk, survey, world, review)
    for place, member in enumerate(world.appraisers):
        judge(page_as(member.user.username), survey, review, refuse=0 if place else 2)
    decide(page_as(world.approver.username), survey, review)
    issuer = page_as(world.issuer.username)
    stock_and_mark(issuer, clerk, survey, review)
    issue(issuer, survey, review)
    hand_back(clerk, survey, review)
    verify(new_page(), survey, review)
    release(page_as(world.customs.username), survey, review)
    look_at_the_rest(page_as, new_page, survey, world, review)
    assert survey.faults == {}
    assert len(survey.found) == 33

    case, code = [review.case_id], Certificate.objects.get(kind="exit_permit").code
    first_visits = [
        (page_as(world.agent.username), reverse("reviews:case", args=case)),
        (page_as(world.clerk.username), reverse("reviews:desk_case", args=case)),
        (page_as(world.customs.username), reverse("reviews:gate") + f"?q={code}"),
        (new_page(), reverse("certificates:public", args=[code])),
    ]
    assert [weight_of(ui, path) for ui, path in first_visits] == [[], [], [], []]
