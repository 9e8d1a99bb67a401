"""The appointment (确认预约): who would sit, who is tied or absent, and the office's answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.record.refusals import NotAcceptable, Refusal, Refused
from relics.appointments.models import Booking
from relics.appointments.queries import live_booking, staff_of
from relics.appraisers.fitness import Fitness, fitness_of, makes_a_panel, parties_among
from relics.reviews.forms.office import ReferForm, RefuseAppointmentForm, ticked
from relics.reviews.services import appointment as services

from .desk import Desk, at_the_desk, status_of

NODE = "confirm"


@require_http_methods(["GET", "POST"])
@at_the_desk
def confirm(desk: Desk) -> HttpResponse:
    """Choose the panel from the session's staff and confirm, refuse, or refer to another office."""
    booking = live_booking(desk.review.case)
    bench = bench_of(desk, booking)
    typed, refused = desk.request.POST, None
    form = RefuseAppointmentForm(typed if typed.get("act") == "refuse" else None)
    refer = ReferForm(
        typed if typed.get("act") == "refer" else None, former=desk.review.case.office
    )
    if desk.request.method == "POST":
        try:
            said = _act(desk, bench, form, refer)
        except Refused as error:
            refused = error
        else:
            if said:
                messages.success(desk.request, said)
                if refer.is_bound:  # the case is no longer this office's to open
                    return redirect("cases:inbox")
                return redirect("reviews:desk_case", pk=desk.review.case_id)
    context = _context(desk, booking, bench) | {
        "form": form,
        "refer": refer,
        "refusal": refused and refused.refusal,
    }
    status = status_of(refused, valid=not (form.errors or refer.errors))
    return desk.page("reviews/office/confirm.html", context, node=NODE, status=status)


def _context(desk: Desk, booking: Booking | None, bench: list[Fitness]) -> dict[str, Any]:
    """The session and its staff; ticked are those able to sit, or who was ticked before."""
    typed = desk.request.POST
    chosen = ticked(typed.getlist("appraiser"))
    asked = typed.get("act") == "confirm"
    return {
        "booking": booking,
        "bench": [(one, one.appraiser.pk in chosen if asked else one.able) for one in bench],
        "lawful": makes_a_panel(bench),
    }


def bench_of(desk: Desk, booking: Booking | None) -> list[Fitness]:
    """The staff of the session, each with what keeps it from this case's panel."""
    if booking is None:
        return []
    case = desk.review.case
    return fitness_of(
        staff_of(booking.session), booking.session.date, parties_among(case.applicant, case.agent)
    )


def _act(desk: Desk, bench: list[Fitness], form: RefuseAppointmentForm, refer: ReferForm) -> str:
    """Do what was asked; empty where the form has errors."""
    if refer.is_bound:
        if not refer.is_valid():
            return ""
        services.refer_to_office(desk.review, by=desk.user, **refer.cleaned_data)
        return _("案件已移交，申请人须向接收机构另行预约。")
    if desk.request.POST.get("act") == "refuse":
        if not form.is_valid():
            return ""
        services.refuse_appointment(desk.review, by=desk.user, **form.cleaned_data)
        return _("未接受预约，申请人可另选场次。")
    chosen = ticked(desk.request.POST.getlist("appraiser"))
    panel = [one.appraiser for one in bench if one.appraiser.pk in chosen]
    if not panel:
        refusal = Refusal("panel_missing", _("请选择鉴定组成员。"), "R-EXIT-03")
        raise NotAcceptable(refusal)
    services.confirm_appointment(desk.review, panel=panel, by=desk.user)
    return _("预约已确认，预约通知书正在制作。")
