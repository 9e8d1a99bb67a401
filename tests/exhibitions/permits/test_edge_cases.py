"""Edge cases of rules §15 that fall in this room."""

from datetime import timedelta

import pytest

from approvals.cases.models import AdverseAct
from approvals.record.refusals import Conflict, NotAcceptable
from exhibitions.credit.services import rate_party
from exhibitions.permits import services
from exhibitions.permits.models import Suspension
from exhibitions.permits.rules import destination_refusal, leg_refusal
from tests import showing

pytestmark = pytest.mark.django_db


def rate(world, tier):
    rate_party(
        world.operator,
        tier,
        valid_from=showing.today(),
        source="示例认定书",
        by=world.officer,
    )


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
