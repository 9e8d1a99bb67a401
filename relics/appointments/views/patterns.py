"""The weekly pattern (场次模板): written, previewed, made into sessions, changed."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.parties.models import Office
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.appointments import services
from relics.appointments.forms import SpanForm, TemplateForm
from relics.appointments.models import SessionTemplate
from relics.appointments.patterns import plan_of

from .access import office_asked, offices_of, schedules

FOUR_WEEKS = timedelta(days=27)


@login_required
@require_http_methods(["GET", "POST"])
def patterns(request: HttpRequest) -> HttpResponse:
    """The pattern's lines and, for a span, what it would make and what clashes; then make it."""
    office = office_asked(request)
    today = timezone.localdate()
    span = {"start": today, "end": today + FOUR_WEEKS}
    asked = request.POST if request.method == "POST" else request.GET
    bound = request.method == "POST" or "start" in asked
    form = SpanForm(asked if bound else None, initial=span)
    valid = bound and form.is_valid()
    if valid:
        span = form.cleaned_data
    refused = None
    if request.method == "POST" and valid:
        try:
            plan = services.generate_sessions(office, **span, by=person(request))
        except Refused as error:
            refused = error
        else:
            made = sum(one.outcome == "new" for one in plan)
            messages.success(request, _("已生成 %(count)d 个场次。") % {"count": made})
            return redirect("appointments:patterns")
    context = _pattern_context(request, office, form, refused)
    context["plan"] = plan_of(office, **span) if valid else None
    status = refused.status if refused else (422 if form.errors else 200)
    return render(request, "appointments/patterns.html", context, status=status)


def _pattern_context(
    request: HttpRequest, office: Office, form: SpanForm, refused: Refused | None
) -> dict[str, Any]:
    lines = SessionTemplate.objects.filter(office=office).prefetch_related("staff__user")
    return {
        "office": office,
        "templates": lines,
        "form": form,
        "refusal": refused and refused.refusal,
        "schedules": schedules(person(request), office),
    }


@login_required
@require_http_methods(["GET", "POST"])
def pattern_new(request: HttpRequest) -> HttpResponse:
    """Write a line of the pattern."""
    return _write(request, office_asked(request), None)


@login_required
@require_http_methods(["GET", "POST"])
def pattern(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a line of the pattern and the sessions that nobody has booked."""
    mine = SessionTemplate.objects.filter(office__in=offices_of(person(request)))
    template = get_object_or_404(mine.select_related("office__party"), pk=pk)
    return _write(request, template.office, template)


def _write(request: HttpRequest, office: Office, template: SessionTemplate | None) -> HttpResponse:
    form = TemplateForm(request.POST or None, office=office, template=template)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, office, template, form)
        except Refused as error:
            refused = error
        else:
            return redirect("appointments:patterns")
    context = {
        "office": office,
        "template": template,
        "form": form,
        "refusal": refused and refused.refusal,
        "schedules": schedules(person(request), office),
    }
    status = refused.status if refused else (422 if request.method == "POST" else 200)
    return render(request, "appointments/pattern.html", context, status=status)


def _save(
    request: HttpRequest, office: Office, template: SessionTemplate | None, form: TemplateForm
) -> None:
    values, staff, by = form.values(), form.cleaned_data["staff"], person(request)
    if template is None:
        services.write_template(office, values, staff, by=by)
        messages.success(request, _("模板已建立，请预览并生成场次。"))
        return
    done = services.change_template(template, values, list(staff), by=by)
    told = {
        "changed": len(done.changed),
        "closed": len(done.closed),
        "left": _("、").join(str(one) for one in done.left) or _("无"),
    }
    text = _("已改 %(changed)d 个场次，停止 %(closed)d 个；已有预约、未改动的：%(left)s。")
    messages.success(request, text % told)
