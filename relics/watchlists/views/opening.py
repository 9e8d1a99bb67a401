"""A freeze opened by hand: an officer finds the object, says why, and names who decides with it."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.parties.models import User
from approvals.record.refusals import Refusal, Refused
from relics.register.models import RelicObject
from relics.watchlists import services
from relics.watchlists.forms import FreezeForm
from relics.watchlists.queries import (
    cover_of,
    freezable_by,
    last_case_of,
    officers_beside,
    offices_of,
    owners_of,
)
from relics.watchlists.recusal import recusal_refusal
from relics.watchlists.rules import JUDGES, frozen_refusal, role_refusal

MOST = 20


@login_required
@require_http_methods(["GET", "POST"])
def freeze_new(request: HttpRequest) -> HttpResponse:
    """Find an object (`q`), or freeze the one that `object` names (R-TEMP-07, R-EXIT-16)."""
    user = cast("User", request.user)
    if not offices_of(user).exists():
        raise PermissionDenied
    key = request.GET.get("object", "")
    if not key and request.method == "GET":
        return _search(request, user)
    thing = get_object_or_404(freezable_by(user), pk=int(key) if key.isdecimal() else 0)
    form = FreezeForm(officers_beside(user, *JUDGES), request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, thing, form, status=422 if form.errors else 200)
    try:
        freeze = services.freeze_object(thing, **form.cleaned_data, by=user)
    except Refused as error:
        return _page(request, thing, form, refusal=error.refusal, status=error.status)
    messages.success(request, _("已冻结，报告已起草，请审批人签发。"))
    return redirect("watchlists:freeze", pk=freeze.pk)


def _search(request: HttpRequest, user: User) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    found = list(freezable_by(user, asked).annotate(cover=cover_of("pk"))[: MOST + 1])
    context = {
        "asked": asked,
        "rows": [{"thing": one, "cover": one.cover} for one in found[:MOST]],
        "more": len(found) > MOST,
        "most": MOST,
    }
    return render(request, "watchlists/freeze_new.html", context)


def _page(
    request: HttpRequest,
    thing: RelicObject,
    form: FreezeForm,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    case = last_case_of(thing)
    user = cast("User", request.user)
    closed = (
        role_refusal(offices_of(user, *JUDGES).first(), user, JUDGES)
        or frozen_refusal(thing)
        or recusal_refusal(owners_of(thing, case), user)
    )
    context: dict[str, Any] = {
        "thing": thing,
        "case": case,
        "photos": thing.photos.order_by("position"),
        "form": form,
        "closed": closed,
        "refusal": refusal,
    }
    return render(request, "watchlists/freeze_open.html", context, status=status)
