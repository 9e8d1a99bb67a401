"""The three shells and the parts of the pages, in a real browser."""

import gzip
import json
import re

import pytest
from playwright.sync_api import expect

from approvals.parties.models import User

from .conftest import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HAN = re.compile(r"[\u4e00-\u9fff]+")
PAGES = {
    "public": ("/style/", 200),
    "work": ("/style/?shell=work", 200),
    "gate": ("/style/?shell=gate", 200),
    "login": ("/accounts/login/", 200),
    "forgotten password": ("/accounts/password/reset/", 200),
    "source": ("/source/", 200),
    "not found": ("/no-such-page/", 404),
}


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


@pytest.fixture
def officer():
    return User.objects.create_user("example-officer", password="x", full_name="示例受理人")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=["1366", "375"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier_and_does_not_scroll_sideways(new_page, name, screen, theme):
    path, status = PAGES[name]
    ui = new_page(viewport=screen, cookies={"theme": theme})
    page = ui.open(path, status)
    expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
    assert ui.barriers() == []
    assert ui.sideways() == 0


@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=["1366", "375"])
def test_large_text_does_not_scroll_sideways(new_page, screen):
    ui = new_page(viewport=screen, cookies={"comfort": "on"})
    page = ui.open("/style/")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"
    assert ui.sideways() == 0


def test_a_signed_in_officer_is_named_and_can_leave(page_as, officer):
    ui = page_as(officer.username)
    page = ui.open("/style/?shell=work")
    expect(page.locator(".rg-who-name")).to_have_text("示例受理人")
    assert ui.barriers() == []
    page.get_by_role("button", name="退出").click()
    expect(page.locator(".rg-who-name")).to_have_count(0)


@pytest.mark.parametrize("path", ["/accounts/password/change/", "/accounts/2fa/"])
def test_the_pages_of_an_account_have_no_barrier(page_as, officer, path):
    ui = page_as(officer.username, viewport=NARROW)
    ui.open(path)
    assert ui.barriers() == []
    assert ui.sideways() == 0


def test_a_first_visit_is_light(ui):
    weights: dict[str, int] = {}
    ui.page.on(
        "response", lambda answer: weights.update({answer.url: len(gzip.compress(answer.body()))})
    )
    page = ui.open("/style/")
    page.wait_for_load_state("networkidle")
    assert len(weights) <= 15
    assert sum(weights.values()) <= 200 * 1024
    assert page.locator("*").count() <= 1000


def test_the_theme_is_kept_by_the_server(ui):
    page = ui.open("/style/")
    page.get_by_role("button", name="深色").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.get_by_role("button", name="浅色").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    assert page.url.endswith("/style/")


def test_large_text_is_kept_by_the_server(ui):
    page = ui.open("/style/")
    page.get_by_role("button", name="A+").click()
    expect(page.get_by_role("button", name="A+")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/source/"])
def test_an_english_reader_meets_no_chinese_but_the_seal_and_the_way_back(ui, path):
    page = ui.open(path)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    text = page.locator("body").inner_text()
    assert set(HAN.findall(text)) - {"鉴", "中文"} == set()
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_an_english_browser_is_first_shown_chinese(new_page):
    page = new_page(locale="en-US").open("/accounts/login/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")


def test_the_keyboard_reaches_the_text_first(ui):
    page = ui.open("/source/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_errors_of_a_form_take_the_focus_and_lead_to_the_field(ui):
    page = ui.open("/style/")
    expect(page.locator(".rg-sum")).to_be_focused()
    page.locator(".rg-sum a").first.click()
    expect(page.locator("#id_title")).to_be_focused()


def test_keys_move_through_the_rows_and_search_and_help(ui):
    page = ui.open("/style/?shell=work")
    for _press in range(2):
        page.keyboard.press("j")
    expect(page.locator("tr.is-cursor a")).to_have_text("示例2026-0012")
    page.keyboard.press("k")
    expect(page.locator("tr.is-cursor a")).to_have_text("示例2026-0011")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type("j")
    expect(page.locator("tr.is-cursor a")).to_have_text("示例2026-0011")


def test_keys_can_be_switched_off(ui):
    page = ui.open("/style/?shell=work")
    page.get_by_role("button", name="快捷键").click()
    page.get_by_role("button", name="停用快捷键").click()
    page.locator("html[data-shortcuts=off]").wait_for()
    page.keyboard.press("j")
    expect(page.locator("tr.is-cursor")).to_have_count(0)


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(new_page):
    page = new_page(viewport=NARROW).open("/style/?shell=work")
    toggler = page.get_by_role("button", name="菜单")
    toggler.focus()
    page.keyboard.press("Enter")
    expect(toggler).to_have_attribute("aria-expanded", "true")
    page.locator("#menu.collapse.show").wait_for()  # while it opens the library hears no key
    page.keyboard.press("Enter")
    expect(toggler).to_have_attribute("aria-expanded", "false")


def test_photographs_are_sent_one_by_one_and_a_wrong_file_is_named(ui):
    page = ui.open("/style/")
    page.route(
        "**/style/none/",
        lambda route: route.fulfill(
            status=200, content_type="application/json", body=json.dumps({"label": "正面 已保存"})
        ),
    )
    pixel = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
    page.locator("#photos").set_input_files(
        [
            {"name": "front.png", "mimeType": "image/png", "buffer": pixel},
            {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"notes"},
        ]
    )
    captions = page.locator("[data-thumbs] .cap")
    expect(captions).to_have_text(
        ["正面 已保存", "notes.txt：只收 10 MB 以内的 JPG、PNG 或 WebP 照片"]
    )


def test_a_photograph_that_was_refused_says_why_and_can_be_sent_again(ui):
    page = ui.open("/style/")
    ui.expect_refusal("/style/none/")
    answers = iter([(422, {"error": "照片打不开"}), (201, {"label": "背面 已保存"})])

    def answer(route):
        status, body = next(answers)
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body))

    page.route("**/style/none/", answer)
    photograph = {"name": "back.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    page.locator("#photos").set_input_files([photograph])
    caption = page.locator("[data-thumbs] .cap")
    expect(caption).to_contain_text("back.png：照片打不开")
    caption.get_by_role("button", name="重试").click()
    expect(caption).to_have_text("背面 已保存")


def test_an_inline_script_would_not_run(ui):
    page = ui.open("/source/")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.head.append(s); }"
    )
    assert page.evaluate("window.ran") is None
    assert sorted(problem.split(":")[0] for problem in ui.problems) == ["console", "policy"]
    ui.problems.clear()
