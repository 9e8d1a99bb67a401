"""Temporary exit and exhibitions abroad: approval, lines, term, extension, recall, return (§10.6)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from approvals.parties.models import Role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from approvals.record.status import transitions_of
from approvals.record.workdays import WorkCalendar
from relics.comparisons.models import Comparison
from relics.loans.models import Loan
from relics.loans.rules import extension_refusal
from relics.loans.services import (
    check_approval,
    extend_loan,
    plan_loan,
    recall_loan,
    record_showing,
    state_of_object,
)
from relics.returns.services import conclude_comparisons, set_apart
from relics.reviews.models import Review, ReviewItem
from relics.reviews.services import application, decision
from tests import factories, lending, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def refusals_of(review, world):
    with pytest.raises(NotAcceptable) as refused:
        application.submit_application(review, by=world.agent)
    return [one["code"] for one in refused.value.extra["refusals"]]


def test_what_leaves_for_a_time_is_shown_comes_back_and_is_compared(world):
    [loan] = lending.abroad(world)
    assert (loan.status, loan.left_on) == ("left", factories.today())
    assert record_showing(loan, by=world.agent).status == "on_show"
    review = lending.back(world, loan)
    loan = Loan.objects.get()
    assert (loan.status, loan.back_on, review.status) == ("matched", factories.today(), "closed")
    kinds = set(review.case.certificates.values_list("kind", flat=True))
    assert "reentry_certificate" in kinds


def test_nothing_is_handed_in_without_the_approval_and_its_term(world):
    review = application.draft_application(
        world.dealer, title="示例", procedure="temporary_exit", by=world.agent
    )
    application.fill_application(review, reviewing.particulars(world), by=world.agent)
    application.add_objects(review, [world.new_object()], by=world.agent)
    assert refusals_of(reviewing.fresh(review), world) == ["blank_special_approval", "no_plan"]


def test_a_term_is_one_year_at_most(world):
    first = factories.today()
    last = WorkCalendar().months_later(first, 12).on
    review = lending.drafted(world, ends_on=last)
    late = lending.plan(ends_on=last + timedelta(days=1))
    with pytest.raises(NotAcceptable) as refused:
        plan_loan(review, late, by=world.agent)
    assert refused.value.refusal.code == "term_too_long"


@pytest.mark.parametrize(
    ("first", "others", "authority", "expected"),
    [
        (1, 4, "administration", []),
        (1, 3, "administration", ["state_council_only"]),
        (1, 3, "state_council", []),
        (120, 480, "administration", []),
        (121, 600, "administration", ["state_council_only"]),
    ],
    ids=["20 percent", "over 20 percent", "over, with the council", "120", "121"],
)
def test_first_grade_relics_beyond_the_lines_need_the_state_council(
    world, first, others, authority, expected
):
    """One line of the list may be a set of many: pieces or sets are counted (case 16)."""
    grade = world.new_object(grade="first", quantity=first, pieces=first)
    rest = world.new_object(grade="general", quantity=others, pieces=others)
    review = lending.drafted(world, grade, rest, authority=authority)
    if expected:
        assert refusals_of(review, world) == expected
    else:
        assert application.submit_application(review, by=world.agent).status == "submitted"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"is_sole_specimen": True}, "sole_or_fragile"),
        ({"is_fragile": True}, "sole_or_fragile"),
        ({"was_shown": False}, "never_shown"),
    ],
)
def test_sole_fragile_and_never_shown_relics_do_not_go_on_show_abroad(world, said, code):
    grade = world.new_object(grade="first")
    others = [world.new_object() for _ in range(4)]
    review = lending.drafted(world, grade, *others)
    item = review.items.get(object=grade)
    facts = {"is_sole_specimen": False, "is_fragile": False, "was_shown": True, **said}
    state_of_object(item, by=world.agent, **facts)
    assert refusals_of(review, world) == [code]


def test_two_officers_check_and_neither_decides(world):
    review = lending.arrived(world, lending.drafted(world))
    with pytest.raises(NotAcceptable) as refused:
        check_approval(review, second_officer=world.clerk, note="示例", by=world.clerk)
    assert refused.value.refusal.rule == "R-GEN-06"
    item = review.items.get()
    assert review.rules.permit_refusal(item).code == "approval_unchecked"
    check_approval(review, second_officer=world.second, note="示例", by=world.clerk)
    factories.make_member(world.office.party, Role.APPROVER, user=world.second)
    with pytest.raises(NotAllowed) as refused:
        decision.decide(review, {item.pk: "permit"}, opinion="示例", by=world.second)
    assert refused.value.refusal.code == "checked_the_approval"


def test_the_database_permits_nothing_without_the_approval_seen(world):
    from django.db import IntegrityError, transaction

    review = lending.checked(world)
    Review.objects.filter(pk=review.pk).update(approval_seen_by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        review.items.update(status="permit")
    assert review.items.get().status == "pending"


def test_a_term_is_extended_once_by_a_year_at_most(world):
    [loan] = lending.abroad(world)
    last = WorkCalendar().months_later(loan.due_on, 12).on
    assert extension_refusal(loan, last + timedelta(days=1)).code == "extension_too_long"
    with pytest.raises(NotAcceptable):
        extend_loan(loan, until=last, approval_number=" ", by=world.approver)
    extend_loan(loan, until=last, approval_number="示例展期1号", by=world.approver)
    loan = Loan.objects.get()
    assert loan.due_on == last
    with pytest.raises(Conflict) as refused:
        extend_loan(loan, until=last, approval_number="示例展期2号", by=world.approver)
    assert refused.value.refusal.code == "extended_once"


def test_a_term_that_is_over_is_not_extended(world):
    [loan] = lending.abroad(world)
    Loan.objects.update(due_on=factories.days_from_now(-1))
    loan = Loan.objects.get()
    assert extension_refusal(loan, factories.days_from_now(30)).code == "term_over"


def test_only_the_original_office_extends_and_recalls(world):
    [loan] = lending.abroad(world)
    other = factories.make_member(factories.make_office("示例另一处").party, Role.APPROVER)
    for user in (other, world.clerk, world.agent, world.issuer):
        with pytest.raises(NotAllowed):
            recall_loan(loan, reason="示例", instruction="示例1号", by=user)
    recall_loan(loan, reason="示例：不安全", instruction="示例1号", by=world.approver)
    assert Loan.objects.get().status == "recalled"
    with pytest.raises(Conflict):
        recall_loan(Loan.objects.get(), reason="示例", instruction="示例2号", by=world.approver)


def test_a_mismatch_at_the_return_is_no_return(world):
    [loan] = lending.abroad(world)
    review = lending.returning(world, loan)
    [comparison] = Comparison.objects.filter(case=review.case)
    with pytest.raises(NotAcceptable) as refused:
        conclude_comparisons(review, by=world.clerk)
    assert refused.value.refusal.code == "comparisons_open"
    lending.compare(world, comparison, says="differs")
    with pytest.raises(NotAcceptable):
        conclude_comparisons(review, by=world.clerk)
    item = review.items.get()
    assert review.rules.outcome_refusal(item, "registered").rule == "R-TEMP-06"
    assert Loan.objects.get().status == "reentered"


def test_case_15_one_object_is_set_apart_and_the_others_go_on(world):
    loans = lending.abroad(world, world.new_object(), world.new_object())
    review = lending.returning(world, *loans)
    first, second = review.items.order_by("sequence")
    with pytest.raises(NotAllowed):
        set_apart(second, reason="示例", by=world.approver)
    assert set_apart(second, reason="示例：等待修复说明", by=world.clerk).status == "left"
    with pytest.raises(Conflict) as refused:
        set_apart(first, reason="示例", by=world.clerk)
    assert refused.value.refusal.code == "last_object"
    lending.compare(world, Comparison.objects.get(reference__object=first.object))
    conclude_comparisons(review, by=world.clerk)


def test_a_return_that_is_withdrawn_leaves_the_object_abroad(world):
    [loan] = lending.abroad(world)
    withdrawn_return(world, loan)
    assert Loan.objects.get().status == "left"


def test_a_recalled_object_whose_return_is_withdrawn_is_still_recalled(world):
    [loan] = lending.abroad(world)
    recall_loan(loan, reason="示例", instruction="示例1号", by=world.approver)
    withdrawn_return(world, loan)
    assert Loan.objects.get().status == "recalled"
    with pytest.raises(Conflict) as refused:
        recall_loan(loan, reason="示例", instruction="示例2号", by=world.approver)
    assert refused.value.refusal.code == "recalled_already"


def withdrawn_return(world, loan):
    review = application.draft_application(
        world.dealer, title="示例复进境", procedure="reentry", by=world.agent
    )
    fields = reviewing.particulars(world)
    fields.pop("destination")
    application.fill_application(review, fields, by=world.agent)
    application.add_objects(review, [loan.object], by=world.agent)
    application.submit_application(reviewing.fresh(review), by=world.agent)
    assert Loan.objects.get().status == "returning"
    application.withdraw_application(reviewing.fresh(review), reason="", by=world.agent)


def test_only_what_is_abroad_is_listed_for_a_return(world):
    review = application.draft_application(
        world.dealer, title="示例复进境", procedure="reentry", by=world.agent
    )
    with pytest.raises(NotAcceptable) as refused:
        application.add_objects(review, [world.new_object()], by=world.agent)
    assert refused.value.refusal.code in {"never_recorded", "not_abroad"}


def test_the_machine_of_a_loan_is_the_one_of_the_rules():
    """Legend of §10.6, with the return called off and the permit revoked added."""
    assert transitions_of(Loan) == sorted(
        [
            ("announce_return", "left", "returning"),
            ("announce_return", "on_show", "returning"),
            ("announce_return", "recalled", "returning"),
            ("call_off_return", "returning", "left"),
            ("call_off_return_of_recalled", "returning", "recalled"),
            ("cancel", "reviewed", "cancelled"),
            ("leave", "reviewed", "left"),
            ("match", "reentered", "matched"),
            ("mismatch", "reentered", "mismatched"),
            ("recall", "left", "recalled"),
            ("recall", "on_show", "recalled"),
            ("reenter", "returning", "reentered"),
            ("show", "left", "on_show"),
        ]
    )


def test_the_pages_of_a_loan(world, client):
    review = lending.drafted(world)
    client.force_login(world.agent)
    for name in ("loans:plan", "loans:statements", "loans:approval", "reviews:application"):
        assert client.get(reverse(name, kwargs={"pk": review.case_id})).status_code == 200
    wrong = client.post(reverse("loans:plan", kwargs={"pk": review.case_id}), {"venue": ""})
    assert wrong.status_code == 422
    review = lending.arrived(world, review)
    client.force_login(world.clerk)
    url = reverse("loans:verify", kwargs={"pk": review.case_id})
    assert client.get(url).status_code == 200
    assert client.post(url, {"second_officer": world.second.pk, "note": ""}).status_code == 422
    answer = client.post(url, {"second_officer": world.second.pk, "note": "示例"})
    assert answer.status_code == 302
    assert ReviewItem.objects.get(review=review).status == "pending"


def test_the_list_and_the_page_of_what_is_abroad(world, client, django_assert_max_num_queries):
    [loan] = lending.abroad(world)
    client.force_login(world.approver)
    with django_assert_max_num_queries(12):
        assert loan.object.name in client.get(reverse("loans:list")).content.decode()
    url = reverse("loans:loan", kwargs={"pk": loan.pk})
    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200
    assert client.post(url, {"act": "recall", "reason": "示例"}).status_code == 422
    good = {"act": "recall", "reason": "示例", "instruction": "示例1号"}
    assert client.post(url, good).status_code == 302
    client.force_login(factories.make_member(factories.make_party(), Role.AGENT))
    assert client.get(url).status_code == 404
