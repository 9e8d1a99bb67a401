"""A paper on a page with what is wrong with it, the same as a file, and any paper checked."""

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.parties.sides import sides_of
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from exhibitions.books.queries import books_of
from exhibitions.permits.queries import permits_of
from exhibitions.zone_papers.building import declaration_of, inventory_of, ledger_of
from exhibitions.zone_papers.documents import Document, faults_of
from exhibitions.zone_papers.writing import read, to_json, to_xml

TYPES = {"xml": "application/xml; charset=utf-8", "json": "application/json; charset=utf-8"}


class PaperForm(django_forms.Form):
    """A paper to be checked."""

    paper = django_forms.FileField(label=_("单证文件（XML 或 JSON）"))


@login_required
@require_GET
def declaration(request: HttpRequest, pk: str) -> HttpResponse:
    """The business declaration of a permit."""
    permit = get_object_or_404(permits_of(person(request)), case=pk)
    return _answer(request, declaration_of(permit), f"declaration-{permit.pk}")


@login_required
@require_GET
def inventory(request: HttpRequest, pk: int) -> HttpResponse:
    """The inventory list of that number (`?number=`) on a book."""
    book = get_object_or_404(books_of(person(request)), pk=pk)
    made = inventory_of(book, request.GET.get("number", "")[:64])
    if made is None:
        raise Http404
    return _answer(request, made, f"inventory-{book.pk}")


@login_required
@require_GET
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """The book as it stands."""
    book = get_object_or_404(books_of(person(request)), pk=pk)
    return _answer(request, ledger_of(book), f"ledger-{book.pk}")


def _answer(request: HttpRequest, made: Document, name: str) -> HttpResponse:
    """The page; with `?as=xml` or `json` the file, or 409 while something is wrong with it."""
    wanted, faults = request.GET.get("as", ""), faults_of(made)
    if wanted in TYPES and not faults:
        raw = to_xml(made) if wanted == "xml" else to_json(made)
        answer = HttpResponse(raw, content_type=TYPES[wanted])
        answer["Content-Disposition"] = f'attachment; filename="{name}.{wanted}"'
        return answer
    status = 409 if wanted in TYPES else 200
    context = {**_shown(made), "shell": sides_of(person(request)).shell}
    return render(request, "zone_papers/paper.html", context, status=status)


def _shown(made: Document) -> dict[str, object]:
    form = made.table
    return {
        "title": form.title,
        "faults": faults_of(made),
        "head": [(field.title, made.head.get(field.name, "")) for field in form.head],
        "columns": [field.title for field in form.rows],
        "rows": [[row.get(field.name, "") for field in form.rows] for row in made.rows],
    }


@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Any paper of these forms, shown with what is wrong with it; nothing is kept."""
    form = PaperForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form, "shell": sides_of(person(request)).shell}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = read(form.cleaned_data["paper"].read())
            except Refused as error:
                context["refusal"] = error.refusal
            else:
                context |= _shown(made)
                status = 422 if context["faults"] else 200
    return render(request, "zone_papers/check.html", context, status=status)
