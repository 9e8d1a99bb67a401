"""The lists, their versions, what a version changes, and its coming into force."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from approvals.record.refusals import Refused
from relics.standards.forms import CommenceForm, ListForm
from relics.standards.lists import (
    LISTS,
    ListKind,
    Row,
    UnreadableList,
    difference,
    shipped_key,
)
from relics.standards.lists.comparing import said
from relics.standards.models import ListVersion
from relics.standards.queries import commencement_on, lines_on, versions_of
from relics.standards.services import DECIDERS, LOADERS, load_list, put_into_force

from .desk import for_authorities, office_for, required_office, user_of

LINES_ON_A_PAGE = 50


@for_authorities
@require_safe
def standard_list(request: HttpRequest) -> HttpResponse:
    """Every list with the version that holds today."""
    rows = []
    for kind in LISTS.values():
        held = commencement_on(kind.key)
        rows.append(
            {
                "kind": kind,
                "held": held,
                "version": held.version.key if held else shipped_key(kind.key),
                "lines": len(lines_on(kind.key, held)),
            }
        )
    return render(request, "standards/lists.html", {"rows": rows})


@for_authorities
@require_http_methods(["GET", "HEAD", "POST"])
def one_list(request: HttpRequest, key: str) -> HttpResponse:
    """One list: the lines in force, its versions; an officer loads a new version."""
    if key not in LISTS:
        raise Http404
    kind, user = LISTS[key], user_of(request)
    form = ListForm(request.POST or None, request.FILES or None)
    refused: Refused | None = None
    faults: list[str] = []
    if request.method == "POST":
        form = ListForm(request.POST, request.FILES)
        try:
            office = required_office(user, LOADERS, kind.rule)
            if form.is_valid():
                sent = form.cleaned_data["file"]
                loaded = load_list(
                    key,
                    sent.read(),
                    filename=sent.name,
                    source=form.cleaned_data["source"],
                    party=office,
                    by=user,
                )
                messages.success(request, _("已装入，尚未施行。请核对变化。"))
                return redirect("standards:version", pk=loaded.pk)
        except Refused as error:
            refused = error
        except UnreadableList as error:
            faults = error.faults
    context = _list_context(request, kind) | {
        "form": form if office_for(user, LOADERS) else None,
        "refusal": refused and refused.refusal,
        "faults": faults,
    }
    status = refused.status if refused else (422 if request.method == "POST" else 200)
    return render(request, "standards/list.html", context, status=status)


def _list_context(request: HttpRequest, kind: ListKind) -> dict[str, Any]:
    held = commencement_on(kind.key)
    page = Paginator(lines_on(kind.key, held), LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "kind": kind,
        "held": held,
        "version": held.version.key if held else shipped_key(kind.key),
        "page": page,
        "lines": [cells_of(kind, row) for row in page],
        "versions": versions_of(kind.key)[:50],
        "shipped": shipped_key(kind.key),
        "today": timezone.localdate(),
    }


def cells_of(kind: ListKind, row: Row) -> list[tuple[str, str]]:
    """A line as its page shows it: the label of each column and what its cell says."""
    return [(str(column.label), said(row[column.name])) for column in kind.columns]


@for_authorities
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """What a version changes against what holds today, and its coming into force."""
    found = get_object_or_404(
        ListVersion.objects.select_related("party", "loaded_by").filter(list_key__in=LISTS), pk=pk
    )
    user, refused = user_of(request), None
    form = CommenceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            office = required_office(user, DECIDERS, "R-GEN-01")
            if form.is_valid():
                put_into_force(found, party=office, by=user, **form.cleaned_data)
                messages.success(request, _("已定期施行。"))
                return redirect("standards:list", key=found.list_key)
        except Refused as error:
            refused = error
    kind = LISTS[found.list_key]
    held = commencement_on(kind.key)
    told = difference(kind, lines_on(kind.key, held), found.rows)
    context = {
        "kind": kind,
        "version": found,
        "against": held.version.key if held else shipped_key(kind.key),
        "difference": told,
        "added": [cells_of(kind, row) for row in told.added],
        "removed": [cells_of(kind, row) for row in told.removed],
        "changed": [
            (" ".join(str(change.line[name]) for name in kind.identity), change.cells)
            for change in told.changed
        ],
        "commencements": found.commencements.select_related("by", "party"),
        "form": form if office_for(user, DECIDERS) else None,
        "refusal": refused and refused.refusal,
    }
    status = refused.status if refused else (422 if request.method == "POST" else 200)
    return render(request, "standards/version.html", context, status=status)
