"""A paper after issue: suspended, corrected, voided on its pages; doubts drafted, people sign."""

import pytest
from django.urls import reverse

from approvals.cases.alarms import acts_to_sign
from approvals.cases.models import AdverseAct
from approvals.cases.services import sign_adverse_act
from approvals.certificates.models import Certificate
from approvals.certificates.services import (
    finish_certificate,
    reinstate_certificate,
    suspend_certificate,
)
from approvals.record.models import TrailEntry
from approvals.record.refusals import Conflict, NotAcceptable
from relics.reviews.models import ReviewItem
from relics.reviews.services import gate, paper_acts
from relics.watchlists.services import freeze_object
from tests import reviewing
from tests.desk import at, get, many, post, signed_in, text

from .test_freezing import instructed

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


@pytest.fixture
def review(world):
    made = reviewing.issued(world, number="示例〔2026〕1号")
    finish_certificate(made.case.certificates.get(kind="exit_permit").pk)
    return made


@pytest.fixture
def permit(review):
    return review.case.certificates.get(kind="exit_permit")


def standing(paper):
    return Certificate.objects.get(pk=paper.pk).status


def test_the_card_offers_each_officer_its_own_acts_only(world, review, permit):
    def offered(person):
        papers = get(person, at("papers", review)).context["papers"]["list"]
        [line] = [one for one in papers if one["paper"] == permit]
        return [act["url"].rsplit("/", 2)[-2] for act in line["acts"]]

    assert offered(world.approver) == ["suspend", "revoke"]
    assert offered(world.issuer) == ["void", "amend"]
    assert offered(world.clerk) == []
    post(world.approver, at("suspend", review, paper=permit.pk), {"ground": "示例"})
    assert offered(world.approver) == ["reinstate", "revoke"]
    assert offered(world.issuer) == []


@pytest.mark.parametrize("act", ["suspend", "revoke", "void", "amend", "reinstate"])
def test_who_may_not_reads_why(world, review, permit, act):
    url = at(act, review, paper=permit.pk)
    page = get(world.clerk, url)
    assert page.context["barred"].rule == "R-GEN-12"
    assert page.context["barred"].sentence in text(page)
    assert post(world.clerk, url, {"ground": "示例"}).status_code == 403
    assert standing(permit) == "valid"


def test_a_suspended_permit_releases_nothing_until_it_stands_again(world, review, permit):
    items = list(review.items.all())
    assert post(world.approver, at("suspend", review, paper=permit.pk)).status_code == 422
    post(world.approver, at("suspend", review, paper=permit.pk), {"ground": "示例：待查"})
    with pytest.raises(Conflict):
        gate.release(items, port=world.port, by=world.customs)
    post(world.approver, at("reinstate", review, paper=permit.pk), {"ground": "示例：查清"})
    assert len(gate.release(items, port=world.port, by=world.customs)) == 1


def typed(page, **changed):
    form = page.context["form"]
    return {**{name: form[name].value() or "" for name in form.fields}, **changed}


def test_a_clerical_error_is_shown_before_and_after_then_version_002_is_issued(
    world, review, permit
):
    url = at("amend", review, paper=permit.pk)
    values = typed(get(world.issuer, url), ground="示例：笔误", destination="示例新国")
    looked = post(world.issuer, url, {**values, "look": "1"})
    [change] = looked.context["changes"]
    assert (change.label, change.before, change.after) == ("目的地", "示例国", "示例新国")
    assert standing(permit) == "valid"
    assert post(world.issuer, url, {**values, "issue": "1"}).status_code == 302
    new = review.case.certificates.get(kind="exit_permit", version=2)
    assert (standing(permit), new.version_code, new.number) == (
        "superseded",
        "002",
        permit.number,
    )


def test_an_amendment_that_changes_nothing_is_refused(world, review, permit):
    url = at("amend", review, paper=permit.pk)
    values = typed(get(world.issuer, url), ground="示例：笔误")
    answer = post(world.issuer, url, {**values, "issue": "1"})
    assert (answer.status_code, standing(permit)) == (422, "valid")


def test_a_misprint_is_void_and_printed_again_in_one_act(world, review, permit):
    url = at("void", review, paper=permit.pk)
    post(world.issuer, url, {"ground": "示例：错印", "number": permit.number})
    assert standing(permit) == "valid"
    post(world.issuer, url, {"ground": "示例：错印", "number": "示例〔2026〕2号"})
    new = review.case.certificates.get(kind="exit_permit", number="示例〔2026〕2号")
    assert (standing(permit), new.version) == ("voided", 1)
    finish_certificate(new.pk)
    assert len(gate.release(list(review.items.all()), port=world.port, by=world.customs)) == 1


def test_what_may_not_be_printed_is_no_ground_of_a_revocation(world, permit):
    for cited in (["order42-18"], ["示例"], []):
        with pytest.raises(NotAcceptable) as refusal:
            paper_acts.revoke_paper(permit, ground="示例", cited=cited, by=world.approver)
        assert refusal.value.refusal.rule == "R-GEN-01"
    assert standing(permit) == "valid"


def draft_of(review, kind):
    return AdverseAct.objects.filter(case=review.case, kind=kind).get()


@pytest.mark.parametrize(("seen", "drafts"), [("intact", 0), ("damaged", 1), ("missing", 1)])
def test_case_14_a_mark_reported_at_the_gate_drafts_a_suspension(
    world, review, permit, seen, drafts
):
    mark = review.items.get().mark
    for _twice in range(2):
        gate.record_sighting(mark, seen=seen, port=world.port, by=world.customs)
    assert AdverseAct.objects.filter(case=review.case, kind="suspension").count() == drafts
    assert acts_to_sign(world.approver).count() == drafts
    assert standing(permit) == "valid"


def test_the_approver_signs_the_suspension_in_its_own_words(world, review, permit):
    mark = review.items.get().mark
    gate.record_sighting(mark, seen="damaged", port=world.port, by=world.customs)
    act = draft_of(review, "suspension")
    assert mark.number in act.drafted_because
    page = get(world.approver, reverse("cases:act", args=[act.pk]))
    values = {name: page.context["form"][name].value() for name in ("reason", "ground", "rights")}
    assert "第四十七条" in values["ground"][0]
    url = reverse("cases:act", args=[act.pk])
    invented = {**values, "ground": ["示例法第一条"], "sign": "1"}
    assert post(world.approver, url, invented).status_code == 422
    with pytest.raises(NotAcceptable) as refused:
        sign_adverse_act(act, **{**values, "ground": ["示例法第一条"]}, by=world.approver)
    assert refused.value.refusal.code == "ground_not_printable"
    assert post(world.approver, url, {**values, "sign": "1"}).status_code == 302
    assert standing(permit) == "suspended"


def test_an_object_frozen_after_issue_drafts_a_suspension_then_a_revocation(world, review, permit):
    item = review.items.get()
    freeze = freeze_object(
        item.object, ground="listed", facts="示例", by=world.clerk, second=world.approver
    )
    act = draft_of(review, "suspension")
    words = {
        "reason": "示例：标的被冻结",
        "ground": ["《中华人民共和国行政许可法》第六十九条"],
        "rights": "示例权利",
    }
    sign_adverse_act(act, **words, by=world.approver)
    assert standing(permit) == "suspended"
    instructed(world, freeze, "handed_over")
    sign_adverse_act(draft_of(review, "revocation"), **words, by=world.approver)
    assert standing(permit) == "revoked"
    notice = review.case.certificates.get(kind="revocation_notice")
    assert "第六十九条" in notice.snapshot
    assert ReviewItem.objects.get(pk=item.pk).status == "handed_over"


WORDS = {
    "reason": "示例：标的被冻结",
    "ground": ["《中华人民共和国行政许可法》第六十九条"],
    "rights": "示例权利",
}


def seized(world, item, ground="listed"):
    return freeze_object(
        item.object, ground=ground, facts="示例", by=world.clerk, second=world.approver
    )


def test_a_suspension_signed_for_a_freeze_ends_with_the_freeze(world, review, permit):
    freeze = seized(world, review.items.get())
    sign_adverse_act(draft_of(review, "suspension"), **WORDS, by=world.approver)
    instructed(world, freeze, "kept")
    assert standing(permit) == "suspended"
    instructed(world, freeze, "lifted", number="示例指令2号")
    assert standing(permit) == "valid"
    told = TrailEntry.objects.get(chain=review.case.chain, verb="certificate.reinstate")
    assert (told.actor, told.before, told.after) == (
        world.approver.actor_key,
        {"status": "suspended"},
        {"status": "valid"},
    )
    assert told.reason == "第1件“示例瓷瓶1”：列入被盗或追索名录，已解除。示例主管机关 示例指令2号"


def test_a_draft_for_a_freeze_that_ended_is_dropped_with_it(world, review, permit):
    freeze = seized(world, review.items.get())
    instructed(world, freeze, "lifted")
    assert (draft_of(review, "suspension").status, standing(permit)) == ("dropped", "valid")


def test_a_permit_suspended_for_another_reason_stays_so_when_a_freeze_ends(world, review, permit):
    freeze = seized(world, review.items.get())
    sign_adverse_act(draft_of(review, "suspension"), **WORDS, by=world.approver)
    reinstate_certificate(permit, ground="示例", by=world.approver)
    suspend_certificate(permit, ground="示例：另有原因", by=world.approver)
    instructed(world, freeze, "lifted")
    assert standing(permit) == "suspended"


def test_a_permit_stays_suspended_until_the_last_freeze_on_its_objects_ends(world):
    review = reviewing.issued(world, world.new_object(), world.new_object())
    permit = review.case.certificates.get(kind="exit_permit")
    finish_certificate(permit.pk)
    first, second = (seized(world, item) for item in review.items.order_by("sequence"))
    sign_adverse_act(draft_of(review, "suspension"), **WORDS, by=world.approver)
    instructed(world, first, "lifted")
    assert standing(permit) == "suspended"
    instructed(world, second, "lifted")
    assert standing(permit) == "valid"


def test_an_object_frozen_before_issue_drafts_nothing(world):
    review = reviewing.decided(world)
    freeze_object(
        review.items.get().object,
        ground="listed",
        facts="示例",
        by=world.clerk,
        second=world.approver,
    )
    assert not AdverseAct.objects.filter(case=review.case).exists()


def test_a_draft_that_came_too_late_is_dropped_not_signed(world, review, permit):
    mark = review.items.get().mark
    gate.record_sighting(mark, seen="damaged", port=world.port, by=world.customs)
    paper_acts.revoke_paper(permit, ground="示例", by=world.approver)
    with pytest.raises(Conflict):
        sign_adverse_act(
            draft_of(review, "suspension"),
            reason="示例",
            ground=WORDS["ground"],
            rights="示例",
            by=world.approver,
        )
    assert draft_of(review, "suspension").status == "drafted"


@pytest.mark.parametrize("count", [3, 60])
def test_the_pages_of_a_paper_ask_at_most_twelve_questions(
    world, count, django_assert_max_num_queries
):
    review = reviewing.issued(world, *many(world, count))
    paper = review.case.certificates.get(kind="exit_permit")
    Certificate.objects.filter(pk=paper.pk).update(status="valid", file="papers/示例.pdf")
    for person, act in ((world.approver, "suspend"), (world.issuer, "void")):
        client = signed_in(person)
        with django_assert_max_num_queries(12):
            assert client.get(at(act, review, paper=paper.pk)).status_code == 200
    with django_assert_max_num_queries(12):
        assert client.get(at("amend", review, paper=paper.pk)).status_code == 200
