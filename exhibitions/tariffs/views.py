"""The desk of the rates, one table with what it changes, and the estimate for everybody."""

from itertools import islice
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.record.refusals import Refusal, Refused

from . import services
from .differences import Difference, difference_of, figure_of
from .estimating import Estimate, estimate
from .forms import EstimateForm, TableForm
from .models import ExchangeRate, Rate, RateKind, TariffTable
from .queries import rates_listed, reads_tariffs, tables, waiting_tables
from .rules import keeper_refusal

A_PAGE = 50
MOST_SHOWN = 100
WORDS = {**dict(RateKind.choices), "exchange": _("计征汇率")}


@login_required
@require_http_methods(["GET", "POST"])
def table_list(request: HttpRequest) -> HttpResponse:
    """The rates by heading, the tables that brought them, and the upload for customs."""
    if not reads_tariffs(request.user):
        raise Http404
    return answer(Act(request), {"upload": _upload}, _tables_page)


@login_required
@require_http_methods(["GET", "POST"])
def one_table(request: HttpRequest, pk: int) -> HttpResponse:
    """One table and, while it waits, what it would change; `act` is put or drop."""
    if not reads_tariffs(request.user):
        raise Http404
    return answer(Act(request, get_object_or_404(tables(), pk=pk)), VERBS, _table_page)


@login_required
@require_GET
def calculator(request: HttpRequest) -> HttpResponse:
    """What an object may owe on a day, for whoever is signed in; nothing is kept."""
    form = EstimateForm(request.GET or None)
    found: Estimate | None = None
    refusal: Refusal | None = None
    if form.is_bound and form.is_valid():
        try:
            found = estimate(**form.cleaned_data)
        except Refused as error:
            refusal = error.refusal
    lines = [(WORDS[one.kind], one) for one in found.used] if found else []
    context = {"form": form, "found": found, "lines": lines, "refusal": refusal}
    return render(request, "tariffs/calculator.html", context)


def _upload(act: Act) -> Said:
    form = TableForm(act.request.POST, act.request.FILES)
    if not act.passes(form):
        return None
    table = form.cleaned_data["table"]
    services.upload_table(form.cleaned_data["content"], table, filename=table.name, by=act.user)
    return _("已上传，请核对变更后使其生效。")


def _put(act: Act) -> Said:
    services.put_in_force(act.subject, by=act.user)
    return _("已生效。")


def _drop(act: Act) -> Said:
    services.drop_table(act.subject, by=act.user)
    return _("已弃用。")


VERBS = {"put": _put, "drop": _drop}


def _tables_page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    asked = act.request.GET.get("q", "")[:20]
    found = rates_listed(asked, timezone.localdate())
    page = Paginator(found, A_PAGE).get_page(act.request.GET.get("page"))
    may_keep = keeper_refusal(act.user) is None
    context = {
        "page": page,
        "q": asked,
        "exchange": ExchangeRate.objects.all()[:20],
        "waiting": waiting_tables(),
        "tables": tables()[:10],
        "form": act.shown(TableForm()) if may_keep else None,
        "faulty": act.faulty,
        "refusal": refusal,
    }
    return render(act.request, "tariffs/tables.html", context, status=status)


def _table_page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    table: TariffTable = act.subject
    waits = table.put_at is None and table.dropped_at is None
    context: dict[str, Any] = {
        "table": table,
        "waits": waits,
        "not_keeper": keeper_refusal(act.user),
        "refusal": refusal,
        **(_difference(difference_of(table)) if waits else {"counts": table.counts}),
    }
    return render(act.request, "tariffs/table.html", context, status=status)


def _difference(found: Difference) -> dict[str, Any]:
    """The first of each kind; the counts say how many there are."""
    return {
        "counts": found.counts,
        "new": [_line(one) for one in islice(found.new, MOST_SHOWN)],
        "changed": [
            (_line(one.before), _line(one.after)) for one in islice(found.changed, MOST_SHOWN)
        ],
        "most": MOST_SHOWN,
    }


def _line(row: Rate | ExchangeRate) -> dict[str, Any]:
    is_rate = isinstance(row, Rate)
    return {
        "heading": row.hs_code if isinstance(row, Rate) else row.currency,
        "kind": row.get_kind_display() if isinstance(row, Rate) else WORDS["exchange"],
        "origin": row.origin if isinstance(row, Rate) else "",
        "figure": f"{figure_of(row).normalize():f}{'%' if is_rate else ''}",
        "row": row,
    }
