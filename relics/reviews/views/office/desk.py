"""The desk: who looks at which application, in what roles, and whose turn it is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from approvals.cases.engine import Task
from approvals.cases.turns import TurnFace, faces_of_turns, tasks_of, turn_refusal
from approvals.parties.models import User
from approvals.parties.queries import memberships_of
from approvals.parties.signed_in import person
from approvals.record.refusals import Refusal, Refused
from relics.reviews.models import Review
from relics.reviews.queries import desk_reviews_of
from relics.reviews.views.cards import face_for
from relics.reviews.wording import tone_of

Rest = ParamSpec("Rest")


@dataclass(frozen=True)
class Desk:
    """One application before one officer."""

    request: HttpRequest
    review: Review
    user: User
    held: frozenset[tuple[str, int]]
    turns: list[TurnFace]
    tasks: list[Task]

    def refusal(self, node: str) -> Refusal | None:
        """Why the officer cannot act in the turn now, or None."""
        return turn_refusal(self.turns, node)

    def face(self, node: str) -> TurnFace | None:
        """The open turn of that name, the officer's own before others'."""
        return next((face for face in self.turns if face.turn.node == node), None)

    def holds(self, role: str) -> bool:
        """Whether the officer holds the role at the application's office."""
        return (role, self.review.case.office_id) in self.held

    def page(
        self, template: str, context: dict[str, Any], *, node: str = "", status: int = 200
    ) -> HttpResponse:
        """A page of the desk; `node` names the turn that is done on it."""
        common = {
            "desk": self,
            "review": self.review,
            "case": self.review.case,
            "tone": tone_of(self.review.status),
            "clock": face_for(self.review),
            "node": node,
            "turn": self.face(node) if node else None,
            "closed": self.refusal(node) if node else None,
        }
        return render(self.request, template, {**common, **context}, status=status)


OfADesk = Callable[Concatenate[Desk, Rest], HttpResponse]
Answers = Callable[..., HttpResponse]


def at_the_desk(view: "OfADesk[Rest]") -> Answers:
    """Hand the view the desk of the case `pk`; 404 for all but the officers of its office."""

    def opened(
        request: HttpRequest, pk: UUID, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        user = person(request)
        review = get_object_or_404(desk_reviews_of(user), case=pk)
        held = frozenset(memberships_of(user).values_list("role", "party_id"))
        request.held_roles = {role for role, _party in held}  # type: ignore[attr-defined]
        tasks = tasks_of(review.case)
        turns = faces_of_turns(review.case, tasks, user, held)
        return view(Desk(request, review, user, held, turns, tasks), *args, **kwargs)

    update_wrapper(opened, view)
    return login_required(opened)


def status_of(refused: Refused | None, *, valid: bool = True) -> int:
    """The status of a page: 200, that of the refusal, or 422 where a form has errors."""
    if refused is not None:
        return refused.status
    return 200 if valid else 422
