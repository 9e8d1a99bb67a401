"""The panel proposed for a session, and for a week of sessions; the office may seat others."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.parties.models import Office, Role
from approvals.record.typed import keys_among, monday_of
from relics.appraisers.proposals import propose_panels, review_choice
from relics.appraisers.sittings import Sitting, sitting_of, sittings_between

from .desk import keeps, office_of, offices_of, user_of

A_WEEK = timedelta(days=7)


@login_required
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """Panels for all sessions of a week together: nobody in two at once, the load shared."""
    office, today = office_of(request), timezone.localdate()
    monday = monday_of(request.GET.get("week", ""), today)
    start, end = max(monday, today), monday + timedelta(days=6)
    sittings = sittings_between(office, start, end) if start <= end else []
    context = {
        "office": office,
        "monday": monday,
        "before": monday - A_WEEK,
        "after": monday + A_WEEK,
        "proposals": propose_panels(office, sittings, on=today),
    }
    return render(request, "appraisers/week.html", context)


@login_required
@require_safe
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal for one session, or what is to be said of those ticked (`appraiser`, many).

    Nothing is written here: the form that seats them goes to the session's own address.
    """
    office, sitting = _sitting(request, pk)
    today = timezone.localdate()
    if "appraiser" in request.GET:
        keys = keys_among(request.GET.getlist("appraiser"))
        found = review_choice(office, sitting, keys, on=today)
    else:
        [found] = propose_panels(office, [sitting], on=today)
    context = {
        "office": office,
        "sitting": sitting,
        "found": found,
        "own": found.found_by == "office",
        "schedules": keeps(user_of(request), office, Role.SCHEDULER),
    }
    return render(request, "appraisers/panel.html", context)


def _sitting(request: HttpRequest, pk: int) -> tuple[Office, Sitting]:
    for office in offices_of(user_of(request)):
        if (sitting := sitting_of(office, pk)) is not None:
            return office, sitting
    raise Http404
