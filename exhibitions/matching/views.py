"""The differences of the reader, one of them, and a comparison on demand."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.cases.wording import chronicle
from approvals.parties.models import Role
from approvals.parties.queries import memberships_of
from approvals.parties.sides import sides_of
from approvals.parties.signed_in import person

from . import services
from .models import Difference
from .queries import differences_of, last_run, open_only
from .wording import facts_of, rule_of, sentence_of

A_PAGE = 50


class SettleForm(forms.Form):
    """Why customs closes a difference."""

    reason = forms.CharField(label=gettext_lazy("了结理由"), max_length=500)


def row_of(one: Difference) -> dict[str, Any]:
    """A difference as tables show it."""
    if one.gone_at is not None:
        label, tone = _("已消除"), "approved"
    elif one.settled_at is not None:
        label, tone = _("已了结"), "waiting"
    elif one.due_on < timezone.localdate():
        label, tone = _("已超期"), "refused"
    else:
        label, tone = _("待处理"), "review"
    return {
        "one": one,
        "label": label,
        "tone": tone,
        "sentence": sentence_of(one),
        "rule": rule_of(one),
    }


@login_required
@require_http_methods(["GET", "POST"])
def difference_list(request: HttpRequest) -> HttpResponse:
    """What does not agree, the nearest end first; `act` run compares now."""
    return answer(Act(request), {"run": _run}, _list)


def _run(act: Act) -> Said:
    run = services.match_books(by=act.user)
    mine = open_only(differences_of(act.user)).count()
    return _("比对完成，用时 %(ms)d 毫秒；待处理差异 %(n)d 项。") % {
        "ms": run.milliseconds,
        "n": mine,
    }


def _list(act: Act, *, refusal: Any = None, status: int = 200) -> HttpResponse:
    sides = sides_of(act.user)
    everything = act.request.GET.get("all") == "1"
    found = differences_of(act.user)
    found = found.order_by("-pk") if everything else open_only(found)
    page = Paginator(found, A_PAGE).get_page(act.request.GET.get("page"))
    context = {
        "page": page,
        "rows": [row_of(one) for one in page],
        "everything": everything,
        "run": last_run(),
        "refusal": refusal,
        **sides.shown,
    }
    return render(act.request, "matching/list.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    """One difference: what each book says; customs may settle it."""
    found = get_object_or_404(differences_of(person(request)), pk=pk)
    return answer(Act(request, found), {"settle": _settle}, _page)


def _settle(act: Act) -> Said:
    form = SettleForm(act.request.POST)
    if not act.passes(form):
        return None
    services.settle_difference(act.subject, reason=form.cleaned_data["reason"], by=act.user)
    return _("差异已了结。")


def _page(act: Act, *, refusal: Any = None, status: int = 200) -> HttpResponse:
    one: Difference = act.subject
    keeps = memberships_of(act.user).filter(role=Role.CUSTOMS, party=one.customs_id).exists()
    context = {
        **row_of(one),
        "facts": facts_of(one),
        "form": act.shown(SettleForm()) if keeps and one.is_open else None,
        "faulty": act.faulty,
        "refusal": refusal,
        "entries": chronicle(one.chain),
        "shell": sides_of(act.user).shell,
    }
    return render(act.request, "matching/difference.html", context, status=status)
