"""What is here for a time: the list, its reminders, and one object with its clocks."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.queries import OFFICE_ROLES
from approvals.cases.wording import SENTENCES, chronicle
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role, parties_of
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.entries.forms import DutyForm, IncidentForm, SettleForm
from relics.entries.models import Stay
from relics.entries.queries import LIST_STATES, alarms_of, in_state, stays_of
from relics.entries.rules import ordinary_refusal, reexit_refusal
from relics.entries.services import (
    begin_sale,
    call_off_sale,
    open_exit_case,
    open_reexit,
    report_incident,
    settle_domestic,
    settle_duty,
)
from relics.entries.shown import faces_of, next_act, tone_of

A_PAGE = 50
FORMS: dict[str, type[Form]] = {
    "settle": SettleForm,
    "incident": IncidentForm,
    "duty": DutyForm,
}


@login_required
@require_GET
def stay_list(request: HttpRequest) -> HttpResponse:
    """My temporary entries, or the office's: the nearest end first; the filter is in the URL."""
    user = person(request)
    state = request.GET.get("state", "open")
    query = request.GET.get("q", "").strip()
    found = in_state(stays_of(user), state)
    if query:
        found = found.filter(object__name__icontains=query) | found.filter(
            object__number__icontains=query
        )
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "stay": stay,
            "faces": faces_of(stay),
            "next": next_act(stay),
            "tone": tone_of(stay),
            "cover": next((photo.pk for photo in stay.object.photos.all()), None),
        }
        for stay in page.object_list
    ]
    context = {
        "page": page,
        "lines": lines,
        "state": state,
        "states": LIST_STATES,
        "open_states": Stay.OPEN,
        "q": query,
        "shell": _shell(user),
    }
    return render(request, "entries/stays.html", context)


@login_required
@require_GET
def alarm_list(request: HttpRequest) -> HttpResponse:
    """The reminders that were given, the newest first (R-TEMP-04)."""
    user = person(request)
    page = Paginator(alarms_of(user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "entries/alarms.html", {"page": page, "shell": _shell(user)})


@login_required
@require_http_methods(["GET", "POST"])
def stay_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One object: all its clocks, which one governs, and the acts that are lawful now."""
    user = person(request)
    stay = get_object_or_404(stays_of(user), pk=pk)
    wrong, refused = None, None
    if request.method == "POST":
        try:
            wrong, goes_to = _act(request, stay)
            if wrong is None:
                messages.success(request, _("已记录。"))
                return goes_to
        except Refused as error:
            refused = error
    status = refused.status if refused else (422 if wrong else 200)
    context = _context(request, stay) | {"refusal": refused and refused.refusal}
    if wrong is not None:
        act = request.POST.get("act", "")
        context[act if act in FORMS else "duty"] = wrong
    return render(request, "entries/stay.html", context, status=status)


def _shell(user: User) -> str:
    """Officers work at the desk, the applicant's side on the public pages."""
    at_work = parties_of(user, *OFFICE_ROLES).exists()
    return "base_work.html" if at_work else "base_public.html"


def _act(request: HttpRequest, stay: Stay) -> tuple[Form | None, HttpResponse]:
    """Do what was asked; the form comes back if something in it is wrong."""
    user, act = person(request), request.POST.get("act", "")
    back = redirect("entries:stay", pk=stay.pk)
    if act == "exit":
        review = open_exit_case(stay, by=user)
        return None, redirect("reviews:application", pk=review.case_id)
    if act == "reexit":
        review = open_reexit(stay, by=user)
        return None, redirect("reviews:application", pk=review.case_id)
    if act == "sell":
        begin_sale(stay, by=user)
        return None, back
    if act == "keep":
        call_off_sale(stay, by=user)
        return None, back
    form = FORMS.get(act, DutyForm)(request.POST)
    if not form.is_valid():
        return form, back
    if act == "settle":
        settle_domestic(stay, **form.cleaned_data, by=user)
    elif act == "incident":
        report_incident(stay, **form.cleaned_data, by=user)
    else:
        settle_duty(stay, **form.cleaned_data, by=user)
    return None, back


def _subjects(stay: Stay) -> tuple[str, str]:
    """What the trail calls it: the line of the entry, then the stay."""
    return (f"item:{stay.item_id}", f"stay:{stay.pk}")


def _context(request: HttpRequest, stay: Stay) -> dict[str, Any]:
    """What the reader may do now, by role and state (§10.3)."""
    user, s = person(request), Stay.Status
    case = stay.item.review.case
    agent = holds_role(user, Role.AGENT, case.acting_party.pk)
    clerk = holds_role(user, Role.INTAKE, stay.office.party_id)
    entry = stay.item.review.entry
    agent_may = agent and stay.status in (s.IN_COUNTRY, s.EXTENSION_PENDING)
    return {
        "stay": stay,
        "shell": _shell(user),
        "photos": list(stay.object.photos.all()),
        "entries": chronicle(case.chain, SENTENCES, subjects=_subjects(stay)),
        "faces": faces_of(stay),
        "next": next_act(stay),
        "is_over": stay.status not in Stay.OPEN,
        "tone": tone_of(stay),
        "settle": SettleForm(),
        "incident": IncidentForm(),
        "duty": DutyForm(),
        "incidents": list(stay.incidents.all()),
        "at_office": clerk,
        "may_sell": agent and entry.for_sale and stay.status == s.IN_COUNTRY,
        "may_keep": agent and stay.status == s.SALE_PENDING,
        "may_settle": clerk and stay.status == s.SALE_PENDING,
        "may_report": (agent or clerk) and stay.status in (s.IN_COUNTRY, s.SALE_PENDING, s.OVERDUE),
        "may_settle_duty": clerk and stay.status == s.INCIDENT,
        "may_reexit": agent_may and stay.privileged,
        "no_reexit": reexit_refusal(stay),
        "may_exit": agent and ordinary_refusal(stay) is None,
        "may_extend": agent and stay.status == s.IN_COUNTRY,
    }
