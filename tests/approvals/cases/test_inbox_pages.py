"""The inbox: tabs with counts, the nearest deadline first, pages, taking a turn and giving it back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from approvals.cases.models import Clock
from approvals.cases.queries import inbox
from approvals.cases.services import calendar_of
from approvals.parties.models import Role
from tests import factories, reviewing
from tests.desk import get, many, post, signed_in, text
from tests.factories import today

pytestmark = pytest.mark.django_db

INBOX = "/desk/inbox/"


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def acting(verb, review, node="intake"):
    return reverse(f"cases:{verb}", args=[review.case_id, node])


def numbers(answer):
    return [line["row"].case.number for line in answer.context["rows"]]


def due_in(review, days):
    Clock.objects.filter(case=review.case, kind="decision").update(
        due_on=factories.today() + timedelta(days=days)
    )


def test_each_tab_counts_its_own(world):
    first, _second = (reviewing.appointed(world) for _ in range(2))
    post(world.clerk, acting("take", first))
    shown = get(world.clerk, INBOX)
    assert [(tab["title"], tab["count"]) for tab in shown.context["tabs"]] == [
        ("我的", 1),
        ("待领取", 1),
        ("全部", 2),
    ]
    assert numbers(get(world.clerk, INBOX + "?tab=mine")) == [first.case.number]
    assert numbers(get(world.second, INBOX + "?tab=mine")) == []
    assert numbers(get(world.second, INBOX)) == [_second.case.number]


def test_the_nearest_deadline_stands_first_and_none_at_the_end(world):
    late, near, none = (reviewing.appointed(world) for _ in range(3))
    due_in(late, 20)
    due_in(near, 2)
    Clock.objects.filter(case=none.case).update(stopped_at=none.submitted_at)
    wanted = [one.case.number for one in (near, late, none)]
    assert numbers(get(world.clerk, INBOX)) == wanted
    assert [row.case.number for row in inbox(world.clerk)] == wanted


def test_a_row_tells_the_working_days_left_and_that_the_day_may_move(world):
    review = reviewing.appointed(world)
    clock = review.case.clocks.get(kind="decision")
    left = calendar_of(world.office.party).working_days_between(today(), clock.due_on)
    shown = text(get(world.clerk, INBOX))
    assert left in {15, 16}  # after office hours the count begins on the next working day
    assert f"剩 {left} 个工作日" in shown
    assert "暂定" in shown


def test_the_next_act_leads_to_the_page_of_that_turn(world):
    review = reviewing.appointed(world)
    (line,) = get(world.clerk, INBOX).context["rows"]
    assert line["turn_url"] == reverse("reviews:intake", args=[review.case_id])
    assert line["case_url"] == reverse("reviews:desk_case", args=[review.case_id])


def test_a_search_is_kept_in_the_address_and_in_the_tabs(world):
    review, _other = reviewing.appointed(world), reviewing.appointed(world)
    shown = get(world.clerk, f"{INBOX}?q={review.case.number}")
    assert numbers(shown) == [review.case.number]
    assert all(f"q={review.case.number}" in tab["url"] for tab in shown.context["tabs"])
    assert "没有找到" in text(get(world.clerk, f"{INBOX}?q=无此案件"))


def test_htmx_gets_the_list_alone_and_the_back_button_the_whole_page(world):
    reviewing.appointed(world)
    client = signed_in(world.clerk)
    whole = client.get(INBOX)
    part = client.get(INBOX, headers={"HX-Request": "true"})
    back = client.get(INBOX, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert ["<html" in text(one) for one in (whole, part, back)] == [True, False, True]
    assert "HX-Request" in whole["Vary"]


def test_an_empty_inbox_says_so(world):
    assert "没有待办" in text(get(world.approver, INBOX))
    assert numbers(get(factories.make_user(), INBOX)) == []


def test_nobody_reads_an_inbox_without_signing_in(client):
    assert client.get(INBOX).status_code == 302


def test_a_turn_is_taken_once_and_given_back(world):
    review = reviewing.appointed(world)
    taken = post(world.clerk, acting("take", review))
    assert taken["Location"] == reverse("reviews:intake", args=[review.case_id])
    refused = post(world.second, acting("take", review))
    assert refused.status_code == 409
    assert "已由他人领取" in text(refused)
    shown = get(world.second, reverse("reviews:intake", args=[review.case_id]))
    assert shown.context["closed"].code == "turn_taken"
    post(world.clerk, acting("release", review), {"next": INBOX + "?tab=mine"})
    assert post(world.second, acting("take", review)).status_code == 302


@pytest.mark.parametrize("verb", ["take", "release"])
def test_turns_are_taken_and_given_back_by_post_and_by_their_role_only(world, verb):
    review = reviewing.appointed(world)
    assert get(world.clerk, acting(verb, review)).status_code == 405
    assert post(world.approver, acting(verb, review)).status_code == 403
    stranger = factories.make_member(factories.make_office().party, Role.INTAKE)
    assert post(stranger, acting(verb, review)).status_code == 404


def test_a_way_back_to_another_host_is_not_followed(world):
    review = reviewing.appointed(world)
    post(world.clerk, acting("take", review))
    answer = post(world.clerk, acting("release", review), {"next": "https://example.org/"})
    assert answer["Location"] == INBOX


def test_each_line_of_the_bar_shows_its_own_part(world):
    review = reviewing.judged(world)
    for page, user, found in (
        ("decision_list", world.approver, [review.case.number]),
        ("issue_list", world.issuer, []),
        ("intake_list", world.clerk, []),
        ("examination_list", world.appraisers[0].user, []),
    ):
        assert numbers(get(user, reverse(f"reviews:{page}"))) == found


def test_twenty_rows_a_page_and_twelve_questions_for_any_number(
    world, django_assert_max_num_queries
):
    client = signed_in(world.clerk)
    reviewing.appointed(world, *many(world, 1))
    with django_assert_max_num_queries(12):
        assert len(client.get(INBOX).context["rows"]) == 1
    for thing in many(world, 24):
        reviewing.appointed(world, thing)
    with django_assert_max_num_queries(12):
        first = client.get(INBOX)
    second = client.get(INBOX + "?page=2")
    assert [len(one.context["rows"]) for one in (first, second)] == [20, 5]
    assert len(set(numbers(first) + numbers(second))) == 25
