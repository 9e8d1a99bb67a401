"""The board: every exhibit with place, status, days left, next step, and whether it may be sold."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from approvals.parties.sides import sides_of
from approvals.parties.signed_in import person
from exhibitions.exhibits.models import ExhibitStatus
from exhibitions.exhibits.queries import exhibits_of, must_return, positions
from exhibitions.permits.models import Site
from exhibitions.permits.views.shown import drawn

from .shown import rows_of

A_PAGE = 25
MOST_DRAWN = 500


@login_required
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """All that is in custody, narrowed by what stands in the address."""
    sides = sides_of(person(request))
    asked = {name: request.GET.get(name, "")[:60] for name in ("q", "status", "bonded", "site")}
    found = exhibits_of(person(request)).filter(ended=False)
    if asked["q"]:
        word = asked["q"]
        found = found.filter(
            Q(item__name__icontains=word)
            | Q(object__number__icontains=word)
            | Q(line__item_number__icontains=word)
        )
    if asked["status"] in ExhibitStatus.values:
        found = found.filter(status=asked["status"])
    if asked["bonded"] in ("yes", "no"):
        found = found.filter(item__is_bonded=asked["bonded"] == "yes")
    sites = _sites(request)
    site = next((one for one in sites if str(one.pk) == asked["site"]), None)
    if site is not None:
        found = found.filter(item__permit__site=site)
    ordered = found.prefetch_related("object__photos").order_by("item__permit", "item__sequence")
    page = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "rows": rows_of(list(page)),
        "asked": asked,
        "statuses": ExhibitStatus.choices,
        "sites": sites,
        "plan": _plan(request, site),
        **sides.shown,
    }
    return render(request, "exhibits/board.html", context)


def _sites(request: HttpRequest) -> list[Site]:
    theirs = exhibits_of(person(request)).filter(ended=False).values("item__permit__site")
    return list(Site.objects.filter(pk__in=theirs).select_related("showroom").order_by("pk"))


def _plan(request: HttpRequest, site: Site | None) -> Any:
    """The room as a drawing, with the exhibits that stand at each booth now."""
    if site is None or not site.plan:
        return None
    there = list(
        exhibits_of(person(request)).filter(item__permit__site=site, ended=False)[:MOST_DRAWN]
    )
    stood = positions(there)
    items = []
    for one in there:
        if one.pk in stood:
            one.item.booth = stood[one.pk].fixed.tag.removeprefix(f"{site.pk}-")
            items.append(one.item)
    return drawn(site, items)


@login_required
@require_GET
def returns(request: HttpRequest) -> HttpResponse:
    """What must return and when, the nearest first (R-BOND-14, edge case 41)."""
    sides = sides_of(person(request))
    found = must_return(exhibits_of(person(request))).prefetch_related("object__photos")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": rows_of(list(page)), **sides.shown}
    return render(request, "exhibits/returns.html", context)
