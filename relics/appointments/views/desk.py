"""The office's schedule (预约日程): sessions by day, who sits in them, who comes; to print."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from approvals.parties.models import Office, User
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from approvals.record.typed import keys_among, monday_of
from relics.appointments import services
from relics.appointments.forms import CloseDayForm, OpenSessionForm
from relics.appointments.models import SEATED, Booking, BookingStatus, Session, SessionStaff
from relics.appointments.procedures import Brought, brought_by
from relics.appointments.queries import (
    GridDay,
    cases_without_a_slot_in_time,
    day_list,
    week_grid,
)
from relics.appraisers.fitness import Fitness, fitness_of, makes_a_panel
from relics.appraisers.models import Appraiser

from .access import office_asked, offices_of, schedules

A_WEEK = timedelta(days=7)
SHOWN_LATE = 20
"""Cases without a slot inside their clock that the schedule names."""


def sessions_for(user: User) -> QuerySet[Session]:
    """The sessions of the user's offices."""
    return Session.objects.filter(office__in=offices_of(user)).select_related(
        "office__party", "zone"
    )


def _day(said: str, default: date) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return default


@login_required
@require_GET
def schedule(request: HttpRequest) -> HttpResponse:
    """A week of sessions with their seats, their people, and the way to print the day."""
    return _week(request, office_asked(request), OpenSessionForm())


def _week(
    request: HttpRequest,
    office: Office,
    form: OpenSessionForm,
    refused: Refused | None = None,
    closing: CloseDayForm | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    monday = monday_of(request.GET.get("week", ""), today)
    days = week_grid(office, monday)
    context = {
        "office": office,
        "days": _with_staff(days),
        "today": today,
        "monday": monday,
        "before": monday - A_WEEK,
        "after": monday + A_WEEK,
        "form": form,
        "refusal": refused and refused.refusal,
        "schedules": schedules(person(request), office),
        "late": list(cases_without_a_slot_in_time(office)[:SHOWN_LATE]),
        "closing": closing or CloseDayForm(),
    }
    wrong = form.errors or (closing and closing.errors)
    status = refused.status if refused else (422 if wrong else 200)
    return render(request, "appointments/schedule.html", context, status=status)


def _with_staff(days: list[GridDay]) -> list[dict[str, Any]]:
    """The days with the names of who sits in each session, in one query."""
    sessions = [session for day in days for session in day.sessions]
    seated: dict[int, list[str]] = {}
    for seat in SessionStaff.objects.filter(session__in=sessions).select_related("appraiser__user"):
        seated.setdefault(seat.session_id, []).append(str(seat.appraiser))
    return [
        {
            "day": day.day,
            "is_working": day.is_working,
            "sessions": [{"session": one, "staff": seated.get(one.pk, [])} for one in day.sessions],
        }
        for day in days
        if day.sessions or day.is_working
    ]


@login_required
@require_POST
def session_open(request: HttpRequest) -> HttpResponse:
    """Open a session (开放场次); what was typed stays where it is refused."""
    office, form = office_asked(request), OpenSessionForm(request.POST)
    if not form.is_valid():
        return _week(request, office, form)
    try:
        opened = services.open_session(office, by=person(request), **form.values())
    except Refused as error:
        return _week(request, office, form, error)
    messages.success(request, _("已开放场次 %(session)s，请安排人员。") % {"session": opened})
    return redirect("appointments:session", pk=opened.pk)


@login_required
@require_GET
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: its seats, who sits in it, who could, and who comes."""
    return _session(request, get_object_or_404(sessions_for(person(request)), pk=pk))


def _session(request: HttpRequest, shown: Session, refused: Refused | None = None) -> HttpResponse:
    people = list(
        Appraiser.objects.filter(office=shown.office, is_active=True).select_related("user")
    )
    seated = set(shown.staff.values_list("appraiser_id", flat=True))
    ticked = keys_among(request.POST.getlist("appraiser"))
    bench = fitness_of(people, shown.date, ())
    context = {
        "session": shown,
        "bench": [(one, one.appraiser.pk in (ticked if refused else seated)) for one in bench],
        "lawful": _lawful(bench, seated),
        "bookings": _bookings(shown),
        "refusal": refused and refused.refusal,
        "schedules": schedules(person(request), shown.office),
    }
    status = refused.status if refused else 200
    return render(request, "appointments/session.html", context, status=status)


def _lawful(bench: list[Fitness], seated: set[int]) -> bool:
    return makes_a_panel(one for one in bench if one.appraiser.pk in seated)


def _bookings(shown: Session) -> QuerySet[Booking]:
    """Who comes, or was to come, to the session."""
    return (
        shown.bookings.filter(status__in=[*SEATED, BookingStatus.NO_SHOW])
        .select_related("case__applicant", "case__agent")
        .order_by("case__number", "pk")
    )


@login_required
@require_POST
def session_staff(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who sits in the session: exactly those who are ticked."""
    shown = get_object_or_404(sessions_for(person(request)), pk=pk)
    ticked = keys_among(request.POST.getlist("appraiser"))
    people = list(Appraiser.objects.filter(pk__in=ticked).select_related("user"))
    try:
        services.staff_session(shown, people, by=person(request))
    except Refused as error:
        return _session(request, shown, error)
    messages.success(request, _("已安排 %(count)d 人。") % {"count": len(people)})
    return redirect("appointments:session", pk=pk)


@login_required
@require_POST
def session_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take no more bookings; those made stand."""
    shown = get_object_or_404(sessions_for(person(request)), pk=pk)
    services.close_session(shown, by=person(request))
    messages.success(request, _("已停止预约，原有预约不受影响。"))
    return redirect("appointments:session", pk=pk)


@login_required
@require_POST
def day_close(request: HttpRequest) -> HttpResponse:
    """Close a day of the office; who was booked is moved or told."""
    office, form = office_asked(request), CloseDayForm(request.POST)
    if not form.is_valid():
        return _week(request, office, OpenSessionForm(), closing=form)
    try:
        done = services.close_day(office, by=person(request), **form.cleaned_data)
    except Refused as error:
        return _week(request, office, OpenSessionForm(), error)
    told = {"moved": len(done.moved), "warned": len(done.warned)}
    text = _("已停办：%(moved)d 个预约改到其他场次，%(warned)d 个预约已通知改期。")
    messages.success(request, text % told)
    return redirect("appointments:schedule")


@login_required
@require_GET
def day(request: HttpRequest, day: str) -> HttpResponse:
    """The day's roster (当日名单), on a tablet and on paper."""
    office, when = office_asked(request), _day(day, timezone.localdate())
    bookings = list(day_list(office, when))
    brought = brought_by([booking.case for booking in bookings])
    staff = _staff_of(office, when)
    sessions: dict[int, dict[str, Any]] = {}
    for booking in bookings:
        known = sessions.setdefault(
            booking.session_id,
            {"session": booking.session, "staff": staff.get(booking.session_id, [])}
            | {"lines": [], "seats": 0, "minutes": 0},
        )
        known["lines"].append((booking, brought.get(booking.case_id, Brought())))
        if booking.status in SEATED:
            known["seats"] += booking.seats
            known["minutes"] += booking.minutes or 0
    context = {"office": office, "day": when, "sessions": list(sessions.values())}
    return render(request, "appointments/day.html", context)


def _staff_of(office: Office, when: date) -> dict[int, list[str]]:
    """Who sits on the day, by session."""
    staff: dict[int, list[str]] = {}
    sitting = SessionStaff.objects.filter(session__office=office, date=when)
    for seat in sitting.select_related("appraiser__user"):
        staff.setdefault(seat.session_id, []).append(str(seat.appraiser))
    return staff
