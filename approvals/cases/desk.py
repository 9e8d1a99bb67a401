"""Officers' pages about cases as such: adverse acts to sign, roles lent, an office in public."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.parties.models import Delegation, Office, Role, User
from approvals.parties.queries import parties_of
from approvals.record.refusals import NotAcceptable, NotAllowed, require

from .adverse import adverse_kind
from .alarms import acts_to_sign
from .ball import ball_of
from .forms import AppealForm, DelegationForm, DroppingForm, SigningForm
from .kinds import desk_url, kind_of
from .models import AdverseAct, Case
from .queries import OFFICE_ROLES, cases_of
from .services import (
    delegate_role,
    drop_adverse_act,
    end_delegation,
    record_appeal,
    recording_refusal,
    sign_adverse_act,
)
from .statistics import published_for

MOST = 200


@login_required
@require_GET
def acts(request: HttpRequest) -> HttpResponse:
    """The adverse acts that wait for the reader's signature."""
    waiting = acts_to_sign(cast("User", request.user))[:MOST]
    rows = [{"act": act, "title": adverse_kind(act.kind).title} for act in waiting]
    return render(request, "cases/acts.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft: what was found, reason, ground and rights; sign it or drop it."""
    user = cast("User", request.user)
    held = get_object_or_404(acts_to_sign(user), pk=pk)
    form, dropping = SigningForm(act=held), DroppingForm()
    if request.method == "POST" and "drop" in request.POST:
        dropping = DroppingForm(request.POST)
        if dropping.is_valid():
            drop_adverse_act(held, because=dropping.cleaned_data["because"], by=user)
            messages.success(request, _("草稿不予采用，理由已记入案卷。"))
            return redirect("cases:acts")
    elif request.method == "POST":
        form = SigningForm(request.POST, act=held)
        if form.is_valid() and _signed(form, held, user):
            messages.success(request, _("已签署。"))
            return redirect("cases:acts")
    bound = form.is_bound or dropping.is_bound
    context = {"act": held, "form": form, "dropping": dropping, **_about(held)}
    return render(request, "cases/act.html", context, status=422 if bound else 200)


def _signed(form: Form, held: AdverseAct, user: User) -> bool:
    values = form.cleaned_data
    try:
        sign_adverse_act(
            held,
            reason=values["reason"],
            ground=values["ground"],
            rights=values["rights"],
            by=user,
        )
    except NotAcceptable as error:
        form.add_error(None, str(error))
        return False
    return True


def _about(held: AdverseAct) -> dict[str, Any]:
    return {"title": adverse_kind(held.kind).title, "case_url": desk_url(held.case)}


@login_required
@require_GET
def hands(request: HttpRequest, pk: str) -> HttpResponse:
    """Who held the case, day by day, and what was appealed; a fragment for htmx."""
    user = cast("User", request.user)
    case = get_object_or_404(cases_of(user).select_related("office"), pk=pk)
    at_office = parties_of(user, *OFFICE_ROLES).filter(pk=case.office_id or 0).exists()
    context = {
        "case": case,
        "case_url": desk_url(case)
        if at_office
        else reverse(kind_of(case.kind).url_name, args=[pk]),
        "shell": "base_work.html" if at_office else "base_public.html",
        "ball": ball_of(case),
        "appeals": case.appeals.all(),
        "records": at_office,
    }
    fragment = request.htmx  # type: ignore[attr-defined]
    return render(request, "cases/_hands.html" if fragment else "cases/hands.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def appeals(request: HttpRequest, pk: str) -> HttpResponse:
    """Reviews and suits against acts of a case, for the officers of its office (R-GEN-10)."""
    user = cast("User", request.user)
    offices = parties_of(user, *OFFICE_ROLES)
    case = get_object_or_404(cases_of(user).filter(office__in=offices), pk=pk)
    barred = recording_refusal(case, user)
    form = AppealForm(request.POST if request.method == "POST" else None, case=case)
    if form.is_bound:
        require(barred, error=NotAllowed)
        if form.is_valid() and _recorded(form, case, user):
            messages.success(request, _("已登记。"))
            return redirect(desk_url(case))
    context = {
        "case": case,
        "case_url": desk_url(case),
        "appeals": case.appeals.all(),
        "form": form,
        "barred": barred,
    }
    return render(request, "cases/appeals.html", context, status=422 if form.is_bound else 200)


def _recorded(form: AppealForm, case: Case, user: User) -> bool:
    try:
        record_appeal(case, **form.cleaned_data, by=user)
    except NotAcceptable as error:
        form.add_error(None, str(error))
        return False
    return True


@login_required
@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """The roles that the reader has lent and was lent, and the form to lend one."""
    user = cast("User", request.user)
    form = DelegationForm(user, request.POST or None)
    if not form.posts:
        raise Http404
    if request.method == "POST" and not form.is_bound:
        form = DelegationForm(user, {"post": ""})
    if form.is_bound and form.is_valid():
        values, post = form.cleaned_data, form.posts[form.cleaned_data["post"]]
        try:
            delegate_role(
                post.party,
                post.role,
                to=values["to"],
                valid_from=values["valid_from"],
                valid_to=values["valid_to"],
                reason=values["reason"],
                by=user,
            )
        except NotAcceptable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已委托。代理期间，对方可以领取您的任务。"))
            return redirect("cases:delegations")
    context = {"form": form, "given": _lines(user, "delegator"), "held": _lines(user, "delegate")}
    status = 422 if form.is_bound else 200
    return render(request, "cases/delegations.html", context, status=status)


def _lines(user: User, side: str) -> list[dict[str, Any]]:
    found = Delegation.objects.filter(**{side: user}).select_related(
        "delegator", "delegate", "party"
    )
    today = timezone.localdate()
    return [
        {
            "lent": one,
            "role": Role(one.role).label,
            "is_over": one.ended_on is not None or one.valid_to < today,
        }
        for one in found[:MOST]
    ]


@login_required
@require_POST
def delegation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role back."""
    user = cast("User", request.user)
    end_delegation(get_object_or_404(Delegation, pk=pk, delegator=user), by=user)
    messages.success(request, _("已收回。"))
    return redirect("cases:delegations")


@require_GET
def office(request: HttpRequest, code: str) -> HttpResponse:
    """What an office publishes: who held its cases for how long. No person, no case."""
    found = get_object_or_404(Office.objects.select_related("party"), code=code)
    return render(request, "cases/office.html", {"office": found, "lines": published_for(found)})
