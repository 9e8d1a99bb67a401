"""Hand back (退还签收): the refused objects return to the party against signature (R-EXIT-09)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from approvals.record.refusals import Refused
from relics.reviews.forms.office import HandBackForm
from relics.reviews.models import ReviewItem
from relics.reviews.queries import judged_items
from relics.reviews.services import custody

from .case import lines_of as table_of
from .desk import Desk, at_the_desk, status_of

NODE = "hand_back"


@require_http_methods(["GET", "POST"])
@at_the_desk
def hand_back(desk: Desk) -> HttpResponse:
    """Everything that may not leave goes back at once, to a named person who signs."""
    items = [
        item for item in judged_items(desk.review) if item.status == ReviewItem.Outcome.PROHIBITED
    ]
    form, refused = HandBackForm(), None
    if desk.request.method == "POST":
        form = HandBackForm(desk.request.POST)
        try:
            if form.is_valid():
                name = form.cleaned_data["received_by"]
                custody.hand_back(desk.review, items, received_by=name, by=desk.user)
                messages.success(desk.request, _("已退还并签收，案件办结。"))
                return redirect("reviews:desk_case", pk=desk.review.case_id)
        except Refused as error:
            refused = error
    context = {
        "lines": table_of(desk, items),
        "form": form,
        "refusal": refused and refused.refusal,
    }
    status = status_of(refused, valid=not form.errors)
    return desk.page("reviews/office/hand_back.html", context, node=NODE, status=status)


@require_POST
@at_the_desk
def return_left(desk: Desk) -> HttpResponse:
    """What lay here when the applicant withdrew goes back against signature."""
    form = HandBackForm(desk.request.POST)
    name = form.cleaned_data["received_by"] if form.is_valid() else ""
    try:
        custody.return_left(desk.review, received_by=name, by=desk.user)
    except Refused as error:
        messages.error(desk.request, str(error.refusal.sentence))
    else:
        messages.success(desk.request, _("已退还并签收。"))
    return redirect("reviews:desk_case", pk=desk.review.case_id)
