"""The pages of rates, tiers and guarantees on a desk's screen and on a telephone."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from exhibitions.credit.services import rate_party
from exhibitions.guarantees import services
from tests import guaranteeing, tariffing

from .conftest import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ASKED = "?value=1000000&currency=USD&hs_code=9701210000&origin=&on=2026-11-25"


@pytest.fixture
def firm(settings, tmp_path):
    """A guarantee that fell short with a change asked for, a draft, and rates in force."""
    settings.MEDIA_ROOT, settings.DEMO = tmp_path, True
    firm = guaranteeing.make_firm()
    tariffing.load_rates(by=firm.officer)
    tariffing.load_exchange("7.2", by=firm.officer)
    firm.waiting = tariffing.uploaded(tariffing.line("9701", "最惠国", "5"), by=firm.officer)
    today = timezone.localdate()
    rate_party(firm.party, "certified", valid_from=today, source="示例认定书", by=firm.officer)
    firm.row = guaranteeing.active(firm, 1000)
    things = firm.things(4)
    locked = [(thing, Decimal(200), "示例展-1") for thing in things]
    services.lock_cover(firm.row, locked, by=firm.officer)
    services.revalue(firm.row, [(things[0], Decimal("650.50"))], by=firm.officer)
    services.request_change(firm.row, amount=Decimal(500), document="示例-2", by=firm.agent)
    firm.draft, firm.asked = guaranteeing.drafted(firm), guaranteeing.submitted(firm)
    return firm


def pages(firm):
    yield (
        firm.agent,
        [
            reverse("guarantees:list"),
            reverse("guarantees:new"),
            reverse("guarantees:guarantee", args=[firm.row.pk]),
            reverse("guarantees:guarantee", args=[firm.draft.pk]),
            reverse("guarantees:edit", args=[firm.draft.pk]),
            reverse("credit:own"),
            reverse("tariffs:calculator") + ASKED,
        ],
    )
    yield (
        firm.officer,
        [
            reverse("guarantees:desk_list"),
            reverse("guarantees:desk", args=[firm.row.pk]),
            reverse("guarantees:desk", args=[firm.asked.pk]),
            reverse("credit:desk_list"),
            reverse("credit:desk_party", args=[firm.party.pk]),
            reverse("tariffs:table_list"),
            reverse("tariffs:table", args=[firm.waiting.pk]),
        ],
    )


@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=["1366", "375"])
def test_no_page_has_a_barrier_or_scrolls_sideways(page_as, firm, screen):
    for person, places in pages(firm):
        ui = page_as(person.username, viewport=screen)
        for place in places:
            ui.open(place)
            assert (place, ui.barriers(), ui.sideways()) == (place, [], 0)


def test_the_meter_moves_by_itself_while_the_page_stands_open(page_as, firm):
    ui = page_as(firm.agent.username)
    page = ui.open(reverse("guarantees:guarantee", args=[firm.row.pk]))
    assert page.locator("#meter").get_by_text("250.50", exact=True).count() == 1
    services.top_up(firm.row, Decimal(1000), document="示例-3", by=firm.officer)
    page.locator("#meter").get_by_text("749.50", exact=True).wait_for(timeout=20_000)
