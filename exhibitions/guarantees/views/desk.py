"""The desk of customs: take or refuse, change, call, give back, and what nobody fetched."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.parties.models import Role
from approvals.parties.queries import memberships_of
from approvals.record.refusals import Refusal
from approvals.record.status import can_proceed
from exhibitions.guarantees import services
from exhibitions.guarantees.forms import CallForm, ChangeForm, RulingForm
from exhibitions.guarantees.models import LIVE, Change, Guarantee
from exhibitions.guarantees.queries import kept_by
from exhibitions.guarantees.rules import (
    notice_day,
    still_locked_refusal,
    too_early_refusal,
    treasury_day,
)

from .shown import listing, shown


@login_required
@require_GET
def desk_list(request: HttpRequest) -> HttpResponse:
    """What was handed in at the reader's customs."""
    if not memberships_of(request.user).filter(role=Role.CUSTOMS).exists():
        raise Http404
    context = listing(request, kept_by(request.user))
    return render(request, "guarantees/desk_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One guarantee; `act` names the verb."""
    return answer(Act(request, get_object_or_404(kept_by(request.user), pk=pk)), VERBS, _page)


def _plain(verb: Callable[..., Any], said: Said) -> Callable[[Act], Said]:
    """A verb that needs nothing but the officer."""

    def do(act: Act) -> Said:
        verb(act.subject, by=act.user)
        return said

    return do


def _signed(verb: Callable[..., Any], said: Said) -> Callable[[Act], Said]:
    """A verb that is signed with reason, ground and rights."""

    def do(act: Act) -> Said:
        form = RulingForm(act.request.POST)
        if not act.passes(form):
            return None
        verb(act.subject, **form.cleaned_data, by=act.user)
        return said

    return do


def _call(act: Act) -> Said:
    form = CallForm(act.request.POST)
    if not act.passes(form):
        return None
    said = dict(form.cleaned_data)
    services.call_guarantee(act.subject, said.pop("amount"), **said, by=act.user)
    return _("已追偿。")


def _change(act: Act) -> Said:
    form = ChangeForm(act.request.POST)
    if not act.passes(form):
        return None
    said = form.cleaned_data
    if said["amount"] is not None and said["valid_to"] is None:
        document = said["document"]
        services.top_up(act.subject, said["amount"], document=document, by=act.user)
        return _("已增加担保金额。")
    if said["valid_to"] is not None and said["amount"] is None:
        services.renew(act.subject, said["valid_to"], document=said["document"], by=act.user)
        return _("已延长担保期限。")
    form.add_error(None, _("请选择增加金额或延长期限之一。"))
    act.faulty = form
    return None


def _asked(act: Act) -> Change:
    """The change that the page showed."""
    key = act.request.POST.get("change", "")
    known = int(key) if key.isascii() and key.isdecimal() and len(key) < 18 else 0
    return get_object_or_404(Change, pk=known, guarantee=act.subject)


def _grant(act: Act) -> Said:
    services.grant_change(_asked(act), by=act.user)
    return _("已同意变更。")


def _decline(act: Act) -> Said:
    form = RulingForm(act.request.POST)
    if not act.passes(form):
        return None
    services.decline_change(_asked(act), **form.cleaned_data, by=act.user)
    return _("已签署。")


VERBS: dict[str, Callable[[Act], Said]] = {
    "accept": _plain(services.accept_guarantee, _("已接受担保。")),
    "activate": _plain(services.activate_guarantee, _("担保已生效。")),
    "clear": _plain(services.clear_guarantee, _("已通知领回。")),
    "release": _plain(services.release_guarantee, _("已解除担保。")),
    "refuse": _signed(services.refuse_guarantee, _("已签署。")),
    "notice": _signed(services.give_notice, _("已公告。")),
    "forfeit": _signed(services.forfeit_guarantee, _("已上缴国库。")),
    "call": _call,
    "change": _change,
    "grant": _grant,
    "decline": _decline,
}
PLAIN = (
    ("accept", "accept", _("接受担保")),
    ("activate", "activate", _("款项到账或收妥正本，使其生效")),
    ("clear", "clear", _("税费办结，通知领回")),
    ("release", "release", _("解除并退还")),
)
SIGNED = (
    ("refuse", "refuse", _("不予接受")),
    ("notice", "give_notice", _("公告催领")),
    ("forfeit", "forfeit", _("上缴国库")),
)
"""The word of the form, the step of the machine, and what the button says."""


def _closed(subject: Guarantee) -> dict[str, Refusal | None]:
    """Why a step that the machine knows from here is not open yet, by the word of its form."""
    locked = still_locked_refusal(subject)
    return {
        "clear": locked,
        "release": locked,
        "notice": too_early_refusal(notice_day(subject)),
        "forfeit": too_early_refusal(treasury_day(subject)),
    }


def _offered(subject: Guarantee) -> list[tuple[str, Any, Refusal | None]]:
    """Every step that the machine knows from here, with what closes it."""
    closed = _closed(subject)
    rows = [
        (word, says, closed.get(word))
        for word, step, says in (*PLAIN, *SIGNED)
        if can_proceed(getattr(subject, step))
    ]
    is_money = subject.form == Guarantee.Form.DEPOSIT
    return [row for row in rows if row[0] != "clear" or is_money]


def _page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    subject: Guarantee = act.subject
    is_live = subject.status in LIVE
    offered = _offered(subject)
    plain = [word for word, _step, _says in PLAIN]
    signed = [(word, says) for word, says, shut in offered if not shut and word not in plain]
    pages = shown(act.request, subject)
    context = {
        **pages,
        "plain": [(word, says) for word, says, shut in offered if not shut and word in plain],
        "closed": [row for row in offered if row[2]],
        "signed": signed,
        "ruling_form": act.shown(RulingForm()) if signed or pages["open_changes"] else None,
        "change_form": act.shown(ChangeForm()) if is_live else None,
        "call_form": act.shown(CallForm()) if is_live else None,
        "faulty": act.faulty,
        "refusal": refusal,
    }
    return render(act.request, "guarantees/desk.html", context, status=status)
