"""The engine's seam: start a case's flow and take the turns in it. Everything goes through here.

A service writes::

    with engine.turn(case, "intake", by=officer) as turn:
        ...  # lock the trade row, check the rule, move the status, write the trail

and the flow advances when the block ends, in the same transaction. Two people in one turn:
the second waits for the row and then reads that the turn is over.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from viewflow.workflow import STATUS
from viewflow.workflow.chart import calc_layout_data
from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.fields import import_task_by_ref
from viewflow.workflow.models import Task as Task
from viewflow.workflow.nodes import Obsolete

from approvals.parties.models import Role, User
from approvals.parties.queries import delegators_of, memberships_of
from approvals.record.prepared import one_row
from approvals.record.refusals import Conflict, NotAllowed, Refusal
from approvals.record.services import write_trail

from .kinds import kind_of
from .models import Case
from .rules import turn_right_refusal, wrong_turn_refusal

OPEN = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED)


@dataclass(frozen=True)
class OpenTurn:
    """A turn as the services and pages see it."""

    task_id: int
    node: str
    title: str
    owner_id: int | None
    role: str
    party_id: int


@dataclass(frozen=True)
class FlowPicture:
    """What `components/flow.html` draws."""

    grid: Any
    cells: list[Any]
    edges: list[Any]


CASE_COLUMNS = [field.attname for field in Case._meta.concrete_fields]  # noqa: SLF001  _meta is public
LOCKED_CASE = (
    f"SELECT {', '.join(CASE_COLUMNS)} FROM cases_case WHERE id = %(case)s FOR NO KEY UPDATE"  # noqa: S608  its own columns
)


def lock_case(case_id: Any) -> Case:
    """The case row under its lock: the first lock of every verb."""
    row = one_row(LOCKED_CASE, {"case": case_id})
    if row is None:
        raise Case.DoesNotExist(case_id)
    return Case.from_db(connection.alias, CASE_COLUMNS, row)


def start(case: Case) -> None:
    """Start the flow of a case. The caller holds the case row and a transaction."""
    kind_of(case.kind).flow.start.run(case=case)


def open_turns(case: Case) -> list[OpenTurn]:
    """The turns that wait for somebody, oldest first."""
    if case.process_id is None:
        return []
    tasks = Task.objects.filter(
        process_id=case.process_id, status__in=OPEN, flow_task_type="HUMAN"
    ).order_by("pk")
    return [as_turn(task) for task in tasks]


def as_turn(task: Task) -> OpenTurn:
    role, _at, party = (task.owner_permission or "@0").partition("@")
    node = task.flow_task
    return OpenTurn(task.pk, node.name, str(node.task_title), task.owner_id, role, int(party or 0))


@contextmanager
def turn(case: Case, node: str, *, by: User) -> Iterator[Task]:
    """Do the turn `node` of `case` as `by`; the flow moves on when the block ends well.

    Raises NotAllowed when the person lacks the role, Conflict when there is no such turn now
    (somebody was first, or it is not time yet) or another person has taken it.
    """
    try:
        with transaction.atomic():
            lock_case(case.pk)
            task = _turn_for(case, node, by)
            flow_task = task.flow_task
            if task.owner_id != by.pk:
                _assign(task, by)
            with task.activation() as activation:
                if not flow_task.can_execute(by, activation.task):
                    raise NotAllowed(turn_right_refusal(flow_task.task_title, case, by))
                activation.start(None)
                _tell_for_whom(case, activation.task, by)
                yield activation.task
                activation.execute()
    except FlowLockFailed as error:
        raise Conflict(
            Refusal("case_busy", _("该案件正在由他人办理。"), "D-LOCK", _("请稍后刷新再试。"))
        ) from error


def _turn_for(case: Case, node: str, by: User) -> Task:
    """The open task of `node` that this person may do."""
    tasks = Task.objects.select_related("process").filter(
        process_id=Case.objects.only("process_id").get(pk=case.pk).process_id,
        status__in=OPEN,
        flow_task_type="HUMAN",
    )
    found = [task for task in tasks.order_by("pk") if task.flow_task.name == node]
    if not found:
        raise Conflict(wrong_turn_refusal(str(one.flow_task.task_title) for one in tasks))
    mine = [task for task in found if task.owner_id == by.pk]
    free = [task for task in found if task.owner_id is None or _may_take_over(by, task)]
    for task in [*mine, *free]:
        if task.flow_task.may_act(by, task):
            return task
    if any(task.flow_task.may_act(by, task) for task in found):
        raise Conflict(
            Refusal("turn_taken", _("该任务已由他人领取。"), "D-TURN", _("请先由领取人释放。"))
        )
    raise NotAllowed(turn_right_refusal(found[0].flow_task.task_title, case, by))


def _may_take_over(user: User, task: Task) -> bool:
    """A turn is free, too, of whoever took it for the applicant's side and acts there no more."""
    ours = (task.owner_permission or "").startswith(f"{Role.AGENT}@")
    return _stands_in(user, task) or (ours and not task.flow_task.may_act(task.owner, task))


def _stands_in(user: User, task: Task) -> bool:
    """Whether the turn's owner is away and has lent its role to the user; never one by name."""
    if task.owner_id is None or "user" in (task.data or {}):
        return False
    role, _at, party = (task.owner_permission or "@0").partition("@")
    return any(one.pk == task.owner_id for one in delegators_of(user, role, int(party or 0)))


def _assign(task: Task, user: User) -> None:
    """Make the turn the user's: a free one, or that of the colleague it stands in for."""
    if task.owner_id is not None:
        with task.activation() as activation:
            activation.unassign()
    with task.activation() as activation:
        activation.assign(user)


def _tell_for_whom(case: Case, task: Task, by: User) -> None:
    """The trail says for whom a person acts that holds the turn's role only as lent."""
    role, _at, party = (task.owner_permission or "@0").partition("@")
    lenders = delegators_of(by, role, int(party or 0))
    own = memberships_of(by).filter(user=by, role=role, party_id=int(party or 0))
    if lenders and not own.exists():
        write_trail(
            case.chain,
            "turn.stand_in",
            by=by,
            subject=f"turn:{task.flow_task.name}",
            after={"for": [one.actor_name for one in lenders], "role": role},
            acting_for=_("、").join(one.actor_name for one in lenders),
        )


def take_turn(case: Case, node: str, *, by: User) -> None:
    """Take a free turn (领取)."""
    with transaction.atomic():
        lock_case(case.pk)
        task = _turn_for(case, node, by)
        if task.owner_id != by.pk:
            _assign(task, by)
            write_trail(case.chain, "turn.take", by=by, subject=f"turn:{node}")


def release_turn(case: Case, node: str, *, by: User) -> None:
    """Give a taken turn back (释放). Turns given to one person by name stay theirs."""
    with transaction.atomic():
        lock_case(case.pk)
        task = _turn_for(case, node, by)
        if task.owner_id == by.pk and "user" not in (task.data or {}):
            with task.activation() as activation:
                activation.unassign()
            write_trail(case.chain, "turn.release", by=by, subject=f"turn:{node}")


def cancel(case: Case) -> None:
    """End a flow before its end (撤回、不予受理). The caller holds the case row."""
    if case.process_id is None:
        return
    tasks = Task.objects.filter(process_id=case.process_id).exclude(
        status__in=(STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED)
    )
    for task in tasks:
        task.flow_task.activation_class(task).cancel()
    process = case.process
    if process is not None:
        process.status = "CANCELED"
        process.save(update_fields=["status"])


def go_back(case: Case, node: str) -> None:
    """Take the open turns away and open the turn `node` again, as when an arrow led there.

    For an act that undoes a step (an appointment given back). The caller holds the case row
    and has judged that the act is lawful.
    """
    tasks = list(
        Task.objects.filter(process_id=case.process_id, status__in=OPEN, flow_task_type="HUMAN")
    )
    before = None
    for task in tasks:
        before = task.flow_task.activation_class(task)
        before.cancel()
    if before is None:
        raise RuntimeError("a case without an open turn has nowhere to go back from")
    target = getattr(before.flow_class.instance, node)
    activation = target._create(before, before.task.token)  # noqa: SLF001  the library's own way
    activation.activate()


def hand_over(case: Case, node: str, *, former: User, successor: User) -> None:
    """Give the turn that one person had by name to another, done or not (改派).

    What came after it is taken away and comes again when the successor is done. The caller
    holds the case row and has judged that the act is lawful.
    """
    steps = Task.objects.filter(process_id=case.process_id, flow_task_type="HUMAN")
    theirs = [
        one for one in steps.filter(owner=former).order_by("-pk") if one.flow_task.name == node
    ]
    if not theirs:
        raise RuntimeError(f"{former} has no turn {node} to hand over")
    held = theirs[0]
    for task in steps.filter(status__in=OPEN):
        if task.pk == held.pk or task.flow_task.name != node:
            task.flow_task.activation_class(task).cancel()
    before = held.previous.order_by("pk").first()
    held.flow_task._create(  # noqa: SLF001  the library's own way
        before.flow_task.activation_class(before), held.token, data={"user": successor.pk}
    )


def picture_of(case: Case, tasks: Iterable[Task] | None = None) -> FlowPicture | None:
    """The flow of the case with what is done and where it is now; None before it began.

    `tasks`: the steps of its process, oldest first, where they were read already.
    """
    if case.process_id is None:
        return None
    flow = kind_of(case.kind).flow
    grid = calc_layout_data(flow)
    if tasks is None:
        tasks = Task.objects.filter(process_id=case.process_id).order_by("pk")
    for task in tasks:
        cell = grid.grid.get(task.flow_task)
        if cell is not None and (cell.status is None or task.status != STATUS.NEW):
            cell.status = task.status
    return FlowPicture(grid, list(grid.cells), list(grid.edges))


def picture_of_kind(key: str) -> FlowPicture:
    """The flow of a procedure as it is drawn before any case runs through it."""
    grid = calc_layout_data(kind_of(key).flow)
    return FlowPicture(grid, list(grid.cells), list(grid.edges))


def unresolvable_nodes() -> list[str]:
    """Node names stored in rows that no flow in the code has any more (checked at deploy)."""
    stored = Task.objects.order_by().annotate(ref=Cast("flow_task", TextField()))
    return [ref for ref in stored.values_list("ref", flat=True).distinct() if not _resolves(ref)]


def _resolves(reference: str) -> bool:
    try:
        return not isinstance(import_task_by_ref(reference), Obsolete)
    except (ImportError, LookupError, AttributeError):
        return False
