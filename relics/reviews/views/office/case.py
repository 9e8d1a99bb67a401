"""A case as the office sees it: everything about it, and whose turn it is."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from approvals.cases import engine
from approvals.cases.wording import AT_THE_DESK, timeline_of
from relics.appointments.models import SEATED, Booking
from relics.reviews.forms.office import DeclineForm, HandBackForm, IssueForm
from relics.reviews.models import ReviewItem
from relics.reviews.papers import RIGHTS
from relics.reviews.queries import items_left, judged_items
from relics.reviews.views.drafts import particulars_facts
from relics.reviews.wording import milestones_of, outcome_tone

from .blocking import blockers_of
from .desk import Desk, at_the_desk
from .shown import cover_of, finding_of, open_ones, papers_of, voices_of

HERE = {
    "intake": DeclineForm,
    "issue": IssueForm,
    "hand_back": HandBackForm,
}
"""The turns whose form is short enough to stand on the case's own page."""


@require_GET
@at_the_desk
def case(desk: Desk) -> HttpResponse:
    """Facts, objects with finding and opinions, papers, trail, clock, flow, and the turn."""
    items = judged_items(desk.review)
    booking = (
        Booking.objects.filter(case=desk.review.case, status__in=SEATED)
        .select_related("session")
        .last()
    )
    return desk.page(
        "reviews/office/case.html",
        {
            "facts": particulars_facts(desk.review),
            "lines": lines_of(desk, items),
            "left": items_left(desk.review),
            "hand_back_form": HandBackForm(),
            "papers": papers_of(desk),
            "entries": timeline_of(desk.review.case, AT_THE_DESK),
            "steps": milestones_of(desk.review),
            "picture": engine.picture_of(desk.review.case, desk.tasks),
            "booking": booking,
            "blockers": blockers_of(desk, items, booking),
            **_form_here(desk, items),
        },
    )


def lines_of(desk: Desk, items: list[ReviewItem]) -> list[dict[str, Any]]:
    """The objects as lines of a table, each with its finding and what the panel said.

    And what became of them in other applications (edge case 48).
    """
    outcomes = dict(ReviewItem.Outcome.choices)
    return [
        {
            "item": item,
            "tone": outcome_tone(item.status),
            "cover": cover_of(item),
            "finding": finding_of(item),
            "voices": voices_of(item, desk.user),
            "earlier": [
                {**told, "label": outcomes[told["outcome"]]}
                for told in getattr(item, "earlier", ())
            ],
        }
        for item in items
    ]


def _form_here(desk: Desk, items: list[ReviewItem]) -> dict[str, Any]:
    """The form of the officer's own turn, where it is short."""
    for node, form in HERE.items():
        face = desk.face(node)
        if face is not None and face.refusal is None:
            return {
                "here": node,
                "form": form(),
                "rights": RIGHTS,
                "waiting": open_ones(items),
                "refused_items": [
                    item for item in items if item.status == ReviewItem.Outcome.PROHIBITED
                ],
            }
    return {}
