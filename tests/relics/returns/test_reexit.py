"""Re-exit: the same object, in time, before the office of its entry (R-TEMP-05, 06, §10.5)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from approvals.certificates.services import finish_certificate
from approvals.parties.models import Role
from approvals.record.refusals import NotAcceptable, NotAllowed, Refused
from relics.comparisons.models import Comparison
from relics.entries.models import Stay
from relics.returns.services import conclude_comparisons
from relics.reviews.models import Mark, Review
from relics.reviews.services import application, decision, gate, marking, paper_acts
from tests import entering, factories, lending, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def drafted(world, *stays):
    review = application.draft_application(
        world.dealer, title="示例复出境", procedure="reexit", by=world.agent
    )
    application.fill_application(review, reviewing.particulars(world), by=world.agent)
    application.add_objects(review, [stay.object for stay in stays], by=world.agent)
    return reviewing.fresh(review)


def compared(world, stay):
    review = lending.arrived(world, drafted(world, stay))
    for comparison in Comparison.objects.filter(case=review.case):
        lending.compare(world, comparison)
    return conclude_comparisons(review, by=world.clerk)


def decided(world, stay):
    review = compared(world, stay)
    item = review.items.get()
    decision.decide(review, {item.pk: "permit"}, opinion="示例：相符。", by=world.approver)
    return reviewing.fresh(review)


def test_case_8_a_foreign_antique_of_1850_leaves_again_by_comparison_alone(world):
    """Entered with its mark, asked for in time: the year lines do not apply (R-STD-08)."""
    thing = world.new_object(year_from=1850, year_to=1850, edtf="1850")
    stay = entering.staying(world, thing)
    review = decided(world, stay)
    item = review.items.get()
    assert item.finding.get("verdict") != "prohibited"
    [mark] = marking.stock_marks(world.office, ["示例复出境1"], medium="label", by=world.issuer)
    marking.bind_marks(review, {item.pk: mark}, by=world.clerk)
    assert Mark.objects.get(kind="entry", item__object=thing).status == "removed"
    paper_acts.issue_papers(reviewing.fresh(review), permit_number="示例号1", by=world.issuer)
    finish_certificate(review.case.certificates.get(kind="reexit_permit").pk)
    gate.release(list(review.items.all()), port=world.port, by=world.customs)
    assert Stay.objects.get(pk=stay.pk).status == "left"


def test_case_9_overdue_it_leaves_by_the_ordinary_review_only(world):
    stay = entering.staying(world)
    Stay.objects.filter(pk=stay.pk).update(status="overdue")
    with pytest.raises(NotAcceptable) as refused:
        drafted(world, stay)
    assert refused.value.refusal.rule == "R-TEMP-05"


def test_without_the_privilege_it_leaves_by_the_ordinary_review_only(world):
    stay = entering.staying(world)
    Stay.objects.filter(pk=stay.pk).update(privileged=False, why_not="示例")
    with pytest.raises(NotAcceptable) as refused:
        drafted(world, stay)
    assert refused.value.refusal.rule == "R-TEMP-02"


def test_case_17_the_office_is_the_one_of_the_entry_whatever_the_port(world):
    stay = entering.staying(world)
    other = factories.make_office("示例邻省审核处")
    elsewhere = factories.make_port(other)
    review = drafted(world, stay)
    application.fill_application(review, {"port": elsewhere}, by=world.agent)
    held = application.submit_application(reviewing.fresh(review), by=world.agent)
    assert held.case.office == world.office.party
    held.case.office = other.party
    held.case.save()
    item = reviewing.fresh(held).items.select_related("review__case").get()
    assert held.rules.permit_refusal(item).code == "original_office_only"
    assert str(world.office) in str(held.rules.permit_refusal(item).sentence)


def test_what_never_entered_is_not_picked(world):
    with pytest.raises(NotAcceptable) as refused:
        application.add_objects(
            application.draft_application(
                world.dealer, title="示例", procedure="reexit", by=world.agent
            ),
            [world.new_object()],
            by=world.agent,
        )
    assert refused.value.refusal.rule == "R-TEMP-06"


def test_nothing_is_typed_anew_in_a_re_exit(world, client):
    stay = entering.staying(world)
    review = drafted(world, stay)
    client.force_login(world.agent)
    page = client.get(reverse("reviews:object_list", kwargs={"pk": review.case_id}))
    assert reverse("reviews:object_new", kwargs={"pk": review.case_id}) not in page.content.decode()
    pick = client.get(reverse("reviews:object_pick", kwargs={"pk": review.case_id}))
    assert pick.status_code == 200


def test_the_stay_waits_for_the_re_exit_and_goes_on_when_it_is_withdrawn(world):
    stay = entering.staying(world)
    review = application.submit_application(drafted(world, stay), by=world.agent)
    assert Stay.objects.get(pk=stay.pk).status == "reexit_pending"
    application.withdraw_application(reviewing.fresh(review), reason="", by=world.agent)
    assert Stay.objects.get(pk=stay.pk).status == "in_country"


def test_neither_of_the_two_who_signed_decides(world):
    review = compared(world, entering.staying(world))
    factories.make_member(world.office.party, Role.APPROVER, user=world.second)
    item = review.items.get()
    with pytest.raises(NotAllowed) as refused:
        decision.decide(review, {item.pk: "permit"}, opinion="示例", by=world.second)
    assert refused.value.refusal.code == "signed_the_comparison"


def test_no_match_no_permit_in_code_and_in_the_database(world):
    review = lending.arrived(world, drafted(world, entering.staying(world)))
    item = review.items.select_related("review__case").get()
    assert review.rules.permit_refusal(item).code == "comparison_not_passed"
    with pytest.raises(IntegrityError), transaction.atomic():
        review.items.update(status="permit")
    Review.objects.filter(pk=review.pk).update(status="pending_approval")
    with pytest.raises(Refused):
        decision.decide(
            reviewing.fresh(review), {item.pk: "permit"}, opinion="示", by=world.approver
        )


def test_case_14_a_damaged_mark_is_no_match(world):
    review = lending.arrived(world, drafted(world, entering.staying(world)))
    [comparison] = Comparison.objects.filter(case=review.case)
    lending.compare(world, comparison, says="differs")
    with pytest.raises(NotAcceptable) as refused:
        conclude_comparisons(review, by=world.clerk)
    assert refused.value.refusal.code == "comparisons_open"


def test_the_page_of_the_comparisons(world, client, django_assert_max_num_queries):
    review = lending.arrived(world, drafted(world, entering.staying(world)))
    client.force_login(world.clerk)
    url = reverse("returns:compare", kwargs={"pk": review.case_id})
    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200
    assert client.post(url).status_code == 422
    [comparison] = Comparison.objects.filter(case=review.case)
    lending.compare(world, comparison)
    assert client.post(url).status_code == 302
    client.force_login(world.approver)
    page = client.get(reverse("reviews:decision", kwargs={"pk": review.case_id})).content.decode()
    assert reverse("comparisons:comparison", args=[comparison.pk]) in page
