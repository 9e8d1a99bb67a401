"""The applicant's pages in a real browser: barriers, widths, the double click, files, weeks."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories, registering, reviewing

from .conftest import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def at(name, review, **more):
    return reverse(f"reviews:{name}", kwargs={"pk": review.case_id, **more})


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=["1366", "375"])
def test_no_page_has_a_barrier_or_scrolls_sideways(page_as, world, screen, theme):
    draft, case = reviewing.drafted(world), reviewing.appointed(world)
    item = draft.items.get().pk
    names = ("application", "particulars", "check", "object_list", "object_pick", "import")
    paths = [reverse("reviews:application_list"), at("object_edit", draft, item=item)]
    paths += [at(name, draft) for name in names]
    paths += [at(name, case) for name in ("case", "receipt", "booking", "withdraw")]
    ui = page_as(world.agent.username, viewport=screen, cookies={"theme": theme})
    found = {}
    for path in paths:
        ui.open(path)
        found[path] = (ui.barriers(), ui.sideways())
    assert found == dict.fromkeys(paths, ([], 0))


def test_a_double_click_submits_once_and_shows_the_receipt(page_as, world):
    draft = reviewing.drafted(world)
    page = page_as(world.agent.username).open(at("check", draft))
    page.get_by_role("button", name="提交申请").dblclick()
    expect(page.get_by_role("heading", name="申报已提交")).to_be_visible()
    review = reviewing.fresh(draft)
    expect(page.locator(".rg-big")).to_have_text(review.case.number)
    assert review.case.certificates.count() == 1


def test_photographs_are_sent_one_by_one_and_a_bad_one_says_why(page_as, world, tmp_path):
    draft = reviewing.drafted(world)
    item = draft.items.get()
    (tmp_path / "好.jpg").write_bytes(registering.picture().read())
    (tmp_path / "坏.jpg").write_bytes(b"no picture")
    ui = page_as(world.agent.username)
    ui.expect_refusal(at("photo_add", draft, item=item.pk))
    page = ui.open(at("object_edit", draft, item=item.pk))
    page.set_input_files("#photos", [tmp_path / "好.jpg", tmp_path / "坏.jpg"])
    expect(page.locator("[data-thumbs] li").first).to_contain_text("好.jpg")
    expect(page.locator("[data-thumbs] li").last).to_contain_text("这不是 JPG")
    assert item.object.photos.count() == 2


def test_weeks_are_turned_without_losing_the_way_back(page_as, world):
    later = world.session.date + timedelta(days=7)
    factories.make_session(world.office, day=later, staff=[])
    review = reviewing.submitted(world)
    page = page_as(world.agent.username).open(at("booking", review))
    here = page.get_by_role("radio")
    expect(here).to_have_count(1)
    page.get_by_role("link", name="下一周").click()
    monday = later - timedelta(days=later.weekday())
    expect(page.locator("#week h2")).to_contain_text(f"{monday}")
    page.go_back()
    expect(page.locator("#week h2")).not_to_contain_text(f"{monday}")


def test_one_box_ticks_all_objects_of_the_register(page_as, world):
    review = reviewing.drafted(world)
    for _ in range(3):
        world.new_object()
    page = page_as(world.agent.username).open(at("object_pick", review))
    page.get_by_label("全选").check()
    page.get_by_role("button", name="列入所选").click()
    expect(page.get_by_text("已列入 3 件。")).to_be_visible()
    assert review.items.count() == 4
