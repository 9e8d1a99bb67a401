"""Third-party appraisers, their reports on an object, and the files, handed out after asking."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.parties.models import Party
from approvals.record.refusals import Refused
from relics.appraisers import services
from relics.appraisers.classes import CHOICES, TITLES
from relics.appraisers.forms import NoteForm, OutsideForm, ReportForm
from relics.appraisers.queries import (
    acting_party,
    outside_appraisers,
    reports_of,
    reports_seen_by,
)
from relics.appraisers.services.outside import REGISTRARS
from relics.register.models import RelicObject

from .desk import keeps, office_of, user_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The register of third-party appraisers; an officer enters another."""
    office, user = office_of(request), user_of(request)
    form = OutsideForm(request.POST if request.method == "POST" else None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.register_outside_appraiser(office, by=user, **form.cleaned_data)
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("已登记。"))
            return redirect("appraisers:outside")
    asked = {name: request.GET.get(name, "") for name in ("q", "part")}
    part = asked["part"] if asked["part"] in TITLES else ""
    context = {
        "rows": [
            (one, [TITLES[key] for key in one.classes if key in TITLES])
            for one in outside_appraisers(asked["q"], part)[:200]
        ],
        "parts": CHOICES,
        "form": form if keeps(user, office, *REGISTRARS) else None,
        "refusal": refused and refused.refusal,
        **asked,
    }
    status = refused.status if refused else (422 if form.errors else 200)
    return render(request, "appraisers/outside.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest, pk: int) -> HttpResponse:
    """The reports on an object, for its owner's side and the office that has it in a case."""
    thing, side = _thing(request, pk)
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            services.submit_report(
                thing, said.pop("author"), said.pop("file"), by=user_of(request), **said
            )
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("已提交鉴定报告。"))
            return redirect("appraisers:reports", pk=pk)
    status = refused.status if refused else (422 if form.errors else 200)
    return render(
        request, "appraisers/reports.html", _page(thing, side, form, refused), status=status
    )


def _page(
    thing: RelicObject, side: Party, form: ReportForm, refused: Refused | None
) -> dict[str, Any]:
    office = side.kind == Party.Kind.RELIC_OFFICE
    return {
        "shell": "base_work.html" if office else "base_public.html",
        "thing": thing,
        "side": side,
        "reports": reports_of([thing]).get(thing.pk, []),
        "form": form,
        "note": NoteForm(),
        "refusal": refused and refused.refusal,
    }


def _thing(request: HttpRequest, pk: int) -> tuple[RelicObject, Party]:
    """The object and for whom the person acts; 404 for who may not attach evidence to it."""
    thing = get_object_or_404(RelicObject.objects.select_related("owner"), pk=pk)
    side = acting_party(user_of(request), thing)
    if side is None:
        raise Http404
    return thing, side


@login_required
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """A later word on a report; it may withdraw it."""
    report = get_object_or_404(reports_seen_by(user_of(request)).distinct(), pk=pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明附注内容。"))
        return redirect("appraisers:reports", pk=report.object_id)
    try:
        services.note_report(report, by=user_of(request), **form.cleaned_data)
    except Refused as error:
        messages.error(request, str(error.refusal.sentence))
    else:
        messages.success(request, _("已记录。"))
    return redirect("appraisers:reports", pk=report.object_id)


@login_required
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF of a report, to be saved: what strangers wrote is never shown inside the site."""
    report = get_object_or_404(reports_seen_by(user_of(request)).distinct(), pk=pk)
    with report.file.open("rb") as stream:
        answer = HttpResponse(stream.read(), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="report-{report.pk}.pdf"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
