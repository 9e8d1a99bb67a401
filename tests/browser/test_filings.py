"""The pages of electronic filing on a desk's screen and on a telephone."""

import pytest
from django.urls import reverse

from approvals.parties.models import Role
from relics.filings.models import Filing
from tests import factories, filing

from .conftest import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HOLDER = ("list", "new", "new_table", "edit", "filing", "version", "guide")
OFFICE = ("desk_list", "desk", "approval_new", "zone")
OF_ONE = ("edit", "filing", "version", "desk")


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT, settings.DEMO = tmp_path, True
    place = filing.make_place()
    filing.changed(place, materials="木胎")
    filing.line2_requested(place)
    filing.returned(place, materials="黄花梨木框")
    return place


def pages(place, names):
    row = Filing.objects.get(status="changed" if "list" in names else "line2_requested")
    for name in names:
        args = [row.case_id] if name in OF_ONE else []
        args += {"version": [2], "zone": [place.zone.code]}.get(name, [])
        yield name, reverse(f"filings:{name}", args=args)


@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=["1366", "375"])
def test_no_page_has_a_barrier_or_scrolls_sideways(page_as, place, screen):
    for person, names in (
        (place.agent, HOLDER),
        (place.culture, OFFICE),
        (factories.make_member(place.port.customs, Role.CUSTOMS), ("reexport",)),
    ):
        ui = page_as(person.username, viewport=screen)
        for name, path in pages(place, names):
            ui.open(path)
            assert (name, ui.barriers(), ui.sideways()) == (name, [], 0)
