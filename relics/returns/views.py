"""The page on which the comparisons of a case are seen together and concluded."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from approvals.record.refusals import Refused
from relics.reviews.queries import judged_items
from relics.reviews.views.office.desk import Desk, at_the_desk, status_of
from relics.reviews.views.office.shown import cover_of
from relics.reviews.wording import outcome_tone

from .services import conclude_comparisons, set_apart

NODE = "compare"


class ReasonForm(forms.Form):
    """Why an object is taken out of the case."""

    reason = forms.CharField(
        label=gettext_lazy("移出的理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("例如：等待修复说明的依据，其余文物先行办理。"),
    )


@require_http_methods(["GET", "POST"])
@at_the_desk
def compare(desk: Desk) -> HttpResponse:
    """Every object with what its comparison says, and the one button that ends the step."""
    refused = None
    if desk.request.method == "POST":
        try:
            conclude_comparisons(desk.review, by=desk.user)
        except Refused as error:
            refused = error
        else:
            messages.success(desk.request, _("比对已全部完成，转审批。"))
            return redirect("reviews:desk_case", pk=desk.review.case_id)
    items = judged_items(desk.review)
    basis = desk.review.rules.basis(items)
    lines = [
        {
            "item": item,
            "tone": outcome_tone(item.status),
            "cover": cover_of(item),
            "basis": basis.get(item.pk),
        }
        for item in items
    ]
    context = {"lines": lines, "refusal": refused and refused.refusal}
    return desk.page("returns/compare.html", context, node=NODE, status=status_of(refused))


@require_http_methods(["GET", "POST"])
@at_the_desk
def set_apart_page(desk: Desk, item: int) -> HttpResponse:
    """Take one object out of the case, with the reason."""
    listed = get_object_or_404(desk.review.items.select_related("object"), pk=item)
    form, refused = ReasonForm(), None
    if desk.request.method == "POST":
        form = ReasonForm(desk.request.POST)
        try:
            if form.is_valid():
                set_apart(listed, reason=form.cleaned_data["reason"], by=desk.user)
                messages.success(desk.request, _("已移出，其余文物可以继续办理。"))
                return redirect("returns:compare", pk=desk.review.case_id)
        except Refused as error:
            refused = error
    context = {"item": listed, "form": form, "refusal": refused and refused.refusal}
    status = status_of(refused, valid=not form.errors)
    return desk.page("returns/set_apart.html", context, node=NODE, status=status)
