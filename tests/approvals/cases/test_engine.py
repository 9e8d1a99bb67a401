"""What the workflow library leaves open is closed: locks, roles at execution, revived turns."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from viewflow.workflow import STATUS
from viewflow.workflow.models import Process, Task

from approvals.cases import engine
from approvals.cases.checks import flows_have_a_lock, stored_nodes_resolve
from approvals.cases.kinds import case_kinds
from approvals.cases.nodes import case_row_lock
from approvals.cases.queries import inbox
from approvals.parties.models import Membership, Role, User
from approvals.record.refusals import Conflict, NotAllowed
from relics.reviews.services import intake
from tests import factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def test_every_flow_is_locked_by_its_case_row():
    assert [kind.flow.lock_impl for kind in case_kinds()] == [case_row_lock] * len(case_kinds())
    assert flows_have_a_lock(None) == []


def test_a_role_lost_after_taking_the_turn_no_longer_acts(world):
    review = reviewing.appointed(world)
    engine.take_turn(review.case, "intake", by=world.clerk)
    Membership.objects.filter(user=world.clerk).update(valid_to=factories.days_from_now(-1))
    with pytest.raises(NotAllowed):
        intake.accept_application(review, by=world.clerk)


def test_a_deactivated_person_no_longer_acts(world):
    review = reviewing.appointed(world)
    engine.take_turn(review.case, "intake", by=world.clerk)
    User.objects.filter(pk=world.clerk.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        intake.accept_application(review, by=User.objects.get(pk=world.clerk.pk))


def test_a_taken_turn_is_not_done_by_a_colleague_until_released(world):
    review = reviewing.appointed(world)
    engine.take_turn(review.case, "intake", by=world.clerk)
    with pytest.raises(Conflict) as refusal:
        intake.accept_application(review, by=world.second)
    assert refusal.value.refusal.code == "turn_taken"
    engine.release_turn(review.case, "intake", by=world.clerk)
    intake.accept_application(review, by=world.second)
    assert reviewing.fresh(review).status == "accepted"


def test_a_turn_that_is_over_answers_with_what_is_on_now(world):
    review = reviewing.accepted(world)
    with pytest.raises(Conflict) as refusal:
        intake.accept_application(review, by=world.clerk)
    assert refusal.value.refusal.code == "not_the_turn"
    assert "到场登记" in str(refusal.value.refusal.sentence)


def test_a_revived_turn_keeps_the_role_it_asks_for(world):
    review = reviewing.appointed(world)
    task = Task.objects.get(process=review.case.process, status=STATUS.NEW)
    with transaction.atomic():
        activation = task.flow_task.activation_class(task)
        activation.cancel()
        revived = activation.revive()
    assert revived.owner_permission == f"{Role.INTAKE}@{world.office.party_id}"
    stranger = factories.make_user()
    assert not revived.flow_task.can_assign(stranger, revived)
    assert revived.flow_task.can_assign(world.clerk, revived)


def test_no_page_of_the_workflow_library_is_reachable(client):
    from django.urls import get_resolver

    names = str(get_resolver().reverse_dict.keys()) + str(get_resolver().namespace_dict.keys())
    assert "viewflow" not in names
    assert "workflow" not in names


def test_a_turn_is_only_ever_done_in_its_own_case(world):
    """Two cases stand at the same node; doing it in one leaves the other where it was."""
    one, two = reviewing.appointed(world), reviewing.appointed(world)
    intake.accept_application(one, by=world.clerk)
    assert reviewing.fresh(two).status == "appointed"
    assert [turn.node for turn in engine.open_turns(two.case)] == ["intake"]


def test_users_are_never_deleted(world):
    with pytest.raises(ValidationError):
        world.clerk.delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM parties_user WHERE id = %s", [world.clerk.pk])


def test_a_node_that_is_gone_from_the_code_is_found_before_the_deploy(world):
    review = reviewing.appointed(world)
    assert stored_nodes_resolve(None, databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE viewflow_task SET flow_task = replace(flow_task, '.intake', '.gone')"
            " WHERE process_id = %s",
            [review.case.process_id],
        )
    assert [error.id for error in stored_nodes_resolve(None, databases=["default"])] == [
        "cases.E002"
    ]


def test_the_inbox_shows_a_turn_to_its_role_only(world):
    review = reviewing.appointed(world)
    assert [row.case for row in inbox(world.clerk)] == [review.case]
    for person in (world.agent, world.approver, world.issuer, world.customs, factories.make_user()):
        assert inbox(person) == []


def test_the_inbox_asks_the_same_number_of_questions_for_one_and_for_many(
    world, django_assert_max_num_queries
):
    for _ in range(5):
        reviewing.appointed(world)
    with django_assert_max_num_queries(6):
        assert len(inbox(world.clerk)) == 5


def test_withdrawing_closes_every_turn(world):
    from relics.reviews.services import application

    review = reviewing.appointed(world)
    application.withdraw_application(review, reason="示例", by=world.agent)
    assert engine.open_turns(reviewing.fresh(review).case) == []
    assert Process.objects.get(pk=review.case.process_id).status == "CANCELED"
    world.session.refresh_from_db()
    assert world.session.booked == 0
