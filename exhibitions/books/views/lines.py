"""New lines from what is known already, one line with its postings, and its photograph."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from approvals.parties.sides import sides_of
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from exhibitions.books import forms, services
from exhibitions.books.candidates import ASKED, candidates_for, told_of
from exhibitions.books.models import Book, Line
from exhibitions.books.queries import books_of
from relics.register.views import picture_answer

from .shown import row_of

A_PAGE = 50
LABELS = {
    "hs_code": gettext_lazy("商品编码"),
    "unit": gettext_lazy("计量单位"),
    "price": gettext_lazy("单价"),
    "currency": gettext_lazy("币制"),
}


@login_required
@require_http_methods(["GET", "POST"])
def lines_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The holder picks filed objects; only what nobody knows yet is asked."""
    book = get_object_or_404(books_of(person(request)), pk=pk)
    sides = sides_of(person(request), firm=book.holder_id, customs=book.customs_id)
    if not sides.holds:
        raise Http404
    page = Paginator(candidates_for(book), A_PAGE).get_page(request.GET.get("page"))
    rows = [told_of(thing) for thing in page]
    refused = None
    if request.method == "POST":
        try:
            count = _opened(request, book, rows)
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("已备案 %(n)d 行。") % {"n": count})
            return redirect("books:book", pk=pk)
    context = {
        "book": book,
        "page": page,
        "rows": [_asked(row, request) for row in rows],
        "refusal": refused and refused.refusal,
        "labels": LABELS,
    }
    return render(
        request, "books/lines_new.html", context, status=refused.status if refused else 200
    )


def _asked(row: Any, request: HttpRequest) -> dict[str, Any]:
    key = row.object.pk
    typed = request.POST
    return {
        "candidate": row,
        "ticked": str(key) in typed.getlist("object"),
        "facts": [
            (LABELS[name], row.known[name], f"{name}-{key}", typed.get(f"{name}-{key}", ""))
            for name in ASKED
        ],
    }


def _opened(request: HttpRequest, book: Book, rows: Any) -> int:
    ticked = set(request.POST.getlist("object"))
    words = [
        row.words({name: request.POST.get(f"{name}-{row.object.pk}", "") for name in ASKED})
        for row in rows
        if str(row.object.pk) in ticked
    ]
    return len(services.open_lines(book, words, by=person(request)))


def _seen(request: HttpRequest, pk: int) -> Line:
    lines = Line.objects.filter(book__in=books_of(person(request)))
    return get_object_or_404(
        lines.select_related("book__holder", "book__customs", "object", "opened_by"), pk=pk
    )


@login_required
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One line: what it says, where its unit is, every posting; customs may correct it."""
    found = _seen(request, pk)
    sides = sides_of(person(request), firm=found.book.holder_id, customs=found.book.customs_id)
    form, refused = None, None
    if sides.keeps and found.book.closed_on is None:
        form = forms.CorrectForm(request.POST or None, instance=Line.objects.get(pk=pk))
    if request.method == "POST" and form is not None and form.is_valid():
        told = dict(form.cleaned_data)
        paper = {name: told.pop(name) for name in ("amendment", "reason")}
        try:
            services.correct_line(found, told, **paper, by=person(request))
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("已更正。"))
            return redirect("books:line", pk=pk)
    status = 200
    if request.method == "POST":
        status = refused.status if refused else 422
    context = {
        **row_of(found),
        "book": found.book,
        "cover": found.object.photos.first(),
        "postings": list(found.postings.select_related("by").order_by("-pk")),
        "form": form,
        "refusal": refused and refused.refusal,
        "shell": sides.shell,
    }
    return render(request, "books/line.html", context, status=status)


@login_required
@require_GET
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The first photograph of the line's object, for both sides of the book."""
    found = _seen(request, pk).object.photos.first()
    if found is None:
        raise Http404
    return picture_answer(request, found, "thumb")
