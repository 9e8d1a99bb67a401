"""Taking a submission back to change it, and taking an ended application up again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.reviews.models import Review
from relics.reviews.services.resuming import retract_application, take_up_again

from .access import of_an_application


@of_an_application
@require_http_methods(["GET", "POST"])
def retract(request: HttpRequest, review: Review) -> HttpResponse:
    """Ask once more, then open the draft again."""
    refused = None
    if request.method == "POST":
        try:
            retract_application(review, by=person(request))
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("已取回，修改后请重新提交。"))
            return redirect("reviews:application", pk=review.case_id)
    context = {"review": review, "refusal": refused and refused.refusal}
    status = refused.status if refused else 200
    return render(request, "reviews/application/retract.html", context, status=status)


@of_an_application
@require_POST
def again(request: HttpRequest, review: Review) -> HttpResponse:
    """A new draft from an ended application."""
    try:
        draft = take_up_again(review, by=person(request))
    except Refused as error:
        messages.error(request, str(error.refusal.sentence))
        return redirect("reviews:case", pk=review.case_id)
    messages.success(request, _("已按原申请建立新的草稿，请核对后提交。"))
    return redirect("reviews:application", pk=draft.case_id)
