"""Intake (受理审查): accept, send the one correction notice, or do not accept."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.parties.models import Office, Role
from approvals.record.refusals import NotAcceptable, Refusal, Refused
from relics.appraisers.rules import office_refusal
from relics.reviews.forms.office import DeclineForm, lines_of
from relics.reviews.models import Review, ReviewItem
from relics.reviews.papers import RIGHTS
from relics.reviews.queries import judged_items
from relics.reviews.services import intake as services
from relics.reviews.services.intake import Point
from relics.reviews.services.rounds import changes_since_last_round
from relics.reviews.views.drafts import particulars_facts

from .blocking import blockers_of
from .case import lines_of as table_of
from .desk import Desk, at_the_desk, status_of
from .shown import way

NODE = "intake"


@require_http_methods(["GET", "POST"])
@at_the_desk
def intake(desk: Desk) -> HttpResponse:
    """Everything on one page; the three acts each post here under their own name."""
    items = judged_items(desk.review)
    form, refused = DeclineForm(), None
    if desk.request.method == "POST":
        act = desk.request.POST.get("act", "")
        form = DeclineForm(desk.request.POST) if act == "decline" else form
        try:
            said = _act(desk, act, items, form)
        except Refused as error:
            refused = error
        else:
            if said:
                messages.success(desk.request, said)
                return redirect("reviews:desk_case", pk=desk.review.case_id)
    return _page(desk, items, form, refused)


def _act(desk: Desk, act: str, items: list[ReviewItem], form: DeclineForm) -> str:
    """Do what was asked; empty where the form has errors."""
    if act == "accept":
        seen = desk.request.POST.get("approval_seen") == "on"
        services.accept_application(desk.review, approval_seen=seen, by=desk.user)
        return _("已受理，受理通知书正在制作。")
    if act == "correct":
        services.send_correction(desk.review, _points(desk.request.POST, items), by=desk.user)
        return _("已一次性告知补正，等待申请人答复。")
    if act == "decline":
        if not form.is_valid():
            return ""
        services.decline_application(desk.review, by=desk.user, **form.cleaned_data)
        return _("已作出不予受理决定，通知书正在制作。")
    raise NotAcceptable(Refusal("act_unknown", _("请选择受理、补正或不予受理。"), "R-GEN-05"))


def _points(typed: QueryDict, items: list[ReviewItem]) -> list[Point]:
    """The points of the notice: a line each for the whole file, then for each object."""
    points = [Point(line) for line in lines_of(typed.get("whole", ""))]
    for item in items:
        points += [Point(line, item) for line in lines_of(typed.get(f"point-{item.pk}", ""))]
    return points


def _office(desk: Desk) -> Office:
    office = desk.review.case.office
    assert office is not None
    return office.office


def _page(
    desk: Desk, items: list[ReviewItem], form: DeclineForm, refused: Refused | None
) -> HttpResponse:
    typed = desk.request.POST
    lines = table_of(desk, items)
    for line in lines:
        line["typed"] = typed.get(f"point-{line['item'].pk}", "")
    small = None
    if desk.refusal(NODE) is None:
        small = office_refusal(_office(desk), on=timezone.localdate())
    context: dict[str, Any] = {
        "facts": particulars_facts(desk.review),
        "lines": lines,
        "changes": changes_since_last_round(desk.review, desk.review.case),
        "form": form,
        "whole": typed.get("whole", ""),
        "rights": RIGHTS,
        "too_small": small and way(small),
        "correction": getattr(desk.review, "correction", None),
        "blockers": blockers_of(desk, items, None),
        "unanswered": desk.review.status == Review.Status.CORRECTION and desk.holds(Role.INTAKE),
        "refusal": refused and refused.refusal,
    }
    status = status_of(refused, valid=not form.errors)
    return desk.page("reviews/office/intake.html", context, node=NODE, status=status)
