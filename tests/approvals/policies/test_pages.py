"""What holds at an authority, and its next word (R-GEN-01)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from approvals.parties.models import Party, Role
from approvals.policies.forms import PolicyForm
from approvals.policies.models import PolicyValue
from approvals.policies.queries import holding_at, policy
from approvals.policies.registry import Policy, all_policies
from approvals.policies.views import words
from tests import factories

KEY = "appraisers.load_days"
PAGE = "policies:policy"


@pytest.fixture
def office(db):
    return factories.make_office().party


def sign_in(client, party, *roles):
    person = factories.make_member(party, *roles)
    client.force_login(person)
    return person


def decide(client, value, days=0, reason="示例理由"):
    since = (timezone.localdate() + timedelta(days)).isoformat()
    form = {"value": value, "effective_from": since, "reason": reason}
    return client.post(reverse(PAGE, args=[KEY]), form)


def test_the_approver_decides_from_a_day_on(client, office):
    person = sign_in(client, office, Role.APPROVER)
    default = policy(KEY, office)
    assert decide(client, default + 1, days=1).status_code == 302
    tomorrow = timezone.localdate() + timedelta(1)
    assert (policy(KEY, office), policy(KEY, office, on=tomorrow)) == (default, default + 1)
    assert holding_at(office) == {}
    assert holding_at(office, tomorrow)[KEY].set_by == person


def test_who_does_not_decide_is_refused_and_sees_no_form(client, office):
    sign_in(client, office, Role.INTAKE)
    assert client.get(reverse(PAGE, args=[KEY])).context["form"] is None
    assert decide(client, 5).status_code == 403
    assert PolicyValue.objects.count() == 0


def test_nothing_is_decided_backwards_or_without_a_reason(client, office):
    sign_in(client, office, Role.APPROVER)
    assert decide(client, 5, days=-1).status_code == 422
    assert decide(client, 5, reason="").status_code == 422
    assert PolicyValue.objects.count() == 0


def test_a_dealer_has_no_policies(client, office):
    sign_in(client, factories.make_party(), Role.AGENT)
    assert client.get(reverse("policies:policy_list")).status_code == 404


def test_every_policy_stands_on_the_list_in_few_queries(
    client, office, django_assert_max_num_queries
):
    sign_in(client, office, Role.INTAKE)
    with django_assert_max_num_queries(12):
        shown = client.get(reverse("policies:policy_list"))
    assert [row["policy"] for row in shown.context["rows"]] == all_policies()


def test_of_two_authorities_the_reader_chooses_one(client, office):
    zone = factories.make_party(Party.Kind.ZONE)
    person = sign_in(client, office, Role.INTAKE)
    factories.make_member(zone, Role.ADMINISTRATOR, user=person)
    page = reverse("policies:policy_list")
    assert client.get(page).context["party"] == office
    assert client.get(page, {"party": zone.pk}).context["party"] == zone


@pytest.mark.parametrize(
    ("kind", "typed", "value", "shown"),
    [
        ("number", "6", 6, "6 个月"),
        ("numbers", "60，30、7", [60, 30, 7], "60、30、7 个月"),
        ("yes_no", "no", False, "否"),
        ("choice", "both", "both", "两者"),
        ("text", "示例", "示例", "示例 个月"),
    ],
)
def test_a_value_is_typed_and_shown_by_its_kind(kind, typed, value, shown):
    one = Policy(
        "example", "示例", "R-A", "D", None, kind, unit="个月", choices=(("both", "两者"),)
    )
    form = PolicyForm(
        {"value": typed, "effective_from": "2026-12-01", "reason": "示例"}, policy=one
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["value"] == value
    assert words(one, value) == shown
