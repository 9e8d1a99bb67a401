"""A damaged or lost mark is replaced at the desk, with what was replaced before (R-EXIT-12)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.record.refusals import Refused
from relics.reviews.forms.office import RemarkForm
from relics.reviews.models import Mark
from relics.reviews.queries import blank_marks, paper_naming_mark
from relics.reviews.rules import replacement_refusal
from relics.reviews.services.remarking import replace_mark

from .desk import Desk, at_the_desk, status_of


@require_http_methods(["GET", "POST"])
@at_the_desk
def remark(desk: Desk, item: int) -> HttpResponse:
    """Put another mark on one object; the paper that names the old one is issued anew."""
    line = get_object_or_404(desk.review.items.select_related("object", "mark"), pk=item)
    form, refused = RemarkForm(desk.request.POST or None), None
    if desk.request.method == "POST" and form.is_valid():
        office, number = desk.review.case.office_id, form.cleaned_data.pop("number")
        blank = Mark.objects.filter(number=number, office__party=office).first()
        try:
            replace_mark(line, blank, **form.cleaned_data, by=desk.user)
        except Refused as error:
            refused = error
        else:
            messages.success(desk.request, _("已更换标识。"))
            return redirect("reviews:remark", pk=desk.review.case_id, item=line.pk)
    mark, paper = getattr(line, "mark", None), paper_naming_mark(line)
    context = {
        "item": line,
        "mark": mark,
        "paper": paper,
        "form": form,
        "stock": blank_marks(desk.review)[:50],
        "former": line.mark_replacements.select_related("former", "successor", "by"),
        "barred": replacement_refusal(line, mark, paper),
        "refusal": refused and refused.refusal,
    }
    status = status_of(refused, valid=not form.errors)
    if desk.request.method == "POST" and refused is None:
        status = 422
    return desk.page("reviews/office/remark.html", context, status=status)
