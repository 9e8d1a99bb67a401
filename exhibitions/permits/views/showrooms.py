"""The pages of showrooms and their places: the operator asks, customs approves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.parties.models import Role, User, Zone
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from exhibitions.permits import services
from exhibitions.permits.forms import AddressForm, NumberForm, ReasonForm, ShowroomForm, SiteForm
from exhibitions.permits.models import Asking, Showroom, Site
from exhibitions.permits.queries import operators_of, permits_of, showrooms_of, sites_of
from exhibitions.permits.wording import showroom_steps

from .shown import (
    drawn,
    entries_of,
    held_by,
    paged,
    papers_of,
    permit_row,
    refusals_of,
    shell_for,
    site_tone,
    status_of,
    typed,
)

FILLABLE = (Site.Status.DRAFT, Site.Status.RETURNED)
OPEN = (*FILLABLE, Site.Status.SUBMITTED)
MOST = 20


@login_required
@require_GET
def showroom_list(request: HttpRequest) -> HttpResponse:
    """Showrooms of the reader's enterprises, or under its customs."""
    user = person(request)
    page = paged(request, showrooms_of(user))
    rows = [
        {"showroom": one, "site": site, "tone": site_tone(site) if site else "waiting"}
        for one in page.object_list
        for site in [one.site or next(iter(one.sites.all()), None)]
    ]
    context = {
        "page": page,
        "rows": rows,
        "shell": shell_for(held_by(user)),
        "may_open": operators_of(user).exists(),
    }
    return render(request, "permits/showroom_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def showroom_new(request: HttpRequest) -> HttpResponse:
    """A showroom with the address of its first place."""
    user = person(request)
    zones = Zone.objects.select_related("party").filter(
        pk__in=Asking.objects.filter(part="decides").values("zone")
    )
    form = ShowroomForm(typed(request), operators=operators_of(user), zones=zones)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_showroom(**form.cleaned_data, by=user)
            return redirect("permits:site_edit", pk=made.sites.get().case_id)
        except Refused as error:
            refused = error
    context = {"form": form, "refusal": refused and refused.refusal}
    status = status_of(refused, form)
    return render(request, "permits/showroom_new.html", context, status=status)


@login_required
@require_GET
def showroom(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands, how it is drawn, what was shown there."""
    user = person(request)
    held = held_by(user)
    found = get_object_or_404(showrooms_of(user), pk=pk)
    site, places = found.site, list(found.sites.all())
    shows = permits_of(user).filter(showroom=found)[:MOST]
    context = {
        "showroom": found,
        "site": site,
        "places": [{"site": one, "tone": site_tone(one)} for one in places],
        "plan": drawn(site) if site else None,
        "permits": [permit_row(one) for one in shows],
        "shell": shell_for(held),
        "runs": (Role.OPERATOR, found.operator_id) in held,
        "may_move": all(one.status not in OPEN for one in places),
    }
    return render(request, "permits/showroom.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def showroom_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another place; the old permit does not cover it (edge case 37)."""
    user = person(request)
    found = _of_operator(user, pk)
    form, refused = AddressForm(typed(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            asked = services.draft_site(found, **form.cleaned_data, by=user)
            return redirect("permits:site_edit", pk=asked.case_id)
        except Refused as error:
            refused = error
    context = {"showroom": found, "form": form, "refusal": refused and refused.refusal}
    status = status_of(refused, form)
    return render(request, "permits/showroom_move.html", context, status=status)


def _of_operator(user: User, pk: int) -> Showroom:
    found = get_object_or_404(showrooms_of(user), pk=pk)
    if (Role.OPERATOR, found.operator_id) not in held_by(user):
        raise Http404
    return found


@login_required
@require_GET
def site(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One place with its plan; customs decides here."""
    return _page(request, get_object_or_404(sites_of(person(request)), case=pk))


def _page(
    request: HttpRequest, found: Site, *, refused: Refused | None = None, faulty: Any = None
) -> HttpResponse:
    user = person(request)
    held = held_by(user)
    customs = (Role.CUSTOMS, found.showroom.customs_id) in held
    runs = (Role.OPERATOR, found.showroom.operator_id) in held
    offered = [
        ("approve", _("核准"), faulty or NumberForm()),
        ("return", _("退回补正"), ReasonForm(auto_id="return_%s")),
        ("refuse", _("起草不予核准"), ReasonForm(auto_id="refuse_%s")),
    ]
    context = {
        "site": found,
        "case": found.case,
        "tone": site_tone(found),
        "steps": showroom_steps(found.case),
        "plan": drawn(found),
        "offered": offered if customs and found.status == Site.Status.SUBMITTED else [],
        "may_fill": runs and found.status in FILLABLE,
        "may_withdraw": runs and found.status in OPEN,
        "entries": entries_of(found.case, held),
        "shell": shell_for(held),
        "refusal": refused and refused.refusal,
        "refusals": refusals_of(refused),
        **papers_of(found.case, user),
    }
    return render(request, "permits/site.html", context, status=status_of(refused, faulty))


@login_required
@require_POST
def site_act(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the reader does with a place."""
    user = person(request)
    found = get_object_or_404(sites_of(user), case=pk)
    act, reason = request.POST.get("act", ""), request.POST.get("reason", "")[:1000]
    try:
        if act == "withdraw":
            services.withdraw_site(found, by=user)
        elif act == "approve":
            form = NumberForm(request.POST)
            if not form.is_valid():
                return _page(request, found, faulty=form)
            services.approve_site(found, **form.cleaned_data, by=user)
        elif act == "return":
            services.return_site(found, reason=reason, by=user)
        elif act == "refuse":
            draft = services.draft_site_refusal(found, reason=reason, by=user)
            return redirect("cases:act", pk=draft.pk)
        else:
            raise Http404
    except Refused as error:
        return _page(request, found, refused=error)
    messages.success(request, _("已办理。"))
    return redirect("permits:site", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def site_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The particulars of a place; saved, or saved and handed in."""
    user = person(request)
    found = get_object_or_404(sites_of(user), case=pk)
    if (Role.OPERATOR, found.showroom.operator_id) not in held_by(user):
        raise Http404
    if request.method == "GET" and found.status not in FILLABLE:
        return redirect("permits:site", pk=pk)
    first = SiteForm.first(found.address, found.plan, found.security, found.climate)
    form, refused = SiteForm(typed(request), initial=first), None
    if request.method == "POST" and form.is_valid():
        try:
            found = services.fill_site(found, form.told(), by=user)
            if "submit" in request.POST:
                services.submit_site(found, by=user)
                messages.success(request, _("已提交海关。"))
                return redirect("permits:site", pk=pk)
            messages.success(request, _("已保存。"))
            return redirect("permits:site_edit", pk=pk)
        except Refused as error:
            refused = error
    context = {
        "site": found,
        "case": found.case,
        "form": form,
        "plan": drawn(found),
        "refusal": refused and refused.refusal,
        "refusals": refusals_of(refused),
    }
    return render(request, "permits/site_edit.html", context, status=status_of(refused, form))
