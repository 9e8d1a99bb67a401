"""The applicant's page of particulars."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.entries.forms import DeclarationForm
from relics.entries.models import EntryDeclaration
from relics.entries.procedures import Entry
from relics.entries.queries import declaration_of
from relics.entries.services import declare_entry
from relics.reviews.models import Review
from relics.reviews.views.access import of_a_draft, of_an_application, typed
from relics.reviews.views.drafts import status_of


@of_a_draft
@require_http_methods(["GET", "POST"])
def declaration(request: HttpRequest, review: Review) -> HttpResponse:
    """What customs was told, and what the goods are here for."""
    if not isinstance(review.rules, Entry):
        raise Http404
    known = declaration_of(review)
    form = DeclarationForm(
        typed(request), request.FILES or None, instance=known or EntryDeclaration(review=review)
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        papers = {name: values.pop(name) for name in ("customs_paper", "filing")}
        try:
            declare_entry(review, values, **papers, by=person(request))
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("已保存。"))
            return redirect("reviews:application", pk=review.case_id)
    context = {
        "review": review,
        "form": form,
        "entry": known,
        "temporary": review.procedure == "temporary_entry",
        "refusal": refused and refused.refusal,
    }
    status = status_of(form, refused)
    return render(request, "entries/declaration.html", context, status=status)


@of_an_application
@require_GET
def paper_of_draft(_request: HttpRequest, review: Review, paper: str) -> HttpResponse:
    """The paper of customs or of the filing, as it was handed in."""
    return private_paper(review, paper)


def private_paper(review: Review, paper: str) -> HttpResponse:
    """An uploaded paper, for those alone who may open the case."""
    entry = declaration_of(review)
    kept = getattr(entry, f"{paper}_file", None) if paper in ("customs", "filing") else None
    if not kept:
        raise Http404
    kind = "application/pdf" if kept.name.endswith(".pdf") else "image/jpeg"
    with kept.open("rb") as file:
        answer = HttpResponse(file.read(), content_type=kind)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
