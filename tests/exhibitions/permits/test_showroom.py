"""A showroom and its place: plan, approval, return, refusal (R-BOND-03)."""

import pytest

from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from exhibitions.permits import services
from exhibitions.permits.models import Showroom
from exhibitions.permits.rules import plan_refusals
from tests import showing

pytestmark = pytest.mark.django_db


def booth(code="A1", x=0, y=0, width=2, depth=1):
    return {"code": code, "name": "", "x": x, "y": y, "width": width, "depth": depth}


@pytest.mark.parametrize(
    ("booths", "codes"),
    [
        ([booth()], []),
        ([], ["no_booths"]),
        ([booth(), booth("A2", x=2)], []),
        ([booth(), booth("A2", x=1)], ["booths_overlap"]),
        ([booth(), booth(x=4)], ["booth_twice"]),
        ([booth(x=9)], ["booth_outside"]),
        ([booth(width=0)], ["booth_outside"]),
    ],
)
def test_a_plan_holds_its_booths(booths, codes):
    plan = {"width": 10, "depth": 5, "booths": booths}
    assert [one.code for one in plan_refusals(plan)] == codes


def test_a_room_has_a_size():
    assert [one.code for one in plan_refusals({"booths": [booth()]})] == ["room_size"]


@pytest.fixture
def site(world):
    return services.draft_site(world.showroom, address="示例路 9 号", by=world.keeper)


def test_a_place_says_how_it_is_kept(world, site):
    with pytest.raises(NotAcceptable) as caught:
        services.submit_site(site, by=world.keeper)
    codes = [one["code"] for one in caught.value.extra["refusals"]]
    assert codes == ["room_size", "missing_security", "missing_climate"]


def test_customs_gives_a_place_back_and_approves_it_under_its_number(world, site):
    held = showing.submitted_site(world, site)
    services.return_site(held, reason="示例：请补消防通道。", by=world.officer)
    services.submit_site(held, by=world.keeper)
    with pytest.raises(NotAcceptable):
        services.approve_site(held, number=" ", by=world.officer)
    done = services.approve_site(held, number="示例核准乙号", by=world.officer)
    assert (done.status, done.approval_number) == ("approved", "示例核准乙号")
    assert Showroom.objects.get(pk=world.showroom.pk).site == done


def test_an_officer_signs_the_refusal_of_a_place(world, site):
    held = showing.submitted_site(world, site)
    services.draft_site_refusal(held, reason="示例：不是固定场所。", by=world.officer)
    assert showing.sign(held, world.officer).status == "refused"
    assert Showroom.objects.get(pk=world.showroom.pk).site.address == showing.ADDRESS


def test_one_place_is_asked_for_at_a_time(world, site):
    with pytest.raises(Conflict) as caught:
        services.draft_site(world.showroom, address="示例路 10 号", by=world.keeper)
    assert caught.value.refusal.code == "site_asked_already"
    services.withdraw_site(site, by=world.keeper)
    services.draft_site(world.showroom, address="示例路 10 号", by=world.keeper)


def test_only_the_customs_of_the_showroom_approves(world, site):
    held = showing.submitted_site(world, site)
    with pytest.raises(NotAllowed):
        services.approve_site(held, number="示例1号", by=world.culture)
    with pytest.raises(NotAllowed):
        services.draft_site_refusal(held, reason="示例", by=world.keeper)
