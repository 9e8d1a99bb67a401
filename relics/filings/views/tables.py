"""Tables: many objects filed at once by their holder, an approval's annex by the authority."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.parties.queries import parties_of
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.filings import services
from relics.filings.annex import MOST_BYTES as MOST_ANNEX
from relics.filings.annex import AnnexReport, read_annex
from relics.filings.forms import AnnexForm, TableForm
from relics.filings.queries import OFFICERS, awaiting_approval
from relics.register.importing import read_import
from relics.register.importing.applying import import_may_be_applied
from relics.register.importing.reading import MOST_BYTES

SHOWN_FAULTS = 200


@login_required
@require_http_methods(["GET", "POST"])
def new_table(request: HttpRequest) -> HttpResponse:
    """A table of objects becomes their records and a draft each; `do=check` only tells of it.

    Without `rows=good` nothing is taken while a row is faulty.
    """
    user = person(request)
    posted = request.method == "POST"
    form = TableForm(request.POST if posted else None, request.FILES or None, user=user)
    context: dict[str, Any] = {"form": form}
    if not posted or not form.is_valid():
        return render(request, "filings/new_table.html", context, status=422 if posted else 200)
    said = form.cleaned_data
    report = read_import(said["table"].read(MOST_BYTES + 1), said["table"].name, said["owner"])
    only_good = request.POST.get("rows") == "good"
    refusal = import_may_be_applied(report, only_good=only_good)
    context |= {"report": report, "faults": report.errors[:SHOWN_FAULTS], "refusal": refusal}
    if refusal is not None or request.POST.get("do") == "check":
        status = 422 if refusal else 200
        return render(request, "filings/new_table.html", context, status=status)
    try:
        made = services.import_and_draft(
            report,
            zone=said["zone"],
            kind=said["kind"],
            purposes=said["purposes"],
            by=user,
            only_good=only_good,
        )
    except Refused as error:
        context["refusal"] = error.refusal
        return render(request, "filings/new_table.html", context, status=error.status)
    messages.success(request, _("已登记并建立 %(count)d 份备案草稿。") % {"count": len(made)})
    return redirect("filings:list")


@login_required
@require_http_methods(["GET", "POST"])
def approval_new(request: HttpRequest) -> HttpResponse:
    """Record an approval with its whole annex from a table; nothing while a line is faulty."""
    user = person(request)
    if not parties_of(user, *OFFICERS).exists():
        raise Http404
    posted = request.method == "POST"
    form = AnnexForm(
        request.POST if posted else None,
        request.FILES or None,
        applicants=awaiting_approval(user),
    )
    context: dict[str, Any] = {"form": form}
    if not posted or not form.is_valid():
        return render(request, "filings/approval_new.html", context, status=422 if posted else 200)
    said = {**form.cleaned_data}
    applicant = said.pop("applicant")
    report: AnnexReport = read_annex(said.pop("table").read(MOST_ANNEX + 1), applicant)
    context |= {"report": report, "faults": report.errors[:SHOWN_FAULTS], "refusal": report.refusal}
    if report.refusal or report.errors:
        return render(request, "filings/approval_new.html", context, status=422)
    try:
        services.record_approval(applicant, **said, rows=report.rows, by=user)
    except Refused as error:
        context["refusal"] = error.refusal
        return render(request, "filings/approval_new.html", context, status=error.status)
    messages.success(request, _("已录入批准及名录 %(count)d 行。") % {"count": len(report.rows)})
    return redirect("filings:desk_list")
