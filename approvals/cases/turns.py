"""A case's open turns as a page shows them: whose they are, and why one is not yours."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.parties.models import Role, User
from approvals.record.refusals import Refusal

from .engine import OPEN, OpenTurn, Task, as_turn
from .kinds import kind_of
from .models import Case
from .rules import holder_of


@dataclass(frozen=True)
class TurnFace:
    """One open turn before one reader; `refusal` says why the reader may not act in it."""

    turn: OpenTurn
    owner: str
    url: str
    is_mine: bool
    by_name: bool
    refusal: Refusal | None

    @property
    def role(self) -> str:
        """Who acts, as a word: 受理人, 审批人."""
        return str(Role(self.turn.role).label) if self.turn.role in Role.values else ""


def page_of(case: Case, node: str) -> str:
    """The page where the turn is done; the case's own page where the kind names none."""
    kind = kind_of(case.kind)
    return reverse(kind.turn_pages.get(node, kind.url_name), args=[case.pk])


def tasks_of(case: Case) -> list[Task]:
    """Every step of the case's flow so far, done or open, oldest first: one query."""
    if case.process_id is None:
        return []
    steps = Task.objects.filter(process=case.process_id).select_related("owner")
    return list(steps.order_by("pk"))


def faces_of_turns(
    case: Case, tasks: Iterable[Task], user: User, held: Collection[tuple[str, int]]
) -> list[TurnFace]:
    """The turns that are open now, the reader's own first. `held`: its (role, party) pairs."""
    faces = [
        _face(case, task, user, held)
        for task in tasks
        if task.status in OPEN and task.flow_task_type == "HUMAN"
    ]
    return sorted(faces, key=lambda face: face.refusal is not None)


def _face(case: Case, task: Task, user: User, held: Collection[tuple[str, int]]) -> TurnFace:
    turn = as_turn(task)
    owner = str(task.owner) if task.owner_id else ""
    return TurnFace(
        turn=turn,
        owner=owner,
        url=page_of(case, turn.node),
        is_mine=turn.owner_id == user.pk,
        by_name="user" in (task.data or {}),
        refusal=_refusal(case, turn, owner, user, held, by_name="user" in (task.data or {})),
    )


def _refusal(
    case: Case,
    turn: OpenTurn,
    owner: str,
    user: User,
    held: Collection[tuple[str, int]],
    *,
    by_name: bool,
) -> Refusal | None:
    if (turn.role, holder_of(case, turn.role, turn.party_id)) not in held:
        role = Role(turn.role).label if turn.role in Role.values else turn.role
        return Refusal(
            "no_right",
            _("“%(title)s”由%(role)s办理，您没有这项职责。") % {"title": turn.title, "role": role},
            "D-ROLE",
        )
    if by_name and turn.owner_id != user.pk:
        sentence = _("“%(title)s”由%(owner)s本人办理。") % {"title": turn.title, "owner": owner}
        return Refusal("turn_by_name", sentence, "D-TURN")
    if turn.owner_id is not None and turn.owner_id != user.pk:
        sentence = _("“%(title)s”已由%(owner)s领取。") % {"title": turn.title, "owner": owner}
        return Refusal("turn_taken", sentence, "D-TURN", _("请先由领取人释放。"))
    return None


def turn_refusal(faces: Iterable[TurnFace], node: str) -> Refusal | None:
    """Why the reader cannot act in `node` now: not the turn, not the role, or taken; or None."""
    known = list(faces)
    found = [face for face in known if face.turn.node == node]
    if not found:
        now = _("、").join(sorted({face.turn.title for face in known})) or _("无待办")
        sentence = _("案件当前不在这一步，现在是：%(now)s。") % {"now": now}
        return Refusal("not_the_turn", sentence, "D-TURN")
    return None if any(face.refusal is None for face in found) else found[0].refusal
