"""Who holds the ball: every day of a case on one side, and what an office publishes of it."""

from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from approvals.cases.alarms import alarms_for
from approvals.cases.ball import Side, Turn, ball_from, ball_of
from approvals.cases.models import Case
from approvals.cases.statistics import published_for
from approvals.parties.models import Role
from approvals.record.workdays import BEIJING, WorkCalendar
from tests import factories, reviewing

MONDAY = date(2026, 11, 16)
DAY = timedelta(days=1)


def held_case(last):
    """A case received on a Monday and closed on the day `last` days later."""
    morning = datetime(2026, 11, 16, 9, tzinfo=BEIJING)
    return Case(received_at=morning, closed_at=morning + last * DAY)


def spans(case, turns, pauses=()):
    ball = ball_from(case, turns, pauses, WorkCalendar())
    return [
        (one.side.value, (one.last - one.first).days + 1, one.working_days) for one in ball.spans
    ]


def test_each_day_belongs_to_who_had_the_turn_when_it_ended():
    turns = [
        Turn(Side.OFFICE, MONDAY, MONDAY + DAY),
        Turn(Side.APPLICANT, MONDAY + DAY, MONDAY + 3 * DAY),
        Turn(Side.OFFICE, MONDAY + 3 * DAY, None),
    ]
    assert spans(held_case(4), turns) == [("office", 1, 1), ("applicant", 2, 2), ("office", 2, 2)]


def test_a_day_on_which_the_last_turn_ended_belongs_to_its_side():
    turns = [Turn(Side.OFFICE, MONDAY, MONDAY + DAY)]
    assert spans(held_case(2), turns) == [("office", 2, 2), ("nobody", 1, 1)]


def test_where_two_have_a_turn_the_office_answers_for_the_day():
    turns = [Turn(Side.APPLICANT, MONDAY, None), Turn(Side.OFFICE, MONDAY, None)]
    assert spans(held_case(0), turns) == [("office", 1, 1)]


def test_closed_days_are_shown_and_not_counted():
    assert spans(held_case(7), [Turn(Side.OFFICE, MONDAY, None)]) == [("office", 8, 6)]


@pytest.mark.parametrize(
    ("ground", "side"), [("postponement", "applicant"), ("hearing", "authority")]
)
def test_a_pause_takes_its_days_from_the_office(ground, side):
    pauses = [(ground, MONDAY + DAY, MONDAY + 3 * DAY)]
    turns = [Turn(Side.OFFICE, MONDAY, None)]
    assert spans(held_case(3), turns, pauses) == [("office", 1, 1), (side, 2, 2), ("office", 1, 1)]


def test_the_bars_fill_the_whole_length():
    turns = [Turn(Side.OFFICE, MONDAY, MONDAY + DAY), Turn(Side.APPLICANT, MONDAY + DAY, None)]
    ball = ball_from(held_case(3), turns, (), WorkCalendar())
    assert ball.bars == [(Side.OFFICE, "0.00", "25.00"), (Side.APPLICANT, "25.00", "75.00")]
    assert ball.totals == [(Side.APPLICANT, 3), (Side.OFFICE, 1)]


@pytest.fixture
def world(settings, tmp_path, db):
    reviewing.use_demo_keys(settings, tmp_path)
    cache.clear()
    return reviewing.make_world()


def test_a_case_under_way_is_with_the_office_by_its_own_turns(world, django_assert_num_queries):
    key = reviewing.appointed(world).case_id
    case = Case.objects.select_related("office").get(pk=key)
    with django_assert_num_queries(3):
        ball = ball_of(case)
    assert [one.side for one in ball.spans] == [Side.OFFICE]


def test_a_case_that_was_not_received_has_no_days():
    assert ball_of(Case()).spans == ()


def closed_cases(office, number, kind="exit_review"):
    now = timezone.now()
    for _ in range(number):
        factories.make_case(
            office, clock=False, kind=kind, received_at=now - timedelta(days=3), closed_at=now
        )


def test_an_office_publishes_medians_and_no_small_numbers(world):
    closed_cases(world.office, 5)
    closed_cases(world.office, 4, kind="restricted")
    lines = {line.title: line for line in published_for(world.office)}
    assert [line.count for line in lines.values()] == [5, None]
    assert lines["restricted"].office.median is None
    [big] = [line for line in lines.values() if line.count]
    assert (big.office.median, big.office.ninetieth) == (0, 0)


def test_cases_open_or_long_closed_or_of_others_are_not_counted(world, client):
    closed_cases(factories.make_office(), 6)
    factories.make_case(world.office)
    old = timezone.now() - timedelta(days=400)
    factories.make_case(world.office, received_at=old, closed_at=old)
    assert published_for(world.office) == []
    assert client.get(f"/offices/{world.office.code}/").status_code == 200


def test_alarms_name_the_terms_near_or_over_to_the_office_only(world):
    late = factories.make_case(world.office, due_on=factories.days_from_now(-1))
    near = factories.make_case(world.office, due_on=factories.today())
    factories.make_case(world.office, due_on=factories.days_from_now(30))
    factories.make_case(world.office, due_on=factories.today(), closed_at=timezone.now())
    assert [alarm.case for alarm in alarms_for(world.clerk)] == [late, near]
    assert alarms_for(world.clerk)[0].url == f"/desk/cases/{late.pk}/"
    assert alarms_for(world.agent) == []
    elsewhere = factories.make_member(factories.make_office().party, Role.INTAKE)
    assert alarms_for(elsewhere) == []
