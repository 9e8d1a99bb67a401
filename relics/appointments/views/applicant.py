"""What the applicant does beside booking: wait for seats, ask for a visit, put its day off."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.models import Case
from approvals.parties.signed_in import person
from approvals.record.refusals import NotAcceptable, Refusal, Refused
from relics.appointments import services
from relics.appointments.codes import code_picture
from relics.appointments.forms import JoinForm, VisitForm
from relics.appointments.models import VisitRequest, WaitingStatus
from relics.appointments.procedures import booked_procedure, visible_case
from relics.appointments.queries import free_sessions, live_booking
from relics.appointments.rules import not_waiting
from relics.appointments.waiting import entry_of, place_of

OFFERED = 3
"""Free sessions named instead of waiting."""


@login_required
@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The case's place on the waiting list, said as it is; join, accept, leave; ask for a visit."""
    case = visible_case(person(request), pk)
    refused = None
    forms = {"join": JoinForm(), "visit": VisitForm(initial={"address": case.applicant.address})}
    if request.method == "POST":
        try:
            told = _act(request, case, forms)
        except Refused as error:
            refused = error
        else:
            if told:
                messages.success(request, told)
                return redirect("appointments:waiting", pk=pk)
    context = _waiting_context(case, forms, refused)
    wrong = any(form.errors for form in forms.values())
    status = refused.status if refused else (422 if wrong else 200)
    return render(request, "appointments/waiting.html", context, status=status)


def _act(request: HttpRequest, case: Case, forms: dict[str, Any]) -> str:
    """Do what was asked and return what to say, or nothing where the form is wrong."""
    act = request.POST.get("act", "")
    procedure, by = booked_procedure(case.kind), person(request)
    entry = entry_of(case)
    if act == "join":
        forms["join"] = form = JoinForm(request.POST)
        if not form.is_valid():
            return ""
        services.join_waiting_list(case, seats=procedure.load(case), by=by, **form.cleaned_data)
        return _("已加入候补。")
    if act == "visit":
        forms["visit"] = visit = VisitForm(request.POST)
        if not visit.is_valid():
            return ""
        services.request_visit(case, case.acting_party, by=by, **visit.cleaned_data)
        return _("已提出上门办理申请。")
    if entry is None:
        raise Refused(not_waiting())
    if act == "accept" and entry.session:
        procedure.book(case, entry.session, by=by)
        return _("已预约，请等待审核机构确认。")
    if act == "leave":
        services.leave_waiting_list(entry, by=by)
        return _("已退出候补。")
    raise NotAcceptable(Refusal("act_unknown", _("请选择要办理的事项。"), "R-APPT-02"))


def _waiting_context(case: Case, forms: dict[str, Any], refused: Refused | None) -> dict[str, Any]:
    today = timezone.localdate()
    load = booked_procedure(case.kind).load(case)
    place = place_of(case)
    free = []
    if place is None and case.office is not None:
        free = list(free_sessions(case, today, date.max, load)[:OFFERED])
    return {
        "case": case,
        "place": place,
        "offered": place is not None and place.entry.status == WaitingStatus.OFFERED,
        "free": free,
        "booking": live_booking(case),
        "load": load,
        "visits": VisitRequest.objects.filter(case=case).select_related("session").order_by("-pk"),
        "booking_page": booked_procedure(case.kind).page,
        "refusal": refused and refused.refusal,
        **forms,
    }


@login_required
@require_GET
def code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The code of the case's appointment as a picture, for the visitor's phone or paper."""
    booking = live_booking(visible_case(person(request), pk))
    if booking is None:
        raise Http404
    return HttpResponse(code_picture(booking), content_type="image/svg+xml")
