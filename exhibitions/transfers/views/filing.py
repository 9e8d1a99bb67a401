"""New lists: the giver ticks lines of its book, the receiver takes up the giver's list."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from approvals.parties.sides import sides_of
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from exhibitions.books.models import Book
from exhibitions.books.queries import books_of
from exhibitions.transfers import forms, services
from exhibitions.transfers.models import TransferList
from exhibitions.transfers.queries import items_of, may_go, offered_to

from .lists import MANY, said_of, ticked_lines


def _book(request: HttpRequest, pk: int) -> Book:
    book = get_object_or_404(books_of(person(request)), pk=pk)
    if not sides_of(person(request), firm=book.holder_id, customs=book.customs_id).holds:
        raise Http404
    return book


@login_required
@require_http_methods(["GET", "POST"])
def out_new(request: HttpRequest, book: int) -> HttpResponse:
    """The giver files which lines go, and to whom."""
    held = _book(request, book)
    form = forms.OutForm(request.POST or None)
    ticked = request.POST.getlist("line")
    choices = [(line, str(line.pk) in ticked) for line in may_go(held)[:MANY]]
    context = {"book": held, "form": form, "choices": choices}

    def file() -> TransferList:
        told = form.cleaned_data
        lines = ticked_lines(request, held)
        return services.file_out_list(
            held, told["number"], lines, to=told["partner"], by=person(request)
        )

    return _answer(request, form, file, "transfers/out_new.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def in_new(request: HttpRequest, book: int) -> HttpResponse:
    """The receiver files what it expects; what the giver's list says is there already."""
    held = _book(request, book)
    asked = request.GET.get("from", "")
    offer = offered_to(held).filter(pk=int(asked)).first() if asked.isdecimal() else None
    known = {"counterpart": offer.number, "rows": forms.as_rows(items_of(offer))} if offer else {}
    form = forms.InForm(request.POST or None, initial=known)

    def file() -> TransferList:
        told = form.cleaned_data
        return services.file_in_list(
            held,
            told["number"],
            told["rows"],
            counterpart=told["counterpart"],
            by=person(request),
        )

    context = {"book": held, "form": form, "offer": offer}
    return _answer(request, form, file, "transfers/in_new.html", context)


def _answer(
    request: HttpRequest, form: Any, file: Any, template: str, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            one = file()
        except Refused as error:
            context["refusal"], status = error.refusal, error.status
        else:
            messages.success(request, said_of(one))
            return redirect("transfers:transfer", pk=one.pk)
    return render(request, template, context, status=status)
