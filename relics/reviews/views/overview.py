"""Every procedure on one page: what it is for, what it asks for, and how it runs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from approvals.cases import engine
from relics.reviews.procedures import all_procedures, procedure_of


@require_GET
def procedures(request: HttpRequest) -> HttpResponse:
    """The list, for everybody."""
    return render(request, "reviews/procedures.html", {"procedures": all_procedures()})


@require_GET
def procedure(request: HttpRequest, key: str) -> HttpResponse:
    """One procedure, drawn from its own flow."""
    try:
        rules = procedure_of(key)
    except KeyError as error:
        raise Http404 from error
    context = {"rules": rules, "picture": engine.picture_of_kind(key)}
    return render(request, "reviews/procedure.html", context)
