"""The day itself (到场登记): who and what came, and the list put right on the spot."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.cases.queries import OFFICE_ROLES
from approvals.parties.models import Membership, Role, User
from approvals.record.refusals import Refusal, Refused
from relics.appointments.absences import absences_of
from relics.appointments.models import Booking
from relics.appointments.queries import live_booking
from relics.reviews.forms.office import ArrivalForm, ticked
from relics.reviews.forms.on_site import FoundObjectForm, SplitForm
from relics.reviews.models import Review, ReviewItem
from relics.reviews.queries import judged_items
from relics.reviews.services import examination as services
from relics.reviews.services import found as found_services

from .blocking import blockers_of
from .case import lines_of as table_of
from .desk import Desk, at_the_desk, status_of
from .shown import open_ones

NODE = "check_in"
ON_SITE = (Review.Status.ACCEPTED, Review.Status.APPRAISING)


def officers_beside(desk: Desk) -> QuerySet[User]:
    """The officers of the office who can be the second one (R-GEN-06)."""
    held = Membership.objects.filter(party=desk.review.case.office_id, role__in=OFFICE_ROLES)
    people = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return people.exclude(pk=desk.user.pk).order_by("full_name", "pk")


@require_http_methods(["GET", "POST"])
@at_the_desk
def check_in(desk: Desk) -> HttpResponse:
    """Record the visit before two officers, object by object, or that nobody came."""
    items = open_ones(judged_items(desk.review))
    booking, refused = live_booking(desk.review.case), None
    typed = desk.request.POST if desk.request.POST.get("act") == "arrived" else None
    form = ArrivalForm(typed, officers=officers_beside(desk))
    if desk.request.method == "POST":
        try:
            if desk.request.POST.get("act") == "no_show":
                return _no_show(desk)
            if form.is_valid():
                return _arrived(desk, form, items)
        except Refused as error:
            refused = error
    context = _context(desk, items, booking, form)
    context["refusal"] = refused and refused.refusal
    status = status_of(refused, valid=not form.errors)
    return desk.page("reviews/office/check_in.html", context, node=NODE, status=status)


def _context(
    desk: Desk, items: list[ReviewItem], booking: Booking | None, form: ArrivalForm
) -> dict[str, Any]:
    came = ticked(desk.request.POST.getlist("here"))
    lines = table_of(desk, items)
    for line in lines:
        line["here"] = line["item"].pk in came if form.is_bound else True
    return {
        "lines": lines,
        "booking": booking,
        "form": form,
        "blockers": blockers_of(desk, items, booking),
        "may_correct": desk.holds(Role.INTAKE) and desk.review.status in ON_SITE,
    }


def _arrived(desk: Desk, form: ArrivalForm, items: list[ReviewItem]) -> HttpResponse:
    came = ticked(desk.request.POST.getlist("here"))
    absent = [item for item in items if item.pk not in came]
    services.check_in(desk.review, absent=absent, by=desk.user, **form.cleaned_data)
    text = _("已登记到场 %(came)d 件，未到场 %(gone)d 件，鉴定组可以开始。")
    counts = {"came": len(items) - len(absent), "gone": len(absent)}
    messages.success(desk.request, text % counts)
    return redirect("reviews:desk_case", pk=desk.review.case_id)


def _no_show(desk: Desk) -> HttpResponse:
    services.record_no_show(desk.review, by=desk.user)
    messages.success(desk.request, _("已登记未到场；申请仍然有效，可以另行预约。"))
    due = absences_of(desk.review.case).state == "notice_due"
    page = "reviews:desk_appointment" if due else "reviews:desk_case"
    return redirect(page, pk=desk.review.case_id)


@require_http_methods(["GET", "POST"])
@at_the_desk
def found(desk: Desk) -> HttpResponse:
    """Put an object on the list that came without standing on it."""
    form, refused = FoundObjectForm(desk.review.case.applicant), None
    if desk.request.method == "POST":
        form = FoundObjectForm(desk.review.case.applicant, desk.request.POST, desk.request.FILES)
        try:
            if form.is_valid():
                photo = form.cleaned_data["photo"]
                found_services.find_object(desk.review, form.values(), photo=photo, by=desk.user)
                messages.success(desk.request, _("已补录并列入清单。"))
                return redirect(back_to(desk))
        except Refused as error:
            refused = error
    context = {"form": form, "barred": _barred(desk), "refusal": refused and refused.refusal}
    status = status_of(refused, valid=not form.errors)
    return desk.page("reviews/office/found.html", context, node="found", status=status)


@require_http_methods(["GET", "POST"])
@at_the_desk
def split(desk: Desk, item: int) -> HttpResponse:
    """Take a lot apart into the objects that it is (R-EXIT-10)."""
    lot = get_object_or_404(desk.review.items.select_related("object__owner"), pk=item)
    lot.review = desk.review
    form, refused = SplitForm(), None
    if desk.request.method == "POST":
        form = SplitForm(desk.request.POST)
        try:
            if form.is_valid():
                pieces = found_services.split_into(lot, form.parts(), by=desk.user)
                messages.success(desk.request, _("已拆分为 %(n)d 件。") % {"n": len(pieces)})
                return redirect(back_to(desk))
        except Refused as error:
            refused = error
    context = {
        "item": lot,
        "form": form,
        "barred": _barred(desk),
        "refusal": refused and refused.refusal,
    }
    status = status_of(refused, valid=not form.errors)
    return desk.page("reviews/office/split.html", context, node="split", status=status)


def back_to(desk: Desk) -> str:
    """From where the list was put right: the check-in, or the case once it is over."""
    page = "check_in" if desk.review.status == Review.Status.ACCEPTED else "desk_case"
    return reverse(f"reviews:{page}", args=[desk.review.case_id])


def _barred(desk: Desk) -> Refusal | None:
    """Why the list cannot be put right by this officer now."""
    if not desk.holds(Role.INTAKE):
        return Refusal("no_right", _("只有受理人可以现场更正清单。"), "R-GEN-04")
    if desk.review.status not in ON_SITE:
        return Refusal("not_on_site", _("现在不能现场更正清单。"), "R-GEN-04")
    return None
