"""A temporary exit clicked through: the approval, its lines, the check, and what is abroad.

What the exit review has in common with it (`test_journey.py`) is done by the services: objects,
appointment, marks, papers, the gate, the comparison (`test_comparison.py`).
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from relics.comparisons.models import Comparison
from relics.loans.models import Loan
from relics.register.models import Grade
from relics.returns.services import conclude_comparisons
from relics.reviews.models import Mark, Review
from relics.reviews.services import application, decision, gate, marking, paper_acts
from tests import factories, lending, reviewing

from .conftest import Watched
from .walking import Survey, finish_papers, follow, press, told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings, tmp_path):
    settings.DEMO = True
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


@pytest.fixture
def survey():
    return Survey(narrow=False)


def apply(ui: Watched, survey: Survey, world: reviewing.World) -> Review:
    """Drafted in the browser; two objects, one of them of the first grade, from the register."""
    page = ui.open(reverse("reviews:application_new") + "?procedure=temporary_exit")
    expect(page.locator("[name=procedure][value=temporary_exit]")).to_be_checked()
    page.get_by_label("申请事项名称").fill("示例出境展")
    press(page, "开始填写")
    review = Review.objects.select_related("case").get()
    things = [world.new_object(grade=Grade.FIRST), world.new_object()]
    application.add_objects(review, things, by=world.agent)
    fields = {**reviewing.particulars(world), "special_approval": "示例文物展〔示例年〕1号"}
    application.fill_application(review, fields, by=world.agent)
    return review


def plan(ui: Watched, survey: Survey, review: Review) -> None:
    """More than a year is refused in words; so is a first-grade share that needs the Council."""
    page = ui.open(reverse("reviews:application", args=[review.case_id]))
    page.get_by_role("link", name="批准与期限").first.click()
    ui.expect_refusal(reverse("loans:plan", args=[review.case_id]))
    page.get_by_label("批准机关").select_option("administration")
    page.get_by_label("目的").select_option("exhibition")
    for label, value in (
        ("展览名称", "示例出境展"),
        ("承办单位", "示例承办单位"),
        ("境外展览或存放地点", "示例国示例馆"),
        ("期限起", str(factories.today())),
        ("期限止", str(factories.days_from_now(800))),
    ):
        page.get_by_label(label).fill(value)
    hand_in_approval(page)
    press(page, "保存")
    told(page, "临时出境期限最长一年")
    survey.look(ui, "plan refused")
    page.get_by_label("期限止").fill(str(factories.days_from_now(180)))
    hand_in_approval(page)
    press(page, "保存")
    told(page, "已保存。")


def hand_in_approval(page: Page) -> None:
    paper = lending.paper().read()
    file = {"name": "示例批准.png", "mimeType": "image/png", "buffer": paper}
    page.locator("#id_approval").set_input_files([file])


def state(ui: Watched, survey: Survey, review: Review) -> None:
    page = ui.open(reverse("reviews:application", args=[review.case_id]))
    told(page, "还有 2 件文物未作出展说明")
    survey.look(ui, "tasks of a temporary exit")
    page.get_by_role("link", name="批准与期限").first.click()
    for item in review.items.all():
        page.locator(f"[name=was_shown-{item.pk}]").check()
    survey.look(ui, "statements")
    press(page, "保存")
    told(page, "已保存 2 件的说明。")


def cross_the_line(ui: Watched, survey: Survey, review: Review) -> None:
    """One of two is more than 20 %: only the State Council may approve it."""
    check = reverse("reviews:check", args=[review.case_id])
    page = ui.open(check)
    told(page, "一级文物 1 件（套），展品共 2 件（套），超过 120 件（套）或 20%，须经国务院批准。")
    expect(page.get_by_role("button", name="提交申请")).to_be_disabled()
    survey.look(ui, "beyond the line")
    page = ui.open(reverse("loans:plan", args=[review.case_id]))
    page.get_by_label("批准机关").select_option("state_council")
    press(page, "保存")
    told(page, "已保存。")
    page = ui.open(check)
    survey.look(ui, "check of a temporary exit")
    press(page, "提交申请")
    expect(page.get_by_role("heading", name="申报已提交")).to_be_visible()


def verify(ui: Watched, survey: Survey, world: reviewing.World, review: Review) -> None:
    page = ui.open(reverse("reviews:desk_case", args=[review.case_id]))
    page.get_by_role("link", name="办理：核对批准文件").click()
    page.get_by_label("第二名核对人员").select_option(str(world.second.pk))
    page.get_by_label("核对情况").fill("示例：与批准清单一致。")
    survey.look(ui, "approval beside the objects")
    press(page, "核对无误，转审批")
    told(page, "已核对，转审批。")


def decide(ui: Watched, survey: Survey, review: Review) -> None:
    page = ui.open(reverse("reviews:decision", args=[review.case_id]))
    for item in review.items.all():
        page.locator(f"#permit-{item.pk}").check()
    page.get_by_label("审批意见").fill("示例：同意。")
    survey.look(ui, "decision of a temporary exit")
    press(page, "作出决定")
    told(page, "准予 2 件")


def send_abroad(world: reviewing.World, review: Review) -> None:
    """Marks, the paper and the gate, which the journey of the exit review walks."""
    review = reviewing.fresh(review)
    items = list(review.items.order_by("sequence"))
    numbers = [f"示例出展标识{Mark.objects.count() + item.sequence}" for item in items]
    marks = marking.stock_marks(world.office, numbers, medium="label", by=world.issuer)
    pairs = {item.pk: mark for item, mark in zip(items, marks, strict=True)}
    marking.bind_marks(review, pairs, by=world.clerk)
    paper_acts.issue_papers(reviewing.fresh(review), permit_number="", by=world.issuer)
    finish_papers(review.case)
    gate.release(list(review.items.all()), port=world.port, by=world.customs)


def follow_abroad(holder: Watched, approver: Watched, survey: Survey) -> list[Loan]:
    """Shown, extended once, called back."""
    first, second = Loan.objects.order_by("pk")
    page = holder.open(reverse("loans:list"))
    expect(page.locator("main img.rg-thumb")).to_have_count(2)
    told(page, "剩 180 天")
    survey.look(holder, "my loans")
    page.get_by_role("link", name=first.object.name, exact=True).click()
    press(page, "报告展出开始")
    told(page, "境外展出中")
    survey.look(holder, "loan on show")
    page = approver.open(reverse("loans:loan", args=[first.pk]))
    approver.expect_refusal(reverse("loans:loan", args=[first.pk]))
    page.get_by_label("批准文号").fill("示例延〔示例年〕1号")
    page.get_by_label("延至").fill(str(factories.days_from_now(1000)))
    press(page, "记录展期")
    told(page, "展期最长一年")
    survey.look(approver, "extension refused")
    page.get_by_label("延至").fill(str(first.due_on + timedelta(days=90)))
    press(page, "记录展期")
    told(page, "剩 270 天")
    expect(page.get_by_role("button", name="记录展期")).to_be_disabled()
    told(page, "已展期一次，不得再次展期。")
    page = approver.open(reverse("loans:loan", args=[second.pk]))
    page.get_by_label("文号").last.fill("示例召〔示例年〕1号")
    page.get_by_label("事由").fill("示例：展场漏水")
    press(page, "要求召回")
    told(page, "申请人：立即申请复进境")
    expect(page.get_by_role("button", name="要求召回")).to_be_disabled()
    survey.look(approver, "recalled")
    return [first, second]


def come_back(holder: Watched, approver: Watched, survey: Survey, world, loans) -> None:
    page = holder.open(reverse("loans:loan", args=[loans[1].pk]))
    told(page, "示例：展场漏水")
    follow(page, "申请复进境")
    expect(page.locator("[name=procedure][value=reentry]")).to_be_checked()
    review = lending.returning(world, *loans)
    for comparison in Comparison.objects.filter(case=review.case):
        lending.compare(world, comparison)
    conclude_comparisons(review, by=world.clerk)
    page = holder.open(reverse("loans:loan", args=[loans[1].pk]))
    told(page, "审核机构：两人与出境存档比对")
    review = reviewing.fresh(review)
    outcomes = dict.fromkeys(review.items.values_list("pk", flat=True), "registered")
    decision.decide(review, outcomes, opinion="示例：相符。", by=world.approver)
    page = approver.open(reverse("loans:list") + "?state=back")
    survey.look(approver, "loans that are back")
    page.get_by_role("link", name=loans[0].object.name, exact=True).click()
    told(page, "已归还，比对相符")
    survey.look(approver, "loan that is back")


def test_a_temporary_exit_from_the_approval_to_its_return(page_as, world, survey):
    holder = page_as(world.agent.username)
    approver = page_as(world.approver.username)
    review = apply(holder, survey, world)
    plan(holder, survey, review)
    state(holder, survey, review)
    cross_the_line(holder, survey, review)
    lending.arrive(world, reviewing.fresh(review))
    verify(page_as(world.clerk.username), survey, world, review)
    decide(approver, survey, review)
    send_abroad(world, review)
    loans = follow_abroad(holder, approver, survey)
    come_back(holder, approver, survey, world, loans)
    assert survey.faults == {}
