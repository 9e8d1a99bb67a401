"""The office's schedule (预约日程): sessions by day, who sits in them, who comes; to print."""

from datetime import date, timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.cases.queries import OFFICE_ROLES
from approvals.parties.models import Office, Role, User
from approvals.parties.queries import memberships_of, parties_of
from approvals.record.refusals import Refused
from approvals.record.typed import keys_among, monday_of
from relics.appraisers.fitness import Fitness, fitness_of, makes_a_panel
from relics.appraisers.models import Appraiser

from . import services
from .forms import OpenSessionForm
from .models import LIVE, SEATED, Booking, BookingStatus, Session, SessionStaff
from .queries import GridDay, day_list, week_grid

A_WEEK = timedelta(days=7)


def offices_of(user: User) -> QuerySet[Office]:
    """The offices at whose desk the user sits today."""
    return Office.objects.filter(party__in=parties_of(user, *OFFICE_ROLES)).select_related("party")


def sessions_for(user: User) -> QuerySet[Session]:
    """The sessions of the user's offices."""
    return Session.objects.filter(office__in=offices_of(user)).select_related(
        "office__party", "zone"
    )


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)


def _schedules(user: User, office: Office) -> bool:
    return memberships_of(user).filter(role=Role.SCHEDULER, party_id=office.party_id).exists()


def _office(request: HttpRequest) -> Office:
    """The office that the address names, or the person's first; 404 where there is none."""
    known = list(offices_of(_person(request)).order_by("pk"))
    asked = request.GET.get("office", "")
    found = [office for office in known if office.code == asked] or known
    if not found:
        raise Http404
    return found[0]


def _day(said: str, default: date) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return default


@login_required
@require_GET
def schedule(request: HttpRequest) -> HttpResponse:
    """A week of sessions with their seats, their people, and the way to print the day."""
    return _week(request, _office(request), OpenSessionForm())


def _week(
    request: HttpRequest, office: Office, form: OpenSessionForm, refused: Refused | None = None
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
        "schedules": _schedules(_person(request), office),
    }
    status = refused.status if refused else (422 if form.errors else 200)
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
    office, form = _office(request), OpenSessionForm(request.POST)
    if not form.is_valid():
        return _week(request, office, form)
    try:
        opened = services.open_session(office, by=_person(request), **form.values())
    except Refused as error:
        return _week(request, office, form, error)
    messages.success(request, _("已开放场次 %(session)s，请安排人员。") % {"session": opened})
    return redirect("appointments:session", pk=opened.pk)


@login_required
@require_GET
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: its seats, who sits in it, who could, and who comes."""
    return _session(request, get_object_or_404(sessions_for(_person(request)), pk=pk))


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
        "schedules": _schedules(_person(request), shown.office),
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
    shown = get_object_or_404(sessions_for(_person(request)), pk=pk)
    ticked = keys_among(request.POST.getlist("appraiser"))
    people = list(Appraiser.objects.filter(pk__in=ticked).select_related("user"))
    try:
        services.staff_session(shown, people, by=_person(request))
    except Refused as error:
        return _session(request, shown, error)
    messages.success(request, _("已安排 %(count)d 人。") % {"count": len(people)})
    return redirect("appointments:session", pk=pk)


@login_required
@require_POST
def session_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take no more bookings; those made stand."""
    shown = get_object_or_404(sessions_for(_person(request)), pk=pk)
    services.close_session(shown, by=_person(request))
    messages.success(request, _("已停止预约，原有预约不受影响。"))
    return redirect("appointments:session", pk=pk)


@login_required
@require_http_methods(["GET"])
def day(request: HttpRequest, day: str) -> HttpResponse:
    """The list of a day (当日名单), on screen and on paper."""
    office, when = _office(request), _day(day, timezone.localdate())
    bookings = list(day_list(office, when))
    staff: dict[int, list[str]] = {}
    sitting = SessionStaff.objects.filter(session__office=office, date=when)
    for seat in sitting.select_related("appraiser__user"):
        staff.setdefault(seat.session_id, []).append(str(seat.appraiser))
    sessions: dict[int, dict[str, Any]] = {}
    for booking in bookings:
        known = sessions.setdefault(
            booking.session_id,
            {
                "session": booking.session,
                "staff": staff.get(booking.session_id, []),
                "bookings": [],
                "seats": 0,
            },
        )
        known["bookings"].append(booking)
        known["seats"] += booking.seats if booking.status in SEATED else 0
    context = {"office": office, "day": when, "sessions": list(sessions.values()), "live": LIVE}
    return render(request, "appointments/day.html", context)
