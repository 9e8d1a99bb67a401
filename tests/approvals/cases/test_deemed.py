"""Acceptance by the passing of time, and the term of delivery (R-GEN-03, R-GEN-09)."""

from datetime import timedelta

import pytest

from approvals.cases.alarms import alarms_for
from approvals.cases.models import Clock, DeemedAcceptance
from approvals.cases.services import deem_accepted
from approvals.cases.tasks import deem_all_accepted
from approvals.record.models import TrailEntry
from approvals.record.services import CLOCKWORK
from relics.reviews.services import intake
from tests import factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def run_out(case, **fields):
    """The completeness term ended yesterday."""
    last = factories.days_from_now(-1)
    values = {"starts_on": last - timedelta(days=7), "due_on": last, **fields}
    Clock.objects.filter(case=case, kind="completeness").update(**values)
    return case


def test_case_26_office_never_sends_the_correction_notice_and_five_days_pass(world):
    review = reviewing.appointed(world)
    case = run_out(review.case)
    deemed = deem_accepted(case)
    assert reviewing.fresh(review).status == "accepted"
    clock = case.clocks.get(kind="completeness")
    assert deemed.accepted_on == clock.starts_on
    assert (clock.stopped_because, clock.stopped_at is None) == ("deemed_accepted", False)
    assert case.clocks.get(kind="decision").confirmed_at == clock.received_at
    assert [alarm.case for alarm in alarms_for(world.approver)] == [case]
    assert alarms_for(world.scheduler) == []
    entry = TrailEntry.objects.get(chain=case.chain, verb="case.deem_accepted")
    assert entry.actor == CLOCKWORK.actor_key


def test_a_case_is_deemed_accepted_once_however_often_the_clock_asks(world):
    case = run_out(reviewing.appointed(world).case)
    deem_all_accepted(0)
    deem_all_accepted(0)
    assert deem_accepted(case) is None
    assert DeemedAcceptance.objects.filter(case=case).count() == 1


def test_nobody_is_accepted_by_time_alone_before_the_term_is_over(world):
    case = reviewing.appointed(world).case
    for due in (factories.today(), factories.days_from_now(1)):
        run_out(case, due_on=due)
        assert deem_accepted(case) is None


def test_a_term_that_reaches_a_year_without_a_calendar_accepts_nothing(world):
    case = run_out(reviewing.appointed(world).case, beyond_calendar=True)
    assert deem_accepted(case) is None


def test_who_was_answered_in_time_is_not_deemed_accepted(world):
    review = reviewing.appointed(world)
    intake.accept_application(review, by=world.clerk)
    case = run_out(review.case)
    deem_all_accepted(0)
    assert not DeemedAcceptance.objects.filter(case=case).exists()


def test_the_paper_is_due_ten_working_days_after_the_decision_until_it_is_issued(world):
    review = reviewing.labelled(world)
    clock = review.case.clocks.get(kind="delivery")
    assert (clock.rule, clock.working_days, clock.confirmed_at is None) == ("R-GEN-09", 10, False)
    assert clock.due_on > factories.today()
    reviewing.paper_acts.issue_papers(review, by=world.issuer)
    clock.refresh_from_db()
    assert clock.stopped_because == "delivered"
