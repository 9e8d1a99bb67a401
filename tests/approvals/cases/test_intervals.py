"""Clocks from intervals: pauses need a notice, and the end is what counting day by day gives."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from approvals.cases.intervals import due_after
from approvals.cases.models import ClockPause
from approvals.cases.services import extend_clock, open_clock, pause_clock, resume_clock
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from approvals.record.workdays import BEIJING, WorkCalendar
from tests import factories, reviewing

CALENDAR = WorkCalendar()
DAY = timedelta(days=1)


def counted_by_day(start, days, pauses):
    day = start
    while days:
        day += DAY
        paused = any(first <= day < again for first, again in pauses)
        works = CALENDAR.is_working(day)
        works = day.weekday() < 5 if works is None else works
        days -= bool(works and not paused)
    return day


gaps = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 30)), max_size=4)


@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.integers(1, 40), gaps)
def test_the_end_by_intervals_is_the_end_counted_day_by_day(start, days, steps):
    pauses, at = [], start - 5 * DAY
    for gap, length in steps:
        first = at + gap * DAY
        at = first + length * DAY
        pauses.append((first, at))
    assert due_after(CALENDAR, start, days, pauses).on == counted_by_day(start, days, pauses)


def test_case_25_deadline_falls_in_an_unpublished_year():
    assert not due_after(CALENDAR, date(2026, 12, 14), 5).provisional
    paused = due_after(CALENDAR, date(2026, 12, 14), 5, [(date(2026, 12, 16), date(2027, 1, 20))])
    assert paused.provisional


@pytest.fixture
def world(settings, tmp_path, db):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


@pytest.fixture
def case(world):
    return reviewing.accepted(world).case


def pause(case, by, **more):
    today = factories.today()
    values = {"ground": "hearing", "notice": "示例告知书：听证需十日", "until": today + 11 * DAY}
    return pause_clock(case, "decision", **{**values, **more}, by=by)


def test_paused_working_days_are_not_counted_and_come_back_on_resuming(world, case):
    clock = case.clocks.get(kind="decision")
    before = clock.due_on
    pause(case, world.clerk)
    clock = case.clocks.get(kind="decision")
    first = factories.today() + DAY
    assert clock.due_on == counted_by_day(
        clock.starts_on, clock.working_days, [(first, factories.today() + 11 * DAY)]
    )
    resume_clock(case, "decision", by=world.clerk)
    assert case.clocks.get(kind="decision").due_on == before


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"notice": " "}, "pause_without_notice"),
        ({"ground": "own_appraisal"}, "pause_without_ground"),
        ({"ground": "postponement"}, "pause_without_consent"),
        ({"until": date(2020, 1, 1)}, "pause_is_empty"),
    ],
)
def test_there_is_no_silent_pause(world, case, more, code):
    with pytest.raises(NotAcceptable) as refusal:
        pause(case, world.clerk, **more)
    assert refusal.value.refusal.code == code


def test_the_applicant_postpones_with_its_own_consent(world, case):
    made = pause(case, world.agent, ground="postponement", consent_by=world.agent)
    assert made.consent_by == world.agent


def test_the_applicant_does_not_pause_for_the_office(world, case):
    with pytest.raises(NotAllowed):
        pause(case, world.agent)


def test_pauses_do_not_overlap(world, case):
    pause(case, world.clerk)
    with pytest.raises(Conflict) as refusal:
        pause(case, world.clerk)
    assert refusal.value.refusal.code == "pause_overlaps"


def test_a_pause_is_evidence(world, case):
    made = pause(case, world.clerk)
    for change in ({"notice": "示例"}, {"until": made.until + DAY}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ClockPause.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        ClockPause.objects.filter(pk=made.pk).delete()


def test_the_term_of_r_exit_02_is_not_extended(world, case):
    with pytest.raises(Conflict) as refusal:
        extend_clock(case, "decision", reason="示例", notice="示例", by=world.approver)
    assert refusal.value.refusal.code == "special_period"


def test_the_default_term_is_extended_once_by_the_approver(world, case):
    moment = datetime(2026, 11, 23, 10, tzinfo=BEIJING)
    open_clock(case, "extra", rule="R-GEN-07", working_days=20, received_at=moment)
    told = {"reason": "示例：案情复杂", "notice": "示例告知书"}
    with pytest.raises(NotAllowed):
        extend_clock(case, "extra", **told, by=world.clerk)
    extended = extend_clock(case, "extra", **told, by=world.approver)
    assert extended.due_on == CALENDAR.due(date(2026, 11, 23), 30).on
    with pytest.raises(Conflict) as refusal:
        extend_clock(case, "extra", **told, by=world.approver)
    assert refusal.value.refusal.code == "extended_already"
