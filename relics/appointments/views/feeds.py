"""Private calendar addresses: made and revoked at the desk, read by calendars."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.parties.signed_in import person
from relics.appointments import services
from relics.appointments.calendars import REFRESH, calendar_feed
from relics.appointments.models import CalendarFeed
from relics.appointments.queries import feed_bookings, feed_sessions
from relics.appointments.services.feeds import digest_of, feed_of

from .access import office_asked, schedules

BACK, AHEAD = timedelta(days=31), timedelta(days=186)
"""The days that a feed tells, before and after today."""


@login_required
@require_http_methods(["GET", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """One's own calendar addresses, and the office's for a scheduler; a new one is shown once."""
    office, user = office_asked(request), person(request)
    address = ""
    if request.method == "POST":
        whole = request.POST.get("whole") == "1"
        _feed, secret = services.make_feed(office, by=user, whole_office=whole)
        address = request.build_absolute_uri(reverse("appointments:feed", args=[secret]))
    keeps = schedules(user, office)
    known = CalendarFeed.objects.filter(office=office, revoked_at__isnull=True)
    if not keeps:
        known = known.filter(person=user)
    context = {
        "office": office,
        "feeds": known.select_related("person"),
        "address": address,
        "schedules": keeps,
    }
    return render(request, "appointments/feeds.html", context)


@login_required
@require_POST
def feed_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The address answers no longer."""
    feed = get_object_or_404(CalendarFeed, pk=pk, office=office_asked(request))
    services.revoke_feed(feed, by=person(request))
    return redirect("appointments:feeds")


@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind a secret address: sessions and case numbers, nobody's name.

    Unchanged it costs the calendar nothing (ETag), and it says how seldom to ask.
    """
    found = feed_of(secret)
    if found is None:
        raise Http404
    today = timezone.localdate()
    sessions = feed_sessions(found, today - BACK, today + AHEAD)
    body = calendar_feed(sessions, feed_bookings(sessions))
    etag = quote_etag(digest_of(body.decode()))
    kept = etag in parse_etags(request.headers.get("If-None-Match", ""))
    answer = HttpResponse(status=304) if kept else HttpResponse(body)
    answer["Content-Type"] = "text/calendar; charset=utf-8"
    answer["ETag"] = etag
    answer["Cache-Control"] = f"private, max-age={int(REFRESH.total_seconds())}"
    answer["X-Robots-Tag"] = "noindex"
    return answer
