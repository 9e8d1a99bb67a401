"""Import of a table into a draft: upload, look at the report, then all good rows or nothing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.register.importing import ImportReport, errors_csv, read_import, template_xlsx, waiting
from relics.register.importing.applying import import_may_be_applied
from relics.register.importing.reading import MOST_BYTES
from relics.register.queries import imports_of
from relics.reviews.models import Review
from relics.reviews.services import listing
from relics.reviews.services.listing import room_refusal

from .access import of_a_draft, of_an_application

A_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _slot(review: Review) -> str:
    return f"import:{review.case_id}"


def _waiting(request: HttpRequest, review: Review) -> ImportReport | None:
    """The report on the table that waits for this person's word, read anew each time."""
    ticket, name = request.session.get(_slot(review), ("", ""))
    content = waiting.fetch(ticket)
    return None if content is None else read_import(content, name, review.case.applicant)


def _forget(request: HttpRequest, review: Review) -> None:
    ticket, _name = request.session.pop(_slot(review), ("", ""))
    waiting.discard(ticket)


@login_required
@require_GET
def template(_request: HttpRequest) -> HttpResponse:
    """The empty table to fill in."""
    return _file(template_xlsx(), XLSX, "relic-list.xlsx")


@of_a_draft
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, review: Review) -> HttpResponse:
    """Choose a table. Nothing is imported by uploading it."""
    file = request.FILES.get("table")
    if request.method == "POST" and file is not None:
        _forget(request, review)
        name = str(file.name or "")
        request.session[_slot(review)] = (waiting.keep(file.read(MOST_BYTES + 1)), name)
        return redirect("reviews:import_report", pk=review.case_id)
    if request.method == "POST":
        messages.warning(request, _("请先选择表格文件。"))
    return render(
        request,
        "reviews/application/import.html",
        {"review": review, "acts": review.acts},
        status=422 if request.method == "POST" else 200,
    )


@of_a_draft
@require_GET
def report(request: HttpRequest, review: Review) -> HttpResponse:
    """What the table holds, and every fault with its row, column, value and reason."""
    found = _waiting(request, review)
    if found is None:
        messages.warning(request, _("没有等待导入的表格，请重新上传。"))
        return redirect("reviews:import", pk=review.case_id)
    return render(
        request, "reviews/application/report.html", _report_context(request, review, found)
    )


def _report_context(request: HttpRequest, review: Review, found: ImportReport) -> dict[str, Any]:
    room = room_refusal(review.items.count(), len(found.good))
    return {
        "review": review,
        "report": found,
        "errors": Paginator(found.errors, A_PAGE).get_page(request.GET.get("page")),
        "refusal": import_may_be_applied(found, only_good=True),
        "room": room,
        "acts": review.acts,
    }


@of_a_draft
@require_GET
def errors(request: HttpRequest, review: Review) -> HttpResponse:
    """The faults as a table of their own."""
    found = _waiting(request, review)
    if found is None:
        return redirect("reviews:import", pk=review.case_id)
    return _file(errors_csv(found), "text/csv; charset=utf-8", "import-errors.csv")


@of_an_application
@require_POST
def apply(request: HttpRequest, review: Review) -> HttpResponse:
    """Import all rows, or the good ones where the person chose so; never half a row.

    With ``list=no`` they only enter the register, to be picked into one or more drafts later.
    """
    found = _waiting(request, review)
    if found is None:
        messages.warning(request, _("没有等待导入的表格，请重新上传。"))
        return redirect("reviews:import", pk=review.case_id)
    listed = request.POST.get("list") != "no"
    act = listing.import_and_list if listed else listing.import_only
    try:
        things = act(
            review, found, only_good=request.POST.get("rows") == "good", by=person(request)
        )
    except Refused as error:
        context = _report_context(request, review, found) | {"refusal": error.refusal}
        return render(request, "reviews/application/report.html", context, status=error.status)
    _forget(request, review)
    text = _("已导入 %(count)d 件。提交之前可以整批撤回。") % {"count": len(things)}
    messages.success(request, text)
    page = "reviews:object_list" if listed else "reviews:object_pick"
    return redirect(page, pk=review.case_id)


@of_an_application
@require_POST
def drop(request: HttpRequest, review: Review) -> HttpResponse:
    """Import nothing."""
    _forget(request, review)
    messages.success(request, _("没有导入任何内容。"))
    return redirect("reviews:object_list", pk=review.case_id)


@of_an_application
@require_POST
def undo(request: HttpRequest, review: Review, batch: int) -> HttpResponse:
    """Take a whole import back, until the application is submitted."""
    found = get_object_or_404(imports_of(review.case.applicant).select_related("owner"), pk=batch)
    gone = listing.undo_listed_import(review, found, by=person(request))
    messages.success(request, _("已撤回导入的 %(count)d 件。") % {"count": gone})
    return redirect("reviews:object_list", pk=review.case_id)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
