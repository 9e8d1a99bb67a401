"""A frozen object stays where it is while its case goes on (R-TEMP-07, R-EXIT-16, edge case 18)."""

import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from approvals.record.refusals import NotAcceptable
from relics.reviews.services import application, decision, marking, paper_acts
from relics.watchlists.services import freeze_object, record_instruction, report_freeze
from tests import reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def frozen(world, item, ground="illegal_holding"):
    return freeze_object(
        item.object, ground=ground, facts="示例：来源可疑。", by=world.clerk, second=world.approver
    )


def instructed(world, freeze, outcome, number="示例指令1号"):
    file = io.BytesIO()
    Image.effect_noise((300, 300), 40).convert("RGB").save(file, "PNG")
    file.seek(0)
    if not freeze.instructions.exists():
        report_freeze(freeze, by=world.approver)
    record_instruction(
        freeze,
        number=number,
        authority="示例主管机关",
        outcome=outcome,
        file=file,
        by=world.approver,
    )


def test_the_others_are_decided_while_one_is_frozen(world):
    review = reviewing.judged(world, world.new_object(), world.new_object())
    first, second = review.items.order_by("sequence")
    frozen(world, second)
    with pytest.raises(NotAcceptable):
        decision.decide(
            review, {first.pk: "permit", second.pk: "permit"}, opinion="示例", by=world.approver
        )
    decision.decide(review, {first.pk: "permit"}, opinion="示例", by=world.approver)
    marks = marking.stock_marks(world.office, ["示例F1"], medium="label", by=world.issuer)
    marking.bind_marks(reviewing.fresh(review), {first.pk: marks[0]}, by=world.clerk)
    paper_acts.issue_papers(reviewing.fresh(review), by=world.issuer)
    review = reviewing.fresh(review)
    assert review.status == "issued"
    assert [item.status for item in review.items.order_by("sequence")] == [
        "permit_issued",
        "frozen",
    ]


@pytest.mark.parametrize(
    ("stage", "before", "lifted"),
    [
        (reviewing.appraising, "pending", "pending"),
        (reviewing.decided, "permit", "permit"),
        (reviewing.labelled, "permit", "permit"),
        (reviewing.issued, "permit_issued", "permit_issued"),
    ],
)
def test_lifted_it_is_where_it_was(world, stage, before, lifted):
    review = stage(world)
    item = review.items.get()
    assert item.status == before
    freeze = frozen(world, item)
    assert review.items.get().status == "frozen"
    instructed(world, freeze, "lifted")
    assert review.items.get().status == lifted


def test_lifted_after_its_case_was_decided_it_may_be_applied_for_anew(world):
    things = world.new_object(), world.new_object()
    review = reviewing.judged(world, *things)
    first, second = review.items.order_by("sequence")
    freeze = frozen(world, second)
    decision.decide(review, {first.pk: "permit"}, opinion="示例", by=world.approver)
    instructed(world, freeze, "lifted")
    assert review.items.get(pk=second.pk).status == "left"
    assert reviewing.submitted(world, things[1]).status == "submitted"


def test_handed_over_the_case_closes_without_it(world):
    review = reviewing.issued(world, prohibit={1})
    freeze = frozen(world, review.items.get())
    assert reviewing.fresh(review).status == "issued"
    instructed(world, freeze, "handed_over")
    assert review.items.get().status == "handed_over"
    assert reviewing.fresh(review).status == "closed"


def test_the_database_moves_no_frozen_object(world):
    review = reviewing.issued(world)
    frozen(world, review.items.get())
    for status in ("released", "voided", "permit_issued", "pending"):
        with pytest.raises(IntegrityError), transaction.atomic():
            review.items.update(status=status)
    assert review.items.get().status == "frozen"


def test_a_frozen_object_enters_no_new_case_and_its_owner_is_not_warned(world, client):
    review = reviewing.submitted(world)
    item = review.items.get()
    application.withdraw_application(review, reason="", by=world.agent)
    frozen(world, item)
    draft = reviewing.drafted(world, item.object)
    with pytest.raises(NotAcceptable) as refused:
        application.submit_application(draft, by=world.agent)
    assert refused.value.refusal.code == "registration_suspended"
    client.force_login(world.agent)
    page = client.get(reverse("reviews:check", kwargs={"pk": draft.case_id})).content.decode()
    assert "暂停" in page
    assert "冻结" not in page


def test_the_owner_reads_that_it_waits_and_no_more(world, client):
    review = reviewing.appraising(world)
    frozen(world, review.items.get())
    client.force_login(world.agent)
    page = client.get(reverse("reviews:case", kwargs={"pk": review.case_id})).content.decode()
    assert "手续暂停" in page
    assert "冻结" not in page


def test_a_draft_with_a_frozen_object_can_be_given_up_and_the_object_waits(world):
    review = reviewing.submitted(world)
    item = review.items.get()
    application.withdraw_application(review, reason="", by=world.agent)
    freeze = frozen(world, item)
    draft = reviewing.drafted(world, item.object, world.new_object())
    application.withdraw_application(draft, reason="", by=world.agent)
    assert list(draft.items.values_list("status", flat=True)) == ["frozen", "left"]
    instructed(world, freeze, "lifted")
    assert list(draft.items.values_list("status", flat=True)) == ["left", "left"]
    assert reviewing.submitted(world, item.object).status == "submitted"
