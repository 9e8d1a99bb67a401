"""The appointment on the desk: moved by the office, missed days told, withdrawn after them."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.parties.models import Role
from approvals.record.refusals import NotAcceptable, Refusal, Refused
from relics.appointments.absences import Absences, absences_of
from relics.appointments.models import Booking, Session
from relics.appointments.queries import free_sessions, live_booking
from relics.appointments.services.absences import NOTICE_SIGNERS
from relics.reviews.forms.appointment import AbsenceForm, ReseatForm, WarnForm
from relics.reviews.services import absence, rebooking
from relics.reviews.services.appointment import load_of

from .desk import Desk, at_the_desk, status_of


@require_http_methods(["GET", "POST"])
@at_the_desk
def appointment(desk: Desk) -> HttpResponse:
    """What may be done with the appointment by this officer now, and what was missed."""
    booking, standing = live_booking(desk.review.case), absences_of(desk.review.case)
    forms, refused = _forms(desk, booking, standing), None
    if desk.request.method == "POST":
        try:
            if said := _act(desk, forms):
                messages.success(desk.request, said)
                return redirect("reviews:desk_appointment", pk=desk.review.case_id)
        except Refused as error:
            refused = error
    context: dict[str, Any] = {
        "booking": booking,
        "standing": standing,
        "forms": forms,
        "refusal": refused and refused.refusal,
    }
    wrong = any(form.errors for form in forms.values())
    status = status_of(refused, valid=not wrong)
    return desk.page("reviews/office/appointment.html", context, node="appointment", status=status)


def _forms(desk: Desk, booking: Booking | None, standing: Absences) -> dict[str, Form]:
    """The forms of the acts that are open to this officer."""
    act = desk.request.POST.get("act", "")
    found: dict[str, Form] = {}
    if booking and desk.review.status in rebooking.RESEATED and desk.holds(Role.SCHEDULER):
        found["move"] = ReseatForm(
            desk.request.POST if act == "move" else None, sessions=_sessions(desk, booking)
        )
    if standing.state == "notice_due" and any(desk.holds(role) for role in NOTICE_SIGNERS):
        found["warn"] = WarnForm(desk.request.POST if act == "warn" else None)
    if standing.state == "may_withdraw" and desk.holds(Role.APPROVER):
        found["absence"] = AbsenceForm(desk.request.POST if act == "absence" else None)
    return found


def _sessions(desk: Desk, booking: Booking) -> Any:
    """Sessions with room for the case, inside its clock, but its own."""
    today = timezone.localdate()
    found = free_sessions(desk.review.case, today, date.max, load_of(desk.review))
    return found.exclude(pk=booking.session_id)


def _act(desk: Desk, forms: dict[str, Form]) -> str:
    """Do what was asked; empty where its form has errors."""
    act = desk.request.POST.get("act", "")
    form = forms.get(act)
    if form is None:
        raise NotAcceptable(
            Refusal("act_not_open", _("现在不能办理此事项。"), "R-APPT-07", _("请刷新页面。"))
        )
    if not form.is_valid():
        return ""
    said = form.cleaned_data
    if act == "move":
        session: Session = said["session"]
        rebooking.reseat_appointment(desk.review, session, reason=said["reason"], by=desk.user)
        return _("预约已改到 %(session)s。") % {"session": session}
    if act == "warn":
        absence.warn_of_absence(desk.review, text=said["text"], by=desk.user)
        return _("已书面告知，告知书正在制作。")
    absence.withdraw_for_absence(desk.review, reason=said["reason"], by=desk.user)
    return _("已签署：申请视为撤回。")
