"""The office's waiting list and the visits it is asked for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.appointments import services
from relics.appointments.forms import VisitAnswerForm
from relics.appointments.models import VisitRequest, VisitStatus
from relics.appointments.waiting import list_of

from .access import office_asked, offices_of, schedules


@login_required
@require_GET
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Who waits, most urgent first, with the reason; and visits to be answered."""
    return _page(request)


def _page(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    office = office_asked(request)
    asked = VisitRequest.objects.filter(case__office=office.party, status=VisitStatus.ASKED)
    context = {
        "office": office,
        "entries": list_of(office.pk),
        "visits": asked.select_related("case", "host").order_by("preferred_on", "pk"),
        "refusal": refused and refused.refusal,
        "schedules": schedules(person(request), office),
    }
    status = refused.status if refused else 200
    return render(request, "appointments/waiting_list.html", context, status=status)


@login_required
@require_POST
def visit_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Arrange the visit, or say why not."""
    mine = VisitRequest.objects.filter(case__office__office__in=offices_of(person(request)))
    asked = get_object_or_404(mine, pk=pk)
    form = VisitAnswerForm(request.POST)
    try:
        if not form.is_valid() or form.cleaned_data["act"] == "decline":
            reason = str(form.data.get("reason", ""))
            services.decline_visit(asked, reason=reason, by=person(request))
            messages.success(request, _("已答复：不安排上门办理。"))
            return redirect("appointments:waiting_list")
        session = services.grant_visit(
            asked,
            on=form.cleaned_data["on"] or asked.preferred_on,
            half=asked.half,
            capacity=form.cleaned_data["capacity"] or 30,
            by=person(request),
        )
    except Refused as error:
        return _page(request, error)
    messages.success(request, _("已安排上门办理，请为场次安排两名以上人员。"))
    return redirect("appointments:session", pk=session.pk)
