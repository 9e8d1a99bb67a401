"""The citations with their evidence, the records of checks, and what old articles became."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from approvals.record.refusals import Refused
from relics.standards.citations import (
    Citation,
    checked_keys,
    checks_of,
    citations,
    current,
    old_article,
)
from relics.standards.forms import CheckForm, OldArticleForm
from relics.standards.rulebook import Evidence
from relics.standards.services import CHECKERS, record_check

from .desk import for_authorities, office_for, required_office, user_of


@for_authorities
@require_safe
def citation_list(request: HttpRequest) -> HttpResponse:
    """Every citation, whether it prints for the reader's office, and the old articles."""
    asked = "article" in request.GET
    form = OldArticleForm(request.GET if asked else None)
    old = now = None
    if asked and form.is_valid():
        try:
            old, now = old_article(form.cleaned_data["article"], form.cleaned_data["written_on"])
        except LookupError:
            form.add_error("article", _("对照表中没有这一条。"))
    office = office_for(user_of(request), CHECKERS)
    checked = checked_keys(office) if office else set()
    context = {
        "rows": [(one, _standing(one, checked), _successor(one)) for one in citations().values()],
        "form": form,
        "old": old,
        "now": now,
    }
    return render(request, "standards/citations.html", context, status=422 if form.errors else 200)


@for_authorities
@require_http_methods(["GET", "HEAD", "POST"])
def citation(request: HttpRequest, key: str) -> HttpResponse:
    """One citation and who checked it; an officer records another check."""
    if (found := citations().get(key)) is None:
        raise Http404
    user = user_of(request)
    refused: Refused | None = None
    form = CheckForm(*_sent(request))
    if request.method == "POST":
        try:
            office = required_office(user, CHECKERS, found.rule)
            if form.is_valid():
                sent = form.cleaned_data["file"]
                record_check(
                    key,
                    sent.read(),
                    filename=sent.name,
                    checked_on=form.cleaned_data["checked_on"],
                    party=office,
                    by=user,
                )
                messages.success(request, _("已记录核对。"))
                return redirect("standards:citation", key=key)
        except Refused as error:
            refused = error
    own = office_for(user, CHECKERS)
    checkable = found.evidence in {Evidence.READ, Evidence.SECONDARY}
    context = {
        "citation": found,
        "standing": _standing(found, checked_keys(own) if own else set()),
        "successor": _successor(found),
        "checks": checks_of(key),
        "form": form if own and checkable else None,
        "checkable": checkable,
        "refusal": refused and refused.refusal,
    }
    status = refused.status if refused else (422 if request.method == "POST" else 200)
    return render(request, "standards/citation.html", context, status=status)


def _sent(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _successor(one: Citation) -> Citation | None:
    return citations()[one.becomes] if one.becomes else None


def _standing(one: Citation, checked: set[str]) -> tuple[str, str]:
    """Whether it prints, in words, and the tone of the mark."""
    if not one.covers(timezone.localdate()):
        now = current(one.key)
        return (_("已由新条文取代"), "waiting") if now != one else (_("不在有效期内"), "waiting")
    if one.evidence == Evidence.READ:
        return _("可打印"), "approved"
    if one.evidence == Evidence.SECONDARY:
        if one.key in checked:
            return _("已核对，可打印"), "approved"
        return _("未核对，不打印"), "correction"
    return _("不打印"), "refused"
