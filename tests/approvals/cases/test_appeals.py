"""Reviews and suits are recorded by the office, stay as they are, and are shown (R-GEN-10)."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from approvals.cases.adverse import AdverseKind, register_adverse_kind
from approvals.cases.models import Appeal
from approvals.cases.services import draft_adverse_act, record_appeal, sign_adverse_act
from approvals.parties.models import Role
from approvals.record.refusals import NotAcceptable, NotAllowed
from tests import factories, reviewing

pytestmark = pytest.mark.django_db
register_adverse_kind(AdverseKind("sample_refusal", "示例不予许可", Role.APPROVER))


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


@pytest.fixture
def case(world):
    return reviewing.accepted(world).case


def appeal(case, by, **more):
    values = {
        "kind": "review",
        "filed_on": factories.today(),
        "authority": "示例人民政府",
        "number": "示例复〔2026〕1号",
    }
    return record_appeal(case, **{**values, **more}, by=by)


def refusal_of(case, by, **more):
    with pytest.raises(NotAcceptable) as refusal:
        appeal(case, by, **more)
    return refusal.value.refusal.code


def test_only_officers_of_intake_and_approval_record_an_appeal(world, case):
    for person in (world.agent, world.issuer, world.customs, factories.make_user()):
        with pytest.raises(NotAllowed):
            appeal(case, person)
    assert appeal(case, world.clerk).recorded_by == world.clerk
    assert appeal(case, world.approver).outcome == "pending"


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "示例"},
        {"outcome": "示例"},
        {"authority": " "},
        {"filed_on": factories.days_from_now(1)},
    ],
)
def test_a_record_says_way_authority_and_day(world, case, more):
    assert refusal_of(case, world.clerk, **more) == "appeal_incomplete"


def test_an_appeal_is_against_a_signed_act_of_its_own_case(world, case):
    act = draft_adverse_act(case, "sample_refusal", facts="示例", reason="", ground=[])
    assert refusal_of(case, world.clerk, act=act) == "appeal_of_no_act"
    act = sign_adverse_act(
        act, reason="示例", ground=["示例条文"], rights="示例权利", by=world.approver
    )
    other = reviewing.accepted(world).case
    assert refusal_of(other, world.clerk, act=act) == "appeal_of_no_act"
    assert appeal(case, world.clerk, act=act).act == act


def test_what_became_of_it_is_another_record_and_the_first_one_stays(world, case):
    first = appeal(case, world.clerk)
    appeal(case, world.clerk, outcome="upheld")
    assert [one.outcome for one in case.appeals.all()] == ["pending", "upheld"]
    with pytest.raises(DatabaseError), transaction.atomic():
        Appeal.objects.filter(pk=first.pk).update(outcome="annulled")


def test_the_office_records_on_its_page_and_both_sides_read_it(world, case, client):
    url = reverse("cases:appeals", args=[case.pk])
    typed = {
        "kind": "suit",
        "filed_on": factories.today().isoformat(),
        "authority": "示例人民法院",
        "number": "示例行初1号",
        "outcome": "pending",
    }
    client.force_login(world.clerk)
    assert client.post(url, {**typed, "authority": ""}).status_code == 422
    assert client.post(url, typed).status_code == 302
    for person in (world.agent, world.approver):
        client.force_login(person)
        assert "示例行初1号" in client.get(reverse("cases:hands", args=[case.pk])).text


def test_who_held_the_case_asks_few_questions(world, case, client, django_assert_max_num_queries):
    for person in (world.agent, world.clerk):
        client.force_login(person)
        with django_assert_max_num_queries(12):
            assert client.get(reverse("cases:hands", args=[case.pk])).status_code == 200
