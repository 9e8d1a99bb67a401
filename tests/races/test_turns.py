"""Two people at once: exactly one outcome, and the other is told the present state."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from approvals.cases.models import DeemedAcceptance
from approvals.cases.services import deem_accepted, delegate_role
from approvals.certificates.models import Certificate
from approvals.parties.models import Role
from approvals.record.queries import first_broken_link
from approvals.record.refusals import Conflict, Refused
from relics.reviews.models import Decision, Release
from relics.reviews.services import decision, examination, gate, intake, paper_acts
from tests import factories, reviewing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def together(*acts):
    """Run the acts at the same moment, each on a connection of its own; return what came of them."""
    gate_open = Barrier(len(acts))

    def run(act):
        try:
            gate_open.wait(timeout=10)
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_officers_on_one_turn_leave_one_acceptance(world):
    review = reviewing.appointed(world)
    results = together(
        lambda: intake.accept_application(review, by=world.clerk),
        lambda: intake.accept_application(review, by=world.second),
    )
    assert sum(isinstance(one, Conflict) for one in results) == 1
    assert Certificate.objects.filter(kind="acceptance_notice").count() == 1


def test_two_decisions_on_one_case_leave_one_decision(world):
    review = reviewing.judged(world)
    outcomes = {item.pk: "permit" for item in review.items.all()}
    results = together(
        *[lambda: decision.decide(review, outcomes, opinion="示例", by=world.approver)] * 4
    )
    assert sum(isinstance(one, Conflict) for one in results) == 3
    assert Decision.objects.count() == 1


def test_a_permit_is_issued_once(world):
    review = reviewing.labelled(world)
    results = together(*[lambda: paper_acts.issue_papers(review, by=world.issuer)] * 4)
    assert sum(isinstance(one, Conflict) for one in results) == 3
    assert Certificate.objects.filter(kind="exit_permit").count() == 1


def test_the_whole_panel_finishing_at_once_loses_no_opinion(world):
    review = reviewing.appraising(world)
    item = review.items.get()

    def speak(appraiser):
        sheets = {item.pk: reviewing.sheet()}
        examination.file_opinions(review, sheets, no_conflict=True, by=appraiser.user)
        return examination.finish_appraisal(review, by=appraiser.user)

    together(*[lambda who=appraiser: speak(who) for appraiser in world.appraisers])
    assert item.opinions.count() == 3
    assert reviewing.fresh(review).status == "pending_approval"
    assert first_broken_link() is None


def test_one_object_is_released_once_by_two_officers_at_two_desks(world):
    from approvals.certificates.services import finish_certificate

    review = reviewing.issued(world)
    finish_certificate(Certificate.objects.get(kind="exit_permit").pk)
    items = list(review.items.all())
    results = together(*[lambda: gate.release(items, port=world.port, by=world.customs)] * 2)
    assert sum(not isinstance(one, list) for one in results) == 1
    assert Release.objects.count() == 1


def test_a_case_that_somebody_holds_answers_409_and_not_500(world, client):
    from threading import Event

    from django.db import connection, transaction
    from django.urls import reverse

    from approvals.cases.engine import lock_case

    review = reviewing.submitted(world)
    held, done = Event(), Event()

    def hold():
        with transaction.atomic():
            lock_case(review.case_id)
            held.set()
            done.wait(timeout=20)
        connections.close_all()

    client.force_login(world.agent)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold)
        held.wait(timeout=10)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '300ms'")
        address = reverse("reviews:booking", args=[review.case_id])
        answer = client.post(address, {"session": world.session.pk})
        done.set()
    assert answer.status_code == 409
    assert "正在由他人办理" in answer.content.decode()


def test_two_workers_deem_a_case_accepted_once(world):
    case = reviewing.appointed(world).case
    over = factories.days_from_now(-1)
    case.clocks.filter(kind="completeness").update(starts_on=over, due_on=over)
    results = together(*[lambda: deem_accepted(case)] * 4)
    assert sum(one is not None for one in results) == 1
    assert DeemedAcceptance.objects.filter(case=case).count() == 1


def test_two_officers_who_lend_to_each_other_at_once_make_no_circle(world):
    def lend(by, to):
        return delegate_role(
            world.office.party,
            Role.INTAKE,
            to=to,
            valid_from=factories.today(),
            valid_to=factories.days_from_now(3),
            reason="示例",
            by=by,
        )

    results = together(
        lambda: lend(world.clerk, world.second), lambda: lend(world.second, world.clerk)
    )
    assert sum(isinstance(one, Conflict) for one in results) == 1
