"""The applicant's appointment: the week with its places, book, move, give back, calendar file."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.parties.signed_in import person
from approvals.record.refusals import NotAcceptable, Refusal, Refused
from approvals.record.typed import keys_among, monday_of
from relics.appointments.calendars import calendar_file
from relics.appointments.measure import measured
from relics.appointments.models import Booking, BookingStatus, Session, Unit
from relics.appointments.queries import (
    GridDay,
    live_booking,
    next_free_session,
    week_grid,
)
from relics.reviews.forms.appointment import PostponeForm
from relics.reviews.models import Review
from relics.reviews.services import rebooking
from relics.reviews.services.appointment import book_appointment, load_of

from .access import of_an_application
from .cards import face_for

A_WEEK = timedelta(days=7)


@of_an_application
@require_http_methods(["GET", "POST"])
def week(request: HttpRequest, review: Review) -> HttpResponse:
    """A week of the office's sessions with their places left; choose one."""
    if review.case.office is None:
        return redirect("reviews:application", pk=review.case_id)
    refused = None
    if request.method == "POST":
        try:
            booking = _book(request, review)
        except Refused as error:
            refused = error
        else:
            text = _("已预约 %(session)s，请等待审核机构确认。") % {"session": booking.session}
            messages.success(request, text)
            return redirect("reviews:case", pk=review.case_id)
    context = _week_context(request, review, refused)
    status = refused.status if refused else 200
    return render(request, "reviews/application/booking.html", context, status=status)


def _book(request: HttpRequest, review: Review) -> Booking:
    """Book the chosen session, or move the appointment there."""
    chosen = request.POST.get("session", "")
    keys = keys_among([chosen])
    if not keys:
        raise Refused(Refusal("session_missing", _("请先选择一个场次。"), "R-APPT-02"), status=422)
    session = get_object_or_404(
        Session.objects.select_related("office__party"),
        pk__in=keys,
        office__party=review.case.office_id,
    )
    if review.status == Review.Status.SUBMITTED:
        return book_appointment(review, session, by=person(request))
    return rebooking.move_appointment(review, session, by=person(request))


def _week_context(request: HttpRequest, review: Review, refused: Refused | None) -> dict[str, Any]:
    party = review.case.office
    assert party is not None
    load = measured(load_of(review), party)
    today, clock = timezone.localdate(), face_for(review)
    free = next_free_session(review.case, load, today)
    monday = monday_of(request.GET.get("week", ""), free.date if free else today)
    due = clock.due if clock else None
    booking = live_booking(review.case)
    days = week_grid(party.office, monday)
    needs = {str(Unit.OBJECTS): load.seats, str(Unit.MINUTES): load.minutes or 0}
    return {
        "review": review,
        "office": party,
        "seats": load.seats,
        "clock": clock,
        "days": [
            {"date": day.day, "slots": _slots(day.sessions, needs, today, due)}
            for day in days
            if _shown(day, today)
        ],
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - A_WEEK if monday > today else None,
        "after": monday + A_WEEK,
        "free": free,
        "chosen": request.POST.get("session", ""),
        "booking": booking,
        "refusal": refused and refused.refusal,
        "may_choose": review.status == Review.Status.SUBMITTED
        or (booking is not None and booking.status == BookingStatus.REQUESTED),
        "acts": review.acts,
    }


def _shown(day: GridDay, today: date) -> bool:
    return day.day >= today and (bool(day.sessions) or day.is_working)


def _slots(
    sessions: Sequence[Session], needs: dict[str, int], today: date, due: date | None
) -> list[dict[str, Any]]:
    """The sessions of a day as `components/slots.html` shows them."""
    return [
        {
            "value": str(session.pk),
            "title": f"{session.get_half_display()} {session.get_place_kind_display()}",  # type: ignore[attr-defined]
            "left": max(session.places_left, 0),
            "refusal": _closed(session, needs, today, due),
        }
        for session in sessions
    ]


def _closed(
    session: Session, needs: dict[str, int], today: date, due: date | None
) -> Refusal | None:
    """What the page can say without asking for the panel; the booking itself asks again."""
    if session.date < today:
        return Refusal("session_past", _("已过"), "R-APPT-02")
    if due is not None and today <= due < session.date:
        return Refusal("session_beyond_clock", _("晚于办理期限"), "R-APPT-06")
    if not session.is_open:
        return Refusal("session_closed", _("停止预约"), "R-APPT-02")
    if 0 < session.places_left < needs[session.unit]:
        text = _("余 %(left)d %(unit)s，不够 %(need)d") % {
            "left": session.places_left,
            "unit": session.get_unit_display(),  # type: ignore[attr-defined]
            "need": needs[session.unit],
        }
        return Refusal("session_full", text, "R-APPT-02")
    return None


@of_an_application
@require_POST
def cancel(request: HttpRequest, review: Review) -> HttpResponse:
    """Give the appointment back."""
    reason = request.POST.get("reason", "")[:500]
    rebooking.cancel_appointment(review, reason=reason, by=person(request))
    messages.success(request, _("预约已取消，办理期限继续计算，请尽快另行预约。"))
    return redirect("reviews:booking", pk=review.case_id)


@of_an_application
@require_POST
def postpone(request: HttpRequest, review: Review) -> HttpResponse:
    """Put the appointment off: the clock stands meanwhile, with the applicant's consent."""
    form = PostponeForm(request.POST)
    if not form.is_valid():
        sentence = _("请填写推迟至的日期和书面同意。")
        raise NotAcceptable(Refusal("consent_missing", sentence, "R-APPT-06"))
    rebooking.postpone_appointment(review, by=person(request), **form.cleaned_data)
    until = form.cleaned_data["until"]
    messages.success(request, _("已推迟，办理期限停计至 %(day)s，请另行预约。") % {"day": until})
    return redirect("reviews:booking", pk=review.case_id)


@of_an_application
@require_GET
def calendar(_request: HttpRequest, review: Review) -> HttpResponse:
    """The appointment for the visitor's own calendar."""
    booking = live_booking(review.case)
    if booking is None:
        raise Http404
    disposition = f'attachment; filename="{review.case}.ics"'
    return HttpResponse(
        calendar_file(booking),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )
