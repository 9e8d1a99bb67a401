"""The nodes that our flows are drawn with. Only this file and engine.py import viewflow.

What the library leaves open is closed here: the flow lock is the case row (one lock for law
and flow), a turn names the party and the role that may take it, and both are checked again at
execution, when a turn is revived too.
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, transaction
from viewflow import this
from viewflow.workflow import STATUS
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge, Flow, Node
from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.nodes import End, Function, If, Join, Split, StartHandle, View
from viewflow.workflow.nodes.split import SplitActivation
from viewflow.workflow.nodes.view import ViewActivation
from viewflow.workflow.token import Token

from approvals.parties.models import User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Sentence

from .models import Case
from .rules import holder_of

__all__ = [
    "CaseFlow",
    "End",
    "FanOut",
    "Function",
    "If",
    "Join",
    "Opening",
    "Split",
    "Turn",
    "this",
]

LOCK_TIMEOUT = "3s"


@contextmanager
def case_row_lock(_flow_class: type[Flow], process_pk: int) -> Iterator[None]:
    """The flow's lock: the case row of the process, so that law and flow share one lock."""
    with transaction.atomic():
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            locked = Case.objects.select_for_update(no_key=True).filter(process_id=process_pk)
            list(locked.values_list("pk"))
        except DatabaseError as error:
            raise FlowLockFailed(str(process_pk)) from error
        yield


class CaseFlow(Flow):  # type: ignore[misc]
    """The base of every flow: a real lock, and no pages of the library's own.

    Two flows of the same steps take them from a plain class beside this one, never from one
    another: the arrows of a flow lead to its own nodes, and a copy of them still would.
    """

    lock_impl = staticmethod(case_row_lock)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        for base in cls.__mro__[1:]:
            for name, node in vars(base).items():
                if isinstance(node, Node) and name not in vars(cls):
                    if issubclass(base, Flow):
                        raise TypeError(f"{cls.__name__} inherits the nodes of {base.__name__}")
                    setattr(cls, name, copy.deepcopy(node))
        super().__init_subclass__(**kwargs)


class TurnActivation(ViewActivation):  # type: ignore[misc]
    """A person's turn; a revived turn keeps its owner and its permission."""

    def prepare_revived_task(self, task: Any) -> None:
        task.owner = self.task.owner
        task.owner_permission = self.task.owner_permission
        if task.owner_id:
            task.status = STATUS.ASSIGNED


class Turn(View):  # type: ignore[misc]
    """A turn of a role at a party: `Turn("受理", role=Role.INTAKE, party=the_office)`.

    `party` maps the case to the party whose member must act. `person` names one person
    instead, by the task's own data (a fan-out gives ``{"user": id}``). The permission string
    is ``role@party``; `may_act` reads it again each time.
    """

    activation_class = TurnActivation
    _owner_permission_obj = None

    def __init__(
        self,
        title: Sentence,
        *,
        role: str,
        party: Callable[[Case], int],
        person: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(view=None, **kwargs)
        self.task_title = title
        self.role = role
        self.party = party
        if person:
            self._owner = lambda activation: User.objects.get(pk=activation.task.data["user"])

    def calc_owner_permission(self, activation: Activation) -> str:
        case = Case.objects.get(process_id=activation.process.pk)
        return f"{self.role}@{self.party(case)}"

    def may_act(self, user: Any, task: Any) -> bool:
        """Whether the user holds the turn's role at the turn's party now."""
        role, _, party = (task.owner_permission or "@").partition("@")
        if not party:
            return False
        case = Case.objects.get(process_id=task.process_id)
        return holds_role(user, role, holder_of(case, role, int(party)))

    def can_assign(self, user: Any, task: Any) -> bool:
        return task.owner_id is None and self.may_act(user, task)

    def can_execute(self, user: Any, task: Any) -> bool:
        return task.owner_id == user.pk and self.may_act(user, task)


class FanOutActivation(SplitActivation):  # type: ignore[misc]
    """One token for each item that the node's source names, read when the fan-out opens."""

    @Activation.status.super()  # type: ignore[untyped-decorator]
    def activate(self) -> None:
        case = Case.objects.get(process_id=self.process.pk)
        node = self.flow_task._activate_next[0][0]  # noqa: SLF001
        self.next_tasks = [(node, item) for item in self.flow_task.over(case)]

    @Activation.status.super()  # type: ignore[untyped-decorator]
    def create_next(self) -> Iterator[Activation]:
        tokens = Token.split_token_source(self.task.token, self.task.pk)
        for node, item in self.next_tasks:
            yield node._create(  # noqa: SLF001
                prev_activation=self, token=next(tokens), data=item
            )


class FanOut(Split):  # type: ignore[misc]
    """The same turn for each of several people: `FanOut(over=panel_of).Next(this.appraise)`."""

    activation_class = FanOutActivation

    def __init__(self, over: Callable[[Case], list[dict[str, Any]]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.over = over

    def _outgoing(self) -> Iterator[Edge]:
        for node, _condition, _source in self._activate_next:
            yield Edge(src=self, dst=node, edge_class="next")


def _link_case(activation: Activation, *, case: Case) -> Any:
    """Give the case its process before the first turn is made, so that turns can read it."""
    activation.process.save()
    case.process = activation.process
    case.save(update_fields=["process"])
    return activation.process


class Opening(StartHandle):  # type: ignore[misc]
    """The start of a flow, for a case whose row the caller has locked."""

    def __init__(self) -> None:
        super().__init__(_link_case)
