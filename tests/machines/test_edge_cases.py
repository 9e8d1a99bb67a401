"""The 51 cases that officers meet (rules §15): each has a test that bears its number.

A room that a case belongs to tests it there; those that run through the whole house stand here.
"""

import ast
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from approvals.certificates.models import Certificate
from approvals.parties.models import Party
from approvals.record.refusals import NotAcceptable, Refused
from relics.reviews.models import Decision, HandBack, Opinion
from relics.reviews.queries import judged_items
from relics.reviews.services import application, custody, decision, resuming
from tests import reviewing

pytestmark = pytest.mark.django_db
TESTS = Path(__file__).resolve().parents[1]
NUMBERED = re.compile(r"^test_(?:\w*_)?case_(\d+)_")


def numbered_tests():
    """The tests of the project by the number of the case in their names."""
    found = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (told := NUMBERED.match(node.name)):
                found.setdefault(int(told[1]), []).append(node.name)
    return found


def test_each_of_the_51_cases_has_a_test_that_bears_its_number():
    found = numbered_tests()
    assert set(found) == set(range(1, 52))


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def papers_of(review):
    return set(Certificate.objects.filter(case=review.case).values_list("kind", flat=True))


@pytest.mark.slow
def test_case_1_one_of_twelve_objects_is_refused(world):
    """A permit for eleven, the register for one; the case closes when the one is back."""
    review = reviewing.issued(world, *(world.new_object() for _ in range(12)), prohibit={5})
    assert papers_of(review) >= {"exit_permit", "prohibited_register"}
    outcomes = dict(review.items.values_list("sequence", "status"))
    assert outcomes == {n: "prohibited" if n == 5 else "permit_issued" for n in range(1, 13)}
    assert (review.status, review.case.closed_at) == ("issued", None)
    refused = list(review.items.filter(status="prohibited"))
    with pytest.raises(NotAcceptable) as unsigned:
        custody.hand_back(review, refused, received_by=" ", by=world.clerk)
    assert unsigned.value.refusal.rule == "R-EXIT-09"
    [record] = custody.hand_back(review, refused, received_by="示例领取人", by=world.clerk)
    assert (record.received_by, len(record.signature)) == ("示例领取人", 64)
    closed = reviewing.fresh(review)
    assert (closed.status, closed.case.closed_at is not None) == ("closed", True)
    assert "hand_back_receipt" in papers_of(review)


def test_case_1_where_none_is_refused_the_case_closes_with_its_permit(world):
    review = reviewing.issued(world)
    assert (review.status, HandBack.objects.count()) == ("closed", 0)


def test_case_2_two_responsible_appraisers_split(world):
    """It cannot be permitted; a new panel is a new review, and the old votes are kept."""
    thing = world.new_object()
    review = reviewing.judged(world, thing, against={1: {1}})
    [item] = review.items.all()
    with pytest.raises(Refused) as split:
        decision.decide(review, {item.pk: "permit"}, opinion="示例", by=world.approver)
    assert (split.value.refusal.code, split.value.refusal.rule) == ("not_unanimous", "R-EXIT-04")
    assert Decision.objects.count() == 0
    decision.decide(review, {item.pk: "prohibited"}, opinion="示例", by=world.approver)
    [item] = review.items.all()
    assert (item.status, item.reason) == ("prohibited", "有责任鉴定员不同意出境，不能许可。")
    reviewing.paper_acts.issue_papers(reviewing.fresh(review), by=world.issuer)
    custody.hand_back(review, [item], received_by="示例领取人", by=world.clerk)

    draft = resuming.take_up_again(reviewing.fresh(review), by=world.agent)
    again = application.submit_application(draft, by=world.agent)
    [listed] = judged_items(again)
    assert (again.follows, listed.object) == (review, thing)
    assert listed.earlier == [{"number": review.case.number, "outcome": "returned", "against": 1}]
    assert list(reviewing.fresh(again).panel.all()) == []
    assert Opinion.objects.filter(item=item).count() == 3


def test_case_7_a_range_of_1905_to_1920_falls_on_the_strict_side(world):
    """The finding says prohibited and that the range crosses 1911; the register notes it."""
    thing = world.new_object(year_from=1905, year_to=1920, edtf="1905/1920")
    review = reviewing.issued(world, thing, prohibit={1})
    [item] = review.items.all()
    assert (item.finding["verdict"], item.finding["lines"]["1911"]) == ("prohibited", "straddles")
    assert item.finding["rules"] == ["R-STD-02", "R-STD-11"]
    assert item.status == "prohibited"
    register = Certificate.objects.get(case=review.case, kind="prohibited_register")
    assert item.finding["sentence"] in register.snapshot


def test_case_45_a_code_whose_check_digit_fails_is_refused_at_entry(world):
    kinds = Party.IdentityKind
    for kind, wrong in ((kinds.USCC, "11220000013544357X"), (kinds.ID_CARD, "110105194912310021")):
        party = Party(kind="enterprise", name="示例", identity_kind=kind, identity_number=wrong)
        with pytest.raises(ValidationError) as refused:
            party.full_clean()
        assert set(refused.value.message_dict) == {"identity_number"}
    for kind, right in (
        (kinds.USCC, "11220000013544357T"),
        (kinds.ID_CARD, "11010519491231002X"),
        (kinds.PASSPORT, "110105194912310021"),
    ):
        Party(
            kind="enterprise", name="示例", identity_kind=kind, identity_number=right
        ).full_clean()


def test_case_45_the_passport_of_a_carrier_is_a_path_of_its_own(world):
    review = reviewing.drafted(world)
    wrong = {"identity_kind": "id_card", "identity_number": "110105194912310021"}
    with pytest.raises(NotAcceptable) as refused:
        application.fill_application(review, wrong, by=world.agent)
    assert refused.value.refusal.code == "identity_invalid"
    passport = {"identity_kind": "passport", "identity_number": "E00000000", "nationality": "FR"}
    application.fill_application(review, passport, by=world.agent)
    assert application.submit_application(review, by=world.agent).status == "submitted"
