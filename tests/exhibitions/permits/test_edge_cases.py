"""Edge cases of rules §15 that fall in this room."""

from datetime import timedelta
from decimal import Decimal

import pytest

from approvals.cases.models import AdverseAct
from approvals.record.refusals import Conflict, NotAcceptable, Refusal
from exhibitions.credit.services import rate_party
from exhibitions.guarantees.services import lock_cover, pass_night, release_cover
from exhibitions.permits import closing, services
from exhibitions.permits.models import Suspension
from exhibitions.permits.rules import destination_refusal, leg_refusal
from tests import showing

pytestmark = pytest.mark.django_db
NUMBERS = {"customs_number": "示例1", "business_number": "示例C"}


def rate(world, tier):
    rate_party(
        world.operator,
        tier,
        valid_from=showing.today(),
        source="示例认定书",
        by=world.officer,
    )


def bonded(world, **values):
    """A show of bonded art, which may owe 2,373.60."""
    return showing.drafted(world, showing.filed(world, origin="abroad"), **values)


def ends(world, permit, days):
    """A guarantee that ends so many days after the show."""
    return showing.guarantee(world, valid_to=permit.ends_on + timedelta(days=days))


def test_case_29_the_guarantee_expires_before_the_display_ends(world):
    permit = bonded(world)
    short = ends(world, permit, 29)
    services.fill_permit(permit, {"guarantee": short}, by=world.keeper)
    with pytest.raises(NotAcceptable) as caught:
        services.submit_permit(permit, by=world.keeper)
    refusal = caught.value.refusal
    assert (refusal.code, refusal.rule) == ("guarantee_ends_first", "R-GUAR-11")
    for day in (short.valid_to, permit.ends_on, permit.ends_on - timedelta(days=1)):
        assert str(day) in str(refusal.sentence)
    enough = ends(world, permit, 30)
    services.fill_permit(permit, {"guarantee": enough}, by=world.keeper)
    assert services.submit_permit(permit, by=world.keeper).status == "under_review"


def test_case_29_what_changed_meanwhile_is_refused_at_approval(world):
    permit = bonded(world)
    services.fill_permit(permit, {"guarantee": ends(world, permit, 30)}, by=world.keeper)
    services.submit_permit(permit, by=world.keeper)
    showing.decide(world, "guarantees.buffer_days", value=31, party=world.customs)
    with pytest.raises(NotAcceptable) as caught:
        services.approve_permit(permit, **NUMBERS, by=world.officer)
    assert caught.value.refusal.code == "guarantee_ends_first"


def test_case_29_if_it_happens_later_new_legs_stop_and_customs_suspends(world):
    permit = bonded(world)
    services.fill_permit(permit, {"guarantee": ends(world, permit, 60)}, by=world.keeper)
    services.submit_permit(permit, by=world.keeper)
    services.approve_permit(permit, **NUMBERS, by=world.officer)
    services.secure_permit(permit, by=world.keeper)
    held = showing.fresh(services.open_permit(permit, by=world.keeper))
    assert leg_refusal(held) is None
    showing.decide(world, "guarantees.buffer_days", value=365, party=world.customs)
    pass_night()
    held = showing.fresh(held)
    assert held.guarantee.status == "expiring"
    assert leg_refusal(held).rule == "R-GUAR-05"
    [act] = services.watch_permits(guarantee=held.guarantee_id)
    assert act.occasion == "ground:guarantee"
    assert showing.sign(held, world.officer).status == "suspended"


def test_no_show_opens_without_the_cover_it_needs(world):
    permit = bonded(world)
    services.submit_permit(permit, by=world.keeper)
    services.approve_permit(permit, **NUMBERS, by=world.officer)
    with pytest.raises(NotAcceptable) as caught:
        services.secure_permit(permit, by=world.keeper)
    assert (caught.value.refusal.code, caught.value.refusal.rule) == (
        "guarantee_missing",
        "R-BOND-04",
    )
    small = showing.guarantee(world, "2373.59")
    with pytest.raises(NotAcceptable) as caught:
        services.secure_permit(permit, small, by=world.keeper)
    assert caught.value.refusal.code == "cover_short"
    assert "0.01" in str(caught.value.refusal.sentence), "a cent is named"
    other = showing.make_world()
    with pytest.raises(NotAcceptable) as caught:
        services.secure_permit(permit, showing.guarantee(other), by=world.keeper)
    assert caught.value.refusal.code == "guarantee_of_another"
    right = showing.guarantee(world, "2373.60")
    held = services.secure_permit(permit, by=world.keeper)
    assert (held.status, held.guarantee) == ("guaranteed", right)


def test_what_is_locked_stands_in_the_way_of_closing(world):
    permit = bonded(world)
    services.submit_permit(permit, by=world.keeper)
    services.approve_permit(permit, **NUMBERS, by=world.officer)
    guarantee = showing.guarantee(world)
    services.secure_permit(permit, by=world.keeper)
    services.open_permit(permit, by=world.keeper)
    thing = permit.items.get().object
    key = permit.cover_key
    lock_cover(guarantee, [(thing, Decimal("2373.60"), key)], by=world.officer)
    services.begin_closing(permit, by=world.keeper)
    with pytest.raises(Conflict) as caught:
        services.close_permit(permit, by=world.officer)
    assert [one["code"] for one in caught.value.extra["refusals"]] == ["cover_locked"]
    release_cover(guarantee, [(thing, key)], reason="示例：已回区", by=world.officer)
    assert services.close_permit(permit, by=world.officer).status == "closed"


def test_a_room_to_the_right_says_what_is_not_back_yet(world, monkeypatch):
    monkeypatch.setattr(closing, "_checks", [])
    closing.register_closing_check(lambda permit: [Refusal("out", "示例：尚未回区", "R-BOND-02")])
    permit = showing.closing(world)
    with pytest.raises(Conflict) as caught:
        services.close_permit(permit, by=world.officer)
    assert caught.value.refusal.code == "out"


def test_case_37_the_display_place_moves_across_the_street(world):
    permit = showing.active(world)
    other = showing.moved(world)
    held = showing.fresh(permit)
    assert held.site != other
    assert (held.site.status, other.status) == ("ended", "approved")
    refusal = leg_refusal(held)
    assert (refusal.code, refusal.rule) == ("site_not_approved", "R-BOND-03")
    act = showing.draft_of(held)
    assert (act.kind, act.occasion) == ("display_suspension", "ground:site")
    held = showing.fresh(showing.sign(held, world.officer))
    assert (held.status, Suspension.objects.get(permit=held).ground) == ("suspended", "site")
    with pytest.raises(Conflict) as caught:
        services.resume_permit(held, reason="示例", by=world.officer)
    assert caught.value.refusal.code == "site_not_approved", "the old permit does not cover it"
    assert showing.drafted(world).site == other


def test_case_37_a_draft_for_the_former_place_is_not_handed_in(world):
    permit = showing.drafted(world)
    showing.moved(world)
    with pytest.raises(NotAcceptable) as caught:
        services.submit_permit(permit, by=world.keeper)
    assert caught.value.refusal.code == "site_not_approved"


def test_case_38_an_exhibit_lent_on_for_a_photo_shoot(world):
    thing = showing.filed(world)
    permit = showing.active(world, thing)
    assert destination_refusal(permit, permit.site) is None
    assert destination_refusal(permit, None).rule == "R-BOND-02"
    other = showing.approved_showroom(world, name="示例影棚", address="示例影棚路 1 号")
    assert destination_refusal(permit, other.site).code == "not_the_approved_place"
    elsewhere = services.draft_permit(other, by=world.keeper)
    services.choose_items(elsewhere, [thing.object_id], by=world.keeper)
    told = {"title": "示例拍摄", "starts_on": showing.today(), "ends_on": showing.today()}
    services.fill_permit(elsewhere, told, by=world.keeper)
    with pytest.raises(NotAcceptable) as caught:
        services.submit_permit(elsewhere, by=world.keeper)
    assert caught.value.refusal.code == "in_another_show"


def test_case_42_the_company_falls_to_discredited_mid_show(world):
    permit = showing.active(world)
    rate(world, "discredited")
    held = showing.fresh(permit)
    assert held.status == "active", "nothing is cancelled"
    assert leg_refusal(held).rule == "R-CRED", "new legs stop at once"
    assert showing.draft_of(held).occasion == "ground:credit"
    held = showing.fresh(showing.sign(held, world.officer))
    assert held.status == "suspended"
    assert held.items.get().holds, "what is out stays under the permit"
    with pytest.raises(Conflict):
        services.resume_permit(held, reason="示例", by=world.officer)
    rate(world, "ordinary")
    held = services.resume_permit(held, reason="示例：信用已修复。", by=world.officer)
    assert (held.status, leg_refusal(held)) == ("active", None)
    assert Suspension.objects.get().lifted_by == world.officer


def test_case_42_who_is_discredited_gets_no_permit(world):
    permit = showing.drafted(world)
    rate(world, "discredited")
    with pytest.raises(NotAcceptable) as caught:
        services.submit_permit(permit, by=world.keeper)
    assert caught.value.refusal.code == "tier_may_not_show"


def test_what_is_over_closes_by_its_term_alone(world):
    permit = showing.active(world)
    assert services.close_ended(permit.ends_on) == []
    after = permit.ends_on + timedelta(days=1)
    assert leg_refusal(permit, after).code == "period_over"
    assert services.close_ended(after) == [permit]
    assert showing.fresh(permit).status == "closing"
    assert not AdverseAct.objects.exists()


def test_a_fact_drafts_once_however_often_it_is_read(world):
    permit = showing.active(world)
    rate(world, "discredited")
    services.watch_permits()
    services.watch_permits()
    assert AdverseAct.objects.filter(case=permit.case).count() == 1
