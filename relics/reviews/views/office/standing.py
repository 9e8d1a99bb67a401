"""Papers after issue: suspend, reinstate, revoke, void a misprint, correct a clerical error."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from approvals.cases.differences import Change, diff_of
from approvals.certificates.models import Certificate
from approvals.certificates.registry import kind_of
from approvals.certificates.services import (
    amend_certificate,
    correctable,
    corrected_content,
    move_refusal,
    reinstate_certificate,
    right_refusal,
    suspend_certificate,
)
from approvals.parties.models import Role, User
from approvals.record.refusals import NotAllowed, Refusal, Refused
from approvals.record.status import can_proceed
from relics.reviews.forms.paper_acts import AmendForm, PaperActForm, ReprintForm, RevokeForm
from relics.reviews.papers import RIGHTS
from relics.reviews.services import paper_acts

from .desk import Desk, at_the_desk, status_of

Words = str | Promise


@dataclass(frozen=True)
class PaperAct:
    """One thing that may be done to a paper: the verb of its machine, who does it, in words.

    `effect` says before the button what follows, `done` afterwards that it did.
    """

    verb: str
    title: Words
    role: Role
    effect: Words
    done: Words
    form: type[forms.Form] = PaperActForm
    rights: str = ""


def _suspend(paper: Certificate, values: Mapping[str, Any], by: User) -> None:
    suspend_certificate(paper, ground=values["ground"], by=by)


def _reinstate(paper: Certificate, values: Mapping[str, Any], by: User) -> None:
    reinstate_certificate(paper, ground=values["ground"], by=by)


def _revoke(paper: Certificate, values: Mapping[str, Any], by: User) -> None:
    paper_acts.revoke_paper(paper, ground=values["ground"], cited=values["cited"], by=by)


def _reprint(paper: Certificate, values: Mapping[str, Any], by: User) -> None:
    paper_acts.reprint_paper(paper, reason=values["ground"], number=values["number"], by=by)


ACTS = {
    "suspend": PaperAct(
        "suspend",
        gettext_lazy("暂停使用"),
        Role.APPROVER,
        gettext_lazy("公开核验立即显示“暂停使用”，口岸不再凭此件放行，并通知海关（R-GEN-12）。"),
        gettext_lazy("已暂停使用，核验页和海关都会看到。"),
    ),
    "reinstate": PaperAct(
        "reinstate",
        gettext_lazy("恢复使用"),
        Role.APPROVER,
        gettext_lazy("证照恢复为有效，并通知海关。"),
        gettext_lazy("已恢复使用。"),
    ),
    "revoke": PaperAct(
        "revoke",
        gettext_lazy("撤销"),
        Role.APPROVER,
        gettext_lazy("撤销不能恢复。公开核验立即显示“已撤销”，并通知海关（R-GEN-12）。"),
        gettext_lazy("已撤销，核验页和海关都会看到。"),
        RevokeForm,
        RIGHTS,
    ),
    "void": PaperAct(
        "void",
        gettext_lazy("作废重制"),
        Role.ISSUER,
        gettext_lazy("错印件立即作废并通知海关，同样的内容以新的文号重新制发（R-EXIT-19）。"),
        gettext_lazy("已作废，新件正在制作并加盖电子签章。"),
        ReprintForm,
    ),
    "amend": PaperAct(
        "supersede",
        gettext_lazy("更正笔误"),
        Role.ISSUER,
        gettext_lazy("原件立即失效并通知海关，由更正后的新版替换；两版都保存（R-CERT-10）。"),
        gettext_lazy("已更正，新版正在制作并加盖电子签章。"),
    ),
}
RUN: dict[str, Callable[[Certificate, Mapping[str, Any], User], None]] = {
    "suspend": _suspend,
    "reinstate": _reinstate,
    "revoke": _revoke,
    "void": _reprint,
}


def acts_for(paper: Certificate, roles: Collection[str]) -> list[dict[str, Any]]:
    """What a person with these roles at the office may do to the paper now, with its address."""
    if not kind_of(paper.kind).recipients:
        return []
    return [
        {"title": act.title, "url": reverse(f"reviews:{name}", args=[paper.case_id, paper.pk])}
        for name, act in ACTS.items()
        if act.role in roles and can_proceed(getattr(paper, act.verb))
    ]


def _barred(desk: Desk, paper: Certificate, act: PaperAct) -> Refusal | None:
    return right_refusal(paper, act.role, desk.user) or move_refusal(paper, act.verb)


@require_http_methods(["GET", "POST"])
@at_the_desk
def paper_act(desk: Desk, paper: int, act: str) -> HttpResponse:
    """Do one of `ACTS` to a paper, with its reason; who may not reads why."""
    found, doing = get_object_or_404(desk.review.case.certificates, pk=paper), ACTS[act]
    form, refused = doing.form(), None
    if desk.request.method == "POST":
        form = doing.form(desk.request.POST)
        try:
            _let_pass(desk, found, doing)
            if form.is_valid():
                RUN[act](found, form.cleaned_data, desk.user)
                messages.success(desk.request, str(doing.done))
                return redirect("reviews:desk_case", pk=desk.review.case_id)
        except Refused as error:
            refused = error
    return _page(desk, found, doing, form, refused=refused)


@require_http_methods(["GET", "POST"])
@at_the_desk
def amend(desk: Desk, paper: int) -> HttpResponse:
    """Correct a clerical error: what may be corrected, then before and after, then version 002."""
    found, doing = get_object_or_404(desk.review.case.certificates, pk=paper), ACTS["amend"]
    places, refused = correctable(found), None
    form, changes = AmendForm(places=places), None
    if desk.request.method == "POST":
        form = AmendForm(desk.request.POST, places=places)
        try:
            _let_pass(desk, found, doing)
            if form.is_valid():
                changes = _changes(found, form)
                if "issue" in desk.request.POST:
                    reason = form.cleaned_data["ground"]
                    amend_certificate(found, form.values(), reason=reason, by=desk.user)
                    messages.success(desk.request, str(doing.done))
                    return redirect("reviews:desk_case", pk=desk.review.case_id)
        except Refused as error:
            refused = error
    return _page(
        desk,
        found,
        doing,
        form,
        refused=refused,
        template="reviews/office/paper_amend.html",
        changes=changes,
        next_version=f"{found.version + 1:03d}",
    )


def _let_pass(desk: Desk, paper: Certificate, act: PaperAct) -> None:
    """Refuse before anything else who may not, so that nobody mends a form in vain."""
    if refusal := right_refusal(paper, act.role, desk.user):
        raise NotAllowed(refusal)


def _changes(paper: Certificate, form: AmendForm) -> list[Change]:
    """What the amendment would change, as the officer confirms it. Raises NotAcceptable."""
    labels = {place.path: f"{place.group} {place.label}".strip() for place in form.places}
    changed = diff_of(json.loads(paper.snapshot), corrected_content(paper, form.values()))
    return [replace(one, label=labels.get(one.path, one.label)) for one in changed]


def _page(
    desk: Desk,
    paper: Certificate,
    act: PaperAct,
    form: forms.Form,
    *,
    refused: Refused | None,
    template: str = "reviews/office/paper_act.html",
    **more: Any,
) -> HttpResponse:
    barred = _barred(desk, paper, act)
    context = {
        "paper": paper,
        "kind": paper.title,
        "act": act,
        "form": form,
        "barred": barred,
        "refusal": refused and refused.refusal,
        **more,
    }
    status = status_of(refused, valid=not form.errors)
    return desk.page(template, context, node="paper", status=status)
