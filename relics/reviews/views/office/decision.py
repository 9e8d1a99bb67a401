"""The decision (审批): every object with all opinions side by side (R-EXIT-04, R-EXIT-10)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.record.refusals import Refused
from relics.reviews.models import ReviewItem
from relics.reviews.models.permit_rule import permit_refusal
from relics.reviews.queries import judged_items
from relics.reviews.services import decision as services
from relics.reviews.wording import outcome_tone

from .desk import Desk, at_the_desk, status_of
from .shown import cover_of, finding_of, open_ones, voices_of

NODE = "approve"
PERMIT, PROHIBITED = services.PERMIT.value, services.PROHIBITED.value


@require_http_methods(["GET", "POST"])
@at_the_desk
def decision(desk: Desk) -> HttpResponse:
    """Give every object its outcome; a permit is closed where the law's condition fails."""
    items = judged_items(desk.review)
    refused = None
    if desk.request.method == "POST":
        try:
            made = _decide(desk, open_ones(items))
        except Refused as error:
            refused = error
        else:
            text = _("已决定：准予 %(yes)d 件，不准予 %(no)d 件。")
            counts = {"yes": made.permitted, "no": made.prohibited}
            messages.success(desk.request, text % counts)
            return redirect("reviews:desk_case", pk=desk.review.case_id)
    waiting = open_ones(items)
    basis = desk.review.rules.basis(waiting)
    context: dict[str, Any] = {
        "lines": [{**_line(desk, item, refused), "basis": basis.get(item.pk)} for item in waiting],
        "opinion": desk.request.POST.get("opinion", ""),
        "own_panel": desk.review.rules.decider_refusal(desk.review, desk.user),
        "picked": desk.request.GET.get("pick") == "panel",
        "refusal": refused and refused.refusal,
    }
    return desk.page("reviews/office/decision.html", context, node=NODE, status=status_of(refused))


def _decide(desk: Desk, items: list[ReviewItem]) -> Any:
    typed = desk.request.POST
    outcomes = {
        item.pk: typed[f"outcome-{item.pk}"] for item in items if f"outcome-{item.pk}" in typed
    }
    reasons = {item.pk: typed.get(f"reason-{item.pk}", "")[:1000] for item in items}
    opinion = typed.get("opinion", "")[:200]
    return services.decide(desk.review, outcomes, opinion=opinion, reasons=reasons, by=desk.user)


def _line(desk: Desk, item: ReviewItem, refused: Refused | None) -> dict[str, Any]:
    """One object with all that was said of it, and the outcome that is chosen."""
    typed, closed = desk.request.POST, permit_refusal(item)
    chosen = typed.get(f"outcome-{item.pk}", "")
    if not typed and (closed or desk.request.GET.get("pick") == "panel"):
        chosen = item.review.rules.outcomes[1] if closed else item.review.rules.outcomes[0]
    return {
        "item": item,
        "cover": cover_of(item),
        "finding": finding_of(item),
        "voices": voices_of(item, desk.user),
        "closed": closed,
        "choices": _choices(item),
        "chosen": chosen,
        "reason": typed.get(f"reason-{item.pk}", ""),
        "wrong": bool(refused and refused.extra.get("sequence") == item.sequence),
    }


def _choices(item: ReviewItem) -> list[dict[str, Any]]:
    """The outcomes of the procedure, each with why it is closed."""
    rules, labels = item.review.rules, dict(ReviewItem.Outcome.choices)
    return [
        {
            "value": outcome,
            "label": labels[outcome],
            "tone": outcome_tone(outcome),
            "refusal": rules.outcome_refusal(item, outcome),
        }
        for outcome in rules.outcomes
    ]
