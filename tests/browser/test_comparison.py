"""The desk of a comparison in a real browser: both pictures move together, by keys and by hand."""

import pytest

from tests import comparing

from .conftest import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOVED = "images => images.map(image => image.style.transform)"


@pytest.fixture
def desk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return comparing.make_desk()


def address(comparison):
    return f"/desk/comparisons/{comparison.pk}/"


@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=["1366", "375"])
def test_every_stage_has_no_barrier_and_does_not_scroll_sideways(desk, page_as, screen):
    comparison = comparing.mismatched(desk)
    comparing.explained_by(desk, comparison)
    other = comparing.desk_of(
        *(desk.office, desk.dealer, desk.agent, desk.clerk, desk.second, desk.approver),
        number="示例-2",
    )
    ui = page_as(desk.clerk.username, viewport=screen)
    for shown in (comparison, comparing.begun(other)):
        ui.open(address(shown))
        assert ui.barriers() == []
        assert ui.sideways() == 0


def test_both_pictures_are_zoomed_and_moved_as_one(desk, page_as):
    ui = page_as(desk.clerk.username)
    page = ui.open(address(comparing.presented(desk)))
    pair = page.locator("[data-pair]").first
    images = pair.locator("img")
    pair.focus()
    for key in ("+", "+", "ArrowLeft"):
        page.keyboard.press(key)
    assert images.evaluate_all(MOVED) == ["translate(10%, 0%) scale(2.25)"] * 2
    page.keyboard.press("0")
    page.get_by_role("button", name="放大").first.click()
    assert images.evaluate_all(MOVED) == ["translate(0%, 0%) scale(1.5)"] * 2
    others = page.locator("[data-pair]").nth(1).locator("img")
    assert others.evaluate_all(MOVED) == ["", ""]
    box = images.first.bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 240, box["y"] + 200, steps=4)
    page.mouse.up()
    first, second = images.evaluate_all(MOVED)
    assert first == second != "translate(0%, 0%) scale(1.5)"


def test_without_a_script_the_pictures_stand_side_by_side_and_lead_to_full_ones(desk, page_as):
    ui = page_as(desk.clerk.username, java_script_enabled=False)
    page = ui.open(address(comparing.presented(desk)))
    left, right = (box.bounding_box() for box in page.locator("[data-pair] a").all()[:2])
    assert left["y"] == right["y"]
    first = page.locator("[data-pair] a").first
    photo = desk.reference.photos.first()
    assert first.get_attribute("href") == f"/desk/references/{photo.pk}.jpg"
    assert page.get_by_role("button", name="放大").count() == 0
