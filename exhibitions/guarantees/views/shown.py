"""What the pages of both sides show alike, and the meter that asks again by itself."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from approvals.record.queries import trail_of
from exhibitions.guarantees.meter import bar_of, meter_of
from exhibitions.guarantees.models import OPEN, Guarantee
from exhibitions.guarantees.queries import open_changes, open_coverages, seen_by, summed
from exhibitions.guarantees.wording import TOLD, tone_of

A_PAGE = 25
SHOWN_FIRST = 20
STATEMENTS = (
    *("form", "is_general", "document_no", "guarantor", "parties", "obligation", "face"),
    *("valid_from", "valid_to", "liability", "other_terms", "sealed_on"),
    *("receiving_account", "paying_account"),
)


@login_required
@require_GET
def meter(request: HttpRequest, pk: int) -> HttpResponse:
    """The meter of one guarantee, for the page that asks again; either side."""
    found = get_object_or_404(seen_by(request.user), pk=pk)
    return render(request, "guarantees/_meter.html", meter_of(found))


def listing(request: HttpRequest, found: "QuerySet[Guarantee]") -> dict[str, Any]:
    """A list, with how each stands today."""
    status = request.GET.get("status", "")[:24]
    if status in Guarantee.Status.values:
        found = found.filter(status=status)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    day = timezone.localdate()
    rows = []
    for one in page:
        cover = summed([one], day)
        row = {"guarantee": one, "cover": cover, "bar": bar_of(cover), "tone": tone_of(one.status)}
        rows.append(row)
    return {"rows": rows, "page": page, "status": status, "statuses": Guarantee.Status.choices}


def shown(request: HttpRequest, found: Guarantee) -> dict[str, Any]:
    """What both sides see of a guarantee: its words, its meter, what is locked, what happened."""
    page = Paginator(open_coverages(found), A_PAGE).get_page(request.GET.get("page"))
    return {
        **meter_of(found),
        "tone": tone_of(found.status),
        "is_open": found.status in OPEN,
        "facts": [(_name(field), _said(found, field)) for field in STATEMENTS],
        "page": page,
        "changes": found.changes.select_related("asked_by", "decided_by")[:SHOWN_FIRST],
        "open_changes": list(open_changes(found)),
        "rulings": found.rulings.select_related("by")[:SHOWN_FIRST],
        "entries": _timeline(found),
    }


def _name(field: str) -> Any:
    return Guarantee._meta.get_field(field).verbose_name  # type: ignore[union-attr]  # noqa: SLF001


def _said(found: Guarantee, field: str) -> Any:
    if field == "form":
        return found.get_form_display()
    if field == "is_general":
        return _("是") if found.is_general else _("否")
    value = getattr(found, field)
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else value


def _timeline(found: Guarantee) -> list[dict[str, Any]]:
    """The newest acts in words."""
    return [
        {
            "title": TOLD.get(one.verb, one.verb),
            "by": one.actor_name,
            "at": one.at,
            "text": one.reason,
            "tone": "done",
        }
        for one in trail_of(found.chain).order_by("-seq")[:SHOWN_FIRST]
    ]
