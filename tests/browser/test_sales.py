"""The pages of sales on a desk's screen and on a telephone."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from tests import custody, selling

from .conftest import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def walked(settings, tmp_path):
    """Exhibits for sale, reserved, sold and taxed, a licence that waits and one verified."""
    settings.MEDIA_ROOT, settings.DEMO = tmp_path, True
    house, shown = selling.show(count=4)
    relic = selling.as_relic(shown[3])
    selling.verified(house)
    selling.verified(house, "示例许2号", kind="relic")
    selling.handed_in(house, "示例许3号", things=[shown[0].object])
    selling.seller(house)
    selling.brought(house, shown[0], "tax_paid")
    selling.reserved(house, shown[1])
    selling.sold(house, relic)
    return house, [custody.fresh(one) for one in shown]


def pages(house, shown):
    """Who opens which pages."""
    sale = shown[0].sales.get()
    exhibits = [(f"exhibit{n}", "exhibit", [one.pk]) for n, one in enumerate(shown)]
    both = [("list", "list", []), ("licences", "licences", []), ("buyer", "buyer", [sale.pk])]
    licence = [("licence", "licence", [house.world.operator.sale_licences.first().pk])]
    yield house.keeper, "seller", [*both, *exhibits, *licence]
    yield house.customs, "customs", [("desk", "desk", []), *exhibits[:1], *licence]
    yield house.world.tax, "tax", [("statements", "statements", [])]
    yield house.world.culture, "culture", [("sellers", "sellers", [])]


@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=["1366", "375"])
def test_no_page_has_a_barrier_or_scrolls_sideways(page_as, walked, screen):
    found = []
    for person, who, named in pages(*walked):
        ui = page_as(person.username, viewport=screen)
        for title, name, args in named:
            ui.open(reverse(f"sales:{name}", args=args))
            found += [(who, title, *ui.barriers())] if ui.barriers() else []
            found += [(who, title, ui.sideways())] if ui.sideways() else []
            if folder := os.environ.get("SHOTS"):
                shot = Path(folder) / f"{who}-{title}-{screen['width']}.png"
                ui.page.screenshot(path=shot, full_page=True)
    assert found == []
