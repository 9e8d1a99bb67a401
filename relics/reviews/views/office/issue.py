"""Issuing (签发): the permit, the register of prohibited objects, and their progress."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.record.refusals import Refused
from relics.reviews.forms.office import IssueForm
from relics.reviews.models import ReviewItem
from relics.reviews.queries import judged_items
from relics.reviews.services import paper_acts

from .blocking import blockers_of
from .case import lines_of as table_of
from .desk import Desk, at_the_desk, status_of
from .shown import papers_of

NODE = "issue"
PERMIT, PROHIBITED = ReviewItem.Outcome.PERMIT, ReviewItem.Outcome.PROHIBITED


@require_http_methods(["GET", "POST"])
@at_the_desk
def issue(desk: Desk) -> HttpResponse:
    """What will stand on which paper; a number and a validity only where the authority gave one."""
    items = judged_items(desk.review)
    form, refused = IssueForm(desk.request.POST or None), None
    if desk.request.method == "POST":
        form = IssueForm(desk.request.POST)
        try:
            if form.is_valid():
                _issue(desk, form)
                messages.success(desk.request, _("已签发，文书正在制作并加盖电子签章。"))
                return redirect("reviews:desk_case", pk=desk.review.case_id)
        except Refused as error:
            refused = error
    lines = table_of(desk, items)
    context: dict[str, Any] = {
        "permitted": [line for line in lines if line["item"].status == PERMIT],
        "prohibited": [line for line in lines if line["item"].status == PROHIBITED],
        "form": form,
        "blockers": blockers_of(desk, items, None),
        "refusal": refused and refused.refusal,
    }
    status = status_of(refused, valid=not form.errors)
    return desk.page("reviews/office/issue.html", context, node=NODE, status=status)


def _issue(desk: Desk, form: IssueForm) -> None:
    paper_acts.issue_papers(
        desk.review,
        permit_number=form.cleaned_data["permit_number"],
        valid_until=form.cleaned_data["valid_until"],
        remarks=form.remark_lines(),
        by=desk.user,
    )


@require_GET
@at_the_desk
def papers(desk: Desk) -> HttpResponse:
    """The card of papers alone; it asks again until the last one is finished."""
    return desk.page("reviews/office/_papers.html", {"papers": papers_of(desk)})
