"""The two answers of an extension, how many months they grant, and taking it back (§10.4)."""

from itertools import permutations, product

import pytest
from django.db import IntegrityError, transaction

from approvals.cases.engine import open_turns
from approvals.cases.models import AdverseAct
from approvals.record.queries import trail_of
from approvals.record.refusals import Conflict, NotAcceptable
from approvals.record.workdays import WorkCalendar
from relics.extensions.models import Extension
from relics.extensions.services import answer_extension, take_back_extension
from tests import extending

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("office", "customs"), [(True, False), (False, True)])
def test_case_11_one_no_of_either_is_no_extension(world, pair, office, customs):
    stay, _other = pair
    old = extending.ends_of(stay)
    extension = extending.submitted(world, stay)
    extension = extending.answered(world, extension, office=office, customs=customs)
    assert (extension.status, extending.ends_of(stay)) == ("submitted", old)
    assert "第八十条" in extending.draft_of(extension).ground[0]
    extension = extending.sign(extension, world.approver)
    assert (extension.status, extending.ends_of(stay)) == ("refused", old)
    paper = extension.case.certificates.get(kind="extension_refusal")
    for words in ("示例：不同意延期。", "第八十条", extending.RIGHTS):
        assert words in paper.snapshot


SAYINGS = [
    (order, dict(zip(("office", "customs"), says, strict=True)))
    for order in permutations(("office", "customs"))
    for says in product((True, False), repeat=2)
]


@pytest.mark.parametrize(("order", "says"), SAYINGS)
def test_no_order_of_the_two_answers_approves_with_one_no(world, pair, order, says):
    stay, _other = pair
    extension = extending.submitted(world, stay)
    people = {"office": world.approver, "customs": world.customs}
    for side in order if says[order[0]] else order[:1]:
        assert extending.fresh(extension).status == "submitted"
        answer_extension(extension, side, agrees=says[side], reason="示例", by=people[side])
        with pytest.raises(Conflict):
            answer_extension(extension, side, agrees=True, by=people[side])
    approved = extending.fresh(extension).status == "approved"
    assert approved is all(says.values())
    assert AdverseAct.objects.filter(case=extension.case).exists() is not approved


@pytest.mark.parametrize("first", ["office", "customs"])
def test_case_11_after_the_first_no_the_other_authority_is_asked_no_more(world, pair, first):
    extension = extending.submitted(world, pair[0])
    people = {"office": world.approver, "customs": world.customs}
    other = "customs" if first == "office" else "office"
    answer_extension(extension, first, agrees=False, reason="示例", by=people[first])
    with pytest.raises(Conflict) as refused:
        answer_extension(extension, other, agrees=True, by=people[other])
    assert (refused.value.refusal.code, refused.value.refusal.rule) == (
        "asked_no_more",
        "R-TEMP-04",
    )
    assert [turn.node for turn in open_turns(extending.fresh(extension).case)] == ["refuse"]
    assert extending.sign(extension, world.approver).status == "refused"


@pytest.mark.parametrize(("office", "customs", "granted"), [(3, None, 3), (None, 2, 2), (4, 3, 3)])
def test_the_months_are_the_fewest_that_both_grant_and_clocks_and_paper_follow(
    world, pair, office, customs, granted
):
    stay, _other = pair
    before = extending.ends_of(stay)
    extension = extending.submitted(world, stay)
    for side, months, by in (
        ("office", office, world.approver),
        ("customs", customs, world.customs),
    ):
        answer_extension(extension, side, agrees=True, months=months, reason="示例", by=by)
    calendar = WorkCalendar()
    assert extending.ends_of(stay) == {
        kind: calendar.months_later(day, granted).on for kind, day in before.items()
    }
    paper = extension.case.certificates.get(kind="extension_notice")
    assert f"申请延长 6 个月，准予延长 {granted} 个月。" in paper.snapshot


@pytest.mark.parametrize(
    ("months", "reason", "code"),
    [
        (7, "示例", "months_not_asked"),
        (0, "示例", "months_not_asked"),
        (3, "", "shorter_without_reason"),
    ],
)
def test_nobody_grants_more_than_asked_and_fewer_only_with_a_reason(
    world, pair, months, reason, code
):
    extension = extending.submitted(world, pair[0])
    with pytest.raises(NotAcceptable) as refused:
        answer_extension(
            extension, "office", agrees=True, months=months, reason=reason, by=world.approver
        )
    assert refused.value.refusal.code == code


def test_what_its_applicant_takes_back_runs_on_to_its_old_term(world, pair):
    stay, _other = pair
    old = extending.ends_of(stay)
    extension = extending.submitted(world, stay)
    answer_extension(extension, "customs", agrees=False, reason="示例", by=world.customs)
    take_back_extension(extension, reason="示例：改为复出境。", by=world.agent)
    taken = extending.fresh(extension)
    assert (taken.status, taken.case.closed_at is None) == ("taken_back", False)
    assert (extending.again(stay).status, extending.ends_of(stay)) == ("in_country", old)
    assert open_turns(taken.case) == []
    assert list(AdverseAct.objects.values_list("status", flat=True)) == ["dropped"]
    assert extending.submitted(world, extending.again(stay)).status == "submitted"


def test_the_database_itself_asks_for_every_yes(world, pair):
    stay, _other = pair
    extension = extending.submitted(world, stay)
    answer_extension(extension, "office", agrees=True, by=world.approver)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.filter(pk=extension.pk).update(status="approved")


def test_the_record_says_for_whom_each_spoke(world, pair):
    stay, _other = pair
    extending.approved(world, stay)
    told = trail_of(stay.item.review.case.chain).filter(subject=f"stay:{stay.pk}")
    assert list(told.values_list("verb", "acting_for")) == [
        ("stay.ask_extension", world.dealer.name),
        ("stay.answer_extension", world.port.customs.name),
    ]
