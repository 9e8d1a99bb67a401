"""The holder's side: draw a guarantee up, hand it in, watch its meter, ask for a change."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.record.refusals import Refusal
from exhibitions.guarantees import services
from exhibitions.guarantees.forms import ChangeForm, GuaranteeDraftForm
from exhibitions.guarantees.models import LIVE, Guarantee
from exhibitions.guarantees.queries import held_by, holders_of
from exhibitions.guarantees.rules import holder_refusal

from .shown import listing, shown


@login_required
@require_GET
def own_list(request: HttpRequest) -> HttpResponse:
    """The guarantees of those for whom the reader acts."""
    context = listing(request, held_by(request.user))
    context["may_draft"] = holders_of(request.user).exists()
    return render(request, "guarantees/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draw up a guarantee; for who acts for an enterprise."""
    holders = holders_of(request.user)
    if not holders.exists():
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = GuaranteeDraftForm(holders, posted)
    if form.is_bound and form.is_valid():
        try:
            made = services.draft_guarantee(**form.cleaned_data, by=Act(request).user)
        except ValidationError as error:
            form.add_error(None, [text for texts in error.message_dict.values() for text in texts])
        else:
            return redirect("guarantees:guarantee", pk=made.pk)
    status = 422 if form.errors else 200
    return render(request, "guarantees/form.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Word a draft otherwise."""
    subject = get_object_or_404(held_by(request.user), pk=pk)
    act = Act(request, subject)
    return answer(act, {"fill": _fill}, _edit_page)


@login_required
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, pk: int) -> HttpResponse:
    """One guarantee with its meter; `act` is submit or change."""
    subject = get_object_or_404(held_by(request.user), pk=pk)
    return answer(Act(request, subject), {"submit": _submit, "change": _change}, _page)


def _fill(act: Act) -> Said:
    form = GuaranteeDraftForm(holders_of(act.user), act.request.POST, instance=act.subject)
    if not act.passes(form):
        return None
    services.fill_guarantee(act.subject, by=act.user, **form.cleaned_data)
    return _("已保存。")


def _submit(act: Act) -> Said:
    services.submit_guarantee(act.subject, by=act.user)
    return _("已提交，海关将在期限内决定。")


def _change(act: Act) -> Said:
    form = ChangeForm(act.request.POST)
    if not act.passes(form):
        return None
    services.request_change(act.subject, **form.cleaned_data, by=act.user)
    return _("已提出变更申请。")


def _edit_page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    form = act.faulty or GuaranteeDraftForm(holders_of(act.user), instance=act.subject)
    context = {"form": form, "guarantee": act.subject, "refusal": refusal}
    return render(act.request, "guarantees/form.html", context, status=status)


def _page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    subject: Guarantee = act.subject
    may_act = holder_refusal(subject, act.user) is None
    context = {
        **shown(act.request, subject),
        "is_draft": subject.status == Guarantee.Status.DRAFT,
        "may_act": may_act,
        "form": act.shown(ChangeForm()) if may_act and subject.status in LIVE else None,
        "faulty": act.faulty,
        "refusal": refusal,
    }
    return render(act.request, "guarantees/guarantee.html", context, status=status)
