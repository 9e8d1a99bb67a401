"""A temporary entry clicked through by its people: in, longer, and out again (§10.2 to §10.5).

The dealer drafts it, the office sees seal and lists and registers, both authorities answer an
extension, and the object is picked from the record and compared before it leaves.
"""

from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from approvals.certificates.models import Certificate
from relics.comparisons.models import Comparison
from relics.entries.models import Stay
from relics.extensions.models import Extension
from relics.reviews.models import Review
from relics.reviews.services import appointment, examination, intake
from relics.watchlists.models import Candidate
from tests import entering, reviewing, watching

from .conftest import Watched
from .walking import Survey, finish_papers, photograph, press, told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PERMIT = "示例许可〔2026〕8号"


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


@pytest.fixture
def survey():
    return Survey(dark=frozenset({"stay", "comparison"}), narrow=False)


def paper(name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "image/png", "buffer": entering.picture().getvalue()}


def draft(ui: Watched, survey: Survey, world: reviewing.World) -> Review:
    """The dealer's draft: one object that looks like one on a list, and what customs was told."""
    page = ui.open(reverse("reviews:application_new"))
    page.get_by_label("申请事项名称").fill("示例暂时进境")
    page.get_by_label("暂时进境").first.check()
    press(page, "开始填写")
    review = Review.objects.select_related("case").get()
    assert review.procedure == "temporary_entry"
    survey.look(ui, "tasks of an entry")
    page = ui.open(reverse("reviews:object_new", args=[review.case_id]))
    page.locator("#id_name").fill(watching.NAME)
    page.locator("#id_texture").select_option("porcelain")
    page.locator("#id_size").fill("高23.5厘米")
    page.locator("#id_date_text").fill("清乾隆")
    inscriptions = page.locator("#id_inscriptions")
    inscriptions.evaluate("field => { for (let e = field; e; e = e.parentElement) e.open = true }")
    inscriptions.fill(f"底款：{watching.MARK}")
    press(page, "保存，接着上传照片")
    page.locator("#photos").set_input_files([photograph("正面.jpg")])
    expect(page.locator("[data-thumbs] .cap")).to_have_text("正面.jpg")
    return review


def declare(ui: Watched, survey: Survey, world: reviewing.World, review: Review) -> None:
    page = ui.open(reverse("entries:declaration", args=[review.case_id]))
    said = entering.declared(world)
    for name in ("purpose", "regime"):
        page.locator(f"#id_{name}").select_option(str(said[name]))
    page.locator("#id_customs").select_option(str(world.port.customs_id))
    page.locator("#id_entered_on").fill(said["entered_on"].isoformat())
    page.locator("#id_customs_number").fill(said["customs_number"])
    page.locator("#id_seal_number").fill(said["seal_number"])
    page.locator("#id_customs_paper").set_input_files([paper("示例关单.png")])
    survey.look(ui, "declaration")
    press(page, "保存")


def submit(ui: Watched, survey: Survey, world: reviewing.World, review: Review) -> None:
    page = ui.open(reverse("reviews:particulars", args=[review.case_id]))
    fields = reviewing.particulars(world)
    fields.pop("destination")
    for name, value in fields.items():
        field = page.locator(f"#id_{name}")
        if name in ("port", "identity_kind"):
            field.select_option(str(getattr(value, "pk", value)))
        else:
            field.fill(value)
    press(page, "保存")
    page = ui.open(reverse("reviews:check", args=[review.case_id]))
    survey.look(ui, "check of an entry")
    press(page, "提交申请")
    expect(page.get_by_role("heading", name="申报已提交")).to_be_visible()


def accept(world: reviewing.World, review: Review) -> None:
    """What the first journey clicks: booked, confirmed, accepted."""
    appointment.book_appointment(reviewing.fresh(review), world.session, by=world.agent)
    appointment.confirm_appointment(reviewing.fresh(review), by=world.scheduler)
    intake.accept_application(reviewing.fresh(review), approval_seen=True, by=world.clerk)


def see_the_seal(ui: Watched, survey: Survey, world: reviewing.World, review: Review) -> None:
    page = ui.open(reverse("entries:arrival", args=[review.case_id]))
    expect(page.get_by_role("heading", level=1)).to_contain_text("查验关封")
    page.get_by_label("完好", exact=True).check()
    page.locator("#id_seal-seen_number").fill(entering.SEAL)
    page.locator("#id_seal-photo").set_input_files([paper("示例关封.png")])
    page.locator("#id_seal-customs_officer").fill("示例关员")
    page.locator("#id_seal-place").fill("示例监管仓库")
    survey.look(ui, "seal")
    press(page, "记录查验")
    page.get_by_label("第二名工作人员").select_option(str(world.second.pk))
    page.get_by_label("已核验携运人证件原件").check()
    press(page, "登记到场")
    told(page, "已登记到场 1 件")


def check_the_lists(page_as, survey: Survey, world: reviewing.World, review: Review) -> None:
    """One entry of a list is alike; two officers look, each alone, and say it is another."""
    ui = page_as(world.clerk.username)
    page = ui.open(reverse("entries:register", args=[review.case_id]))
    press(page, "比对全部待登记文物")
    told(page, "1 件有疑似")
    survey.look(ui, "register")
    ui.open(reverse("watchlists:candidate_list"))
    survey.look(ui, "candidates")
    found = Candidate.objects.get()
    for officer in (world.clerk, world.second):
        ui = page_as(officer.username)
        page = ui.open(reverse("watchlists:candidate", args=[found.pk]))
        page.locator("#judging textarea").fill("示例：纹饰与款识不同。")
        if officer == world.clerk:
            survey.look(ui, "candidate")
        press(page, "排除")
    assert Candidate.objects.get().status == "dismissed"


def register(ui: Watched, survey: Survey, world: reviewing.World, review: Review) -> None:
    [mark] = entering.entry_marks(world, 1)
    item = review.items.get()
    page = ui.open(reverse("entries:register_item", args=[review.case_id, item.pk]))
    page.get_by_label("角度").select_option("bottom")
    page.locator("#id_photo").set_input_files([paper("底部.png")])
    press(page, "上传照片")
    expect(page.locator(".list-inline-item")).to_have_count(2)
    page.locator("#id_height_cm").fill("23.5")
    expect(page.locator("#id_mark")).to_have_value(mark.number)
    survey.look(ui, "object at the desk")
    press(page, "确认并登记")
    told(page, "已登记")
    press(page, "全部已登记，转签发")
    told(page, "进境登记完成，转签发。")


def issue(ui: Watched, review: Review, number: str = "") -> None:
    page = ui.open(reverse("reviews:issue", args=[review.case_id]))
    if number:
        page.get_by_label("许可证编号").fill(number)
    press(page, "签发")
    told(page, "正在制作并加盖电子签章")
    finish_papers(review.case)


def look_at_the_stay(ui: Watched, survey: Survey) -> Stay:
    stay = Stay.objects.get()
    page = ui.open(reverse("entries:stays"))
    survey.look(ui, "stays")
    page.get_by_role("link", name=watching.NAME).click()
    told(page, "最先届满，以此为准")
    told(page, "逐件登记")
    survey.look(ui, "stay")
    return stay


def ask_for_longer(ui: Watched, survey: Survey) -> Extension:
    page = ui.page
    page.get_by_role("link", name="申请延期").click()
    survey.look(ui, "choose for an extension")
    press(page, "下一步")
    page.locator("#id_reason").fill("示例：展期延长。")
    survey.look(ui, "application for an extension")
    press(page, "提交申请")
    told(page, "撤回申请")
    survey.look(ui, "my extension")
    return Extension.objects.select_related("case").get()


def take_back_and_ask_again(ui: Watched, survey: Survey, stay: Stay) -> Extension:
    page = ui.page
    page.get_by_role("link", name="撤回申请").click()
    survey.look(ui, "taking back")
    press(page, "确认撤回")
    told(page, "已撤回")
    ui.open(reverse("entries:stay", args=[stay.pk]))
    page.get_by_role("link", name="申请延期").click()
    press(page, "下一步")
    page.locator("#id_reason").fill("示例：展期延长，重新申请。")
    press(page, "提交申请")
    return Extension.objects.select_related("case").latest("pk")


def grant(page_as, survey: Survey, world: reviewing.World, extension: Extension) -> None:
    """The office grants fewer months than asked, customs all of them."""
    ui = page_as(world.approver.username)
    page = ui.open(reverse("extensions:list"))
    survey.look(ui, "extensions")
    page.get_by_role("link", name=extension.case.number).click()
    survey.look(ui, "extension at the desk")
    page.get_by_role("link", name="文物部门决定延期").click()
    page.get_by_label("同意延期", exact=True).check()
    page.locator("#id_months").fill("3")
    page.locator("#id_reason").fill("示例：展览只到秋季。")
    survey.look(ui, "answer")
    press(page, "记录答复")
    ui = page_as(world.customs.username)
    page = ui.open(reverse("extensions:customs", args=[extension.case_id]))
    page.get_by_label("同意延期", exact=True).check()
    press(page, "记录答复")
    told(page, "准予延期")
    survey.look(ui, "granted")


def pick_for_return(ui: Watched, survey: Survey, world: reviewing.World, stay: Stay) -> Review:
    """The re-exit is begun on the record of the entry; nothing of the object is typed again."""
    page = ui.open(reverse("entries:stay", args=[stay.pk]))
    told(page, "延期申请已有结果")
    press(page, "申请复出境")
    review = Review.objects.select_related("case").get(procedure="reexit")
    survey.look(ui, "tasks of a re-exit")
    page = ui.open(reverse("reviews:object_list", args=[review.case_id]))
    told(page, watching.NAME)
    survey.look(ui, "objects of a re-exit")
    page = ui.open(reverse("reviews:particulars", args=[review.case_id]))
    for name, value in reviewing.particulars(world).items():
        field = page.locator(f"#id_{name}")
        if name in ("port", "identity_kind"):
            field.select_option(str(getattr(value, "pk", value)))
        else:
            field.fill(value)
    press(page, "保存")
    page = ui.open(reverse("reviews:check", args=[review.case_id]))
    press(page, "提交申请")
    expect(page.get_by_role("heading", name="申报已提交")).to_be_visible()
    return reviewing.fresh(review)


def compare(page_as, survey: Survey, world: reviewing.World, review: Review) -> None:
    """Photographed, measured and looked at anew, then signed by two people (R-TEMP-06)."""
    examination.check_in(
        reviewing.fresh(review), second_officer=world.second, identity_checked=True, by=world.clerk
    )
    ui = page_as(world.clerk.username)
    page = ui.open(reverse("returns:compare", args=[review.case_id]))
    survey.look(ui, "comparisons of a case")
    page.get_by_role("link", name="打开比对").click()
    found = Comparison.objects.select_related("reference").get()
    for photo in found.reference.photos.all():
        page.locator(f"#photo-{photo.pk}").set_input_files([paper("现场.png")])
        page.locator(f".rg-pair-send:has(#photo-{photo.pk})").get_by_role(
            "button", name="上传"
        ).click()
        expect(page.locator(f".rg-pair:has(#view-{photo.pk}) img")).to_have_count(2)
    for name, value in found.reference.measures.items():
        page.locator(f"#id_measure-{name}").fill(str(Decimal(value)))
    press(page, "保存复测结果")
    page.locator("#id_mark-mark_seen").select_option("intact")
    page.locator("#id_mark-mark_number").fill(found.reference.mark_number)
    page.locator("#id_mark-seal_seen").select_option("none")
    press(page, "保存查验结果")
    survey.look(ui, "comparison")
    press(page, "签署：相符")
    told(page, "须由另一人用自己的账号签署")
    other = page_as(world.second.username).open(reverse("comparisons:comparison", args=[found.pk]))
    press(other, "签署：相符")
    told(other, "比对已有结论")
    page = ui.open(reverse("returns:compare", args=[review.case_id]))
    press(page, "全部完成，转审批")
    told(page, "比对已全部完成，转审批。")


def permit(page_as, survey: Survey, world: reviewing.World, review: Review) -> None:
    ui = page_as(world.approver.username)
    page = ui.open(reverse("reviews:decision", args=[review.case_id]))
    item = review.items.get()
    page.locator(f"#permit-{item.pk}").check()
    page.get_by_label("审批意见").fill("示例：与进境存档相符。")
    survey.look(ui, "decision on a re-exit")
    press(page, "作出决定")
    issuer = page_as(world.issuer.username)
    page = issuer.open(reverse("reviews:mark_stock"))
    page.locator("#numbers").fill("示例出境标识00001")
    press(page, "登记")
    page = page_as(world.clerk.username).open(reverse("reviews:marks", args=[review.case_id]))
    press(page, "确认加贴")
    issue(issuer, review, PERMIT)


def release(ui: Watched, survey: Survey, review: Review) -> None:
    paper = Certificate.objects.get(case=review.case, kind="reexit_permit")
    page = ui.open(reverse("reviews:gate"))
    page.locator("#q").fill(f"{ui.address}/v/{paper.code}/")
    press(page, "查验")
    expect(page.locator(".rg-verdict-title")).to_have_text("可放行")
    survey.look(ui, "gate of a re-exit")
    press(page, "放行所选文物")
    told(page, "已放行 1 件。")


def test_in_for_a_time_longer_and_out_again(page_as, world, survey):
    kept = watching.make_list(world.office, world.clerk)
    watching.make_entry(kept, photo=watching.comparing.vessel())
    dealer, clerk = page_as(world.agent.username), page_as(world.clerk.username)
    review = draft(dealer, survey, world)
    declare(dealer, survey, world, review)
    submit(dealer, survey, world, review)
    accept(world, review)
    see_the_seal(clerk, survey, world, review)
    check_the_lists(page_as, survey, world, review)
    register(clerk, survey, world, review)
    issue(page_as(world.issuer.username), review)
    stay = look_at_the_stay(dealer, survey)
    ask_for_longer(dealer, survey)
    extension = take_back_and_ask_again(dealer, survey, stay)
    grant(page_as, survey, world, extension)
    assert Extension.objects.get(pk=extension.pk).granted == 3
    back = pick_for_return(dealer, survey, world, stay)
    accept(world, back)
    compare(page_as, survey, world, back)
    permit(page_as, survey, world, back)
    release(page_as(world.customs.username), survey, back)
    assert Stay.objects.get().status == "left"
    dealer.open(reverse("entries:stay", args=[stay.pk]))
    survey.look(dealer, "stay that ended")
    assert survey.faults == {}
