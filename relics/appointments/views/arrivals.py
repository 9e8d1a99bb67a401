"""The visitor's code is scanned, and the case's check-in page opens."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from approvals.cases.kinds import kind_of
from approvals.parties.signed_in import person
from relics.appointments.codes import arrival_refusal, booking_of_code
from relics.appointments.models import Booking

from .access import office_asked, offices_of


@login_required
@require_http_methods(["GET", "POST"])
def arrivals(request: HttpRequest) -> HttpResponse:
    """Scan by camera or hand scanner, or type; a wrong day or office is said in words."""
    office = office_asked(request)
    code = request.POST.get("code", "").strip()
    refusal = booking = None
    if request.method == "POST":
        booking = booking_of_code(code)
        mine = list(offices_of(person(request)))
        refusal = arrival_refusal(booking, mine, timezone.localdate())
        if booking is not None and refusal is None:
            return redirect(check_in_page(booking))
        if booking is not None and booking.session.office not in mine:
            booking = None
    context = {"office": office, "code": code, "refusal": refusal, "booking": booking}
    status = 422 if refusal else 200
    return render(request, "appointments/arrivals.html", context, status=status)


def check_in_page(booking: Booking) -> str:
    """The page of the case's procedure where people and objects are checked in."""
    kind = kind_of(booking.case.kind)
    name = kind.turn_pages.get("check_in", kind.desk_url_name)
    return reverse(name, kwargs={"pk": booking.case_id})
