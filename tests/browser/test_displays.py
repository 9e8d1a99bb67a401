"""The pages of showrooms and display permits on a desk's screen and on a telephone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from exhibitions.permits import services
from tests import showing

from .conftest import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings, tmp_path):
    """A draft, a permit before culture, one before customs, a show that runs."""
    settings.MEDIA_ROOT, settings.DEMO = tmp_path, True
    world = showing.make_world()
    foreign = {"origin": "abroad", "title": "示例：雨后的港口（三联画，布面油彩与金箔）"}
    world.draft = showing.drafted(
        world, showing.filed(world, **foreign), ends_on=showing.today() + timedelta(days=400)
    )
    world.asked = showing.asked(world)
    world.judged = showing.submitted(world, showing.filed(world, origin="abroad"))
    world.show = showing.prolonging(world, showing.filed(world, origin="abroad"))
    for permit in (world.draft, world.show):
        permit.items.update(booth="A2")
    world.site = services.draft_site(world.showroom, address="示例路 2 号", by=world.keeper)
    world.site = showing.submitted_site(world, world.site)
    showing.filed(world)
    return world


def pages(world):
    def of(name, permit):
        return reverse(f"permits:{name}", args=[permit.case_id])

    item = world.draft.items.get()
    yield (
        world.keeper,
        [
            reverse("permits:showrooms"),
            reverse("permits:showroom_new"),
            reverse("permits:showroom", args=[world.showroom.pk]),
            of("site", world.site),
            reverse("permits:permits"),
            reverse("permits:permit_new"),
            of("objects", world.draft),
            of("application", world.draft),
            reverse("permits:item", args=[world.draft.case_id, item.pk]),
            of("permit", world.show),
        ],
    )
    yield (
        world.officer,
        [reverse("permits:permits"), of("site", world.site)]
        + [of("permit", one) for one in (world.judged, world.show)],
    )
    yield world.culture, [of("permit", world.asked)]
    yield world.tax, [of("permit", world.asked)]


@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=["1366", "375"])
def test_no_page_has_a_barrier_or_scrolls_sideways(page_as, world, screen):
    for person, places in pages(world):
        ui = page_as(person.username, viewport=screen)
        for place in places:
            ui.open(place)
            assert (place, ui.barriers(), ui.sideways()) == (place, [], 0)


def test_an_operator_reads_every_clash_and_puts_it_right(page_as, world):
    ui = page_as(world.keeper.username)
    place = reverse("permits:application", args=[world.draft.case_id])
    page = ui.open(place)
    ui.expect_refusal(place)
    page.get_by_role("button", name="提交申请").click()
    assert page.get_by_text("一次展示最长 6 个月").count() == 1
    page.get_by_label("展示止").fill((showing.today() + timedelta(days=90)).isoformat())
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url("**/displays/*/")
    assert page.get_by_text("海关审核中").first.is_visible()
