"""The appointment (确认预约): who would sit, who is tied or absent, and the office's answer."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.record.refusals import NotAcceptable, Refusal, Refused
from relics.appointments.models import Booking, SessionStaff
from relics.appointments.queries import live_booking, staff_of
from relics.appraisers.fitness import Fitness, fitness_of, makes_a_panel, parties_among
from relics.appraisers.models import Appraiser
from relics.appraisers.proposals import Proposal, propose_panels
from relics.appraisers.queries import serving
from relics.appraisers.sittings import sitting_of
from relics.reviews.forms.office import ReferForm, RefuseAppointmentForm, ticked
from relics.reviews.services import appointment as services

from .desk import Desk, at_the_desk, status_of

NODE = "confirm"


@require_http_methods(["GET", "POST"])
@at_the_desk
def confirm(desk: Desk) -> HttpResponse:
    """Choose the panel and confirm, refuse, or refer to another office."""
    booking = live_booking(desk.review.case)
    typed, refused = desk.request.POST, None
    form = RefuseAppointmentForm(typed if typed.get("act") == "refuse" else None)
    refer = ReferForm(
        typed if typed.get("act") == "refer" else None, former=desk.review.case.office
    )
    if desk.request.method == "POST":
        try:
            said = _act(desk, form, refer)
        except Refused as error:
            refused = error
        else:
            if said:
                messages.success(desk.request, said)
                if refer.is_bound:  # the case is no longer this office's to open
                    return redirect("cases:inbox")
                return redirect("reviews:desk_case", pk=desk.review.case_id)
    context = _context(desk, booking) | {
        "form": form,
        "refer": refer,
        "refusal": refused and refused.refusal,
    }
    status = status_of(refused, valid=not (form.errors or refer.errors))
    return desk.page("reviews/office/confirm.html", context, node=NODE, status=status)


def _context(desk: Desk, booking: Booking | None) -> dict[str, Any]:
    """The session and its staff; ticked are those able to sit, or who was ticked before."""
    typed = desk.request.POST
    chosen = ticked(typed.getlist("appraiser"))
    asked = typed.get("act") == "confirm"
    bench = bench_of(desk, booking)
    return {
        "booking": booking,
        "bench": [(one, one.appraiser.pk in chosen if asked else one.able) for one in bench],
        "lawful": makes_a_panel(bench),
        "asked": asked,
    }


def bench_of(desk: Desk, booking: Booking | None) -> list[Fitness]:
    """The staff of the session, each with what keeps it from this case's panel."""
    if booking is None:
        return []
    case = desk.review.case
    return fitness_of(
        staff_of(booking.session), booking.session.date, parties_among(case.applicant, case.agent)
    )


@require_GET
@at_the_desk
def proposal(desk: Desk) -> HttpResponse:
    """The panel that the roster proposes, with its reasons; the officer changes it and confirms.

    A part of the page above, asked for by itself: it reads the whole bench of the office.
    """
    booking = live_booking(desk.review.case)
    proposed = _proposal(desk, booking) if booking is not None else None
    if booking is None or proposed is None:
        return HttpResponse(status=204)
    there = set(staff_of(booking.session).values_list("pk", flat=True))
    elsewhere = _sitting_elsewhere(booking)
    chosen = {one.pk for one in proposed.chosen}
    if chosen & elsewhere:  # the roster's best are taken: who is down for the session stays
        chosen = there
    seats = [
        {
            "seat": seat,
            "chosen": seat.appraiser.pk in chosen,
            "there": seat.appraiser.pk in there,
            "elsewhere": seat.appraiser.pk in elsewhere,
        }
        for seat in proposed.seats
    ]
    context = {"proposal": proposed, "seats": seats, "closed": desk.refusal(NODE)}
    return render(desk.request, "reviews/office/_proposal.html", context)


def _proposal(desk: Desk, booking: Booking) -> Proposal | None:
    """For this case alone: each case of a session has a panel of its own."""
    office = booking.session.office
    sitting = sitting_of(office, booking.session_id)
    if sitting is None or not desk.review.rules.panel:
        return None
    mine = tuple(one for one in sitting.hearings if one.key == str(desk.review.case_id))
    alone = replace(sitting, hearings=mine)
    return propose_panels(office, [alone], on=timezone.localdate(), keep=True)[0]


def _sitting_elsewhere(booking: Booking) -> set[int]:
    """Who sits in another session at that time."""
    session = booking.session
    taken = SessionStaff.objects.filter(date=session.date, half=session.half)
    return set(taken.exclude(session=session).values_list("appraiser", flat=True))


def _chosen(desk: Desk, keys: Collection[int]) -> list[Appraiser]:
    found = serving().filter(office__party=desk.review.case.office_id, pk__in=keys)
    return list(found.select_related("user").order_by("pk"))


def _act(desk: Desk, form: RefuseAppointmentForm, refer: ReferForm) -> str:
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
    panel = _chosen(desk, ticked(desk.request.POST.getlist("appraiser")))
    if not panel:
        refusal = Refusal("panel_missing", _("请选择鉴定组成员。"), "R-EXIT-03")
        raise NotAcceptable(refusal)
    services.confirm_appointment(desk.review, panel=panel, bring_in=True, by=desk.user)
    return _("预约已确认，预约通知书正在制作。")
