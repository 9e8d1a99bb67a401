"""The inbox (待办): whose turn it is, the nearest deadline first; take a turn, give it back."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from approvals.parties.models import User
from approvals.record.refusals import Sentence

from . import engine
from .alarms import acts_to_sign, alarms_for
from .kinds import kind_of
from .models import Case
from .queries import TABS, cases_of, inbox_counts, inbox_rows, inbox_turns, turns_for
from .turns import page_of

A_PAGE = 20


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the person, in tabs with counts; every filter is in the address."""
    return inbox_page(request, title=_("待办"))


def inbox_page(
    request: HttpRequest, *, title: Sentence, nodes: tuple[str, ...] = ()
) -> HttpResponse:
    """The inbox, or the part of it whose turns are named `nodes`; a fragment for htmx."""
    user, search = cast("User", request.user), request.GET.get("q", "").strip()[:100]
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "all"
    counts = inbox_counts(user, search=search, nodes=nodes)
    turns = inbox_turns(user, tab=tab, search=search, nodes=nodes)
    paginator = Paginator(turns, A_PAGE)
    paginator.__dict__["count"] = counts[tab]
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "title": title,
        "alarms": alarms_for(user) if not nodes else [],
        "acts_waiting": acts_to_sign(user).count() if not nodes else 0,
        "tabs": _tabs(request, tab, counts),
        "tab": tab,
        "search": search,
        "page": page,
        "rows": [_line(row) for row in inbox_rows(list(page.object_list), user)],
    }
    fragment = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    template = "cases/_inbox.html" if fragment else "cases/inbox.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _tabs(request: HttpRequest, tab: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    titles = {"mine": _("我的"), "free": _("待领取"), "all": _("全部")}
    tabs = []
    for key, title in titles.items():
        asked = request.GET.copy()
        asked.pop("page", None)
        asked["tab"] = key
        url = f"{request.path}?{asked.urlencode()}"
        tabs.append({"title": title, "url": url, "count": counts[key], "active": key == tab})
    return tabs


def _line(row: Any) -> dict[str, Any]:
    """A row with the addresses of its case and of the page where the turn is done."""
    kind = kind_of(row.case.kind)
    desk = kind.desk_url_name if row.turn.role != "agent" else ""
    return {
        "row": row,
        "kind": kind.title,
        "case_url": reverse(desk or kind.url_name, args=[row.case.pk]),
        "turn_url": page_of(row.case, row.turn.node),
    }


@login_required
@require_POST
def take(request: HttpRequest, pk: str, node: str) -> HttpResponse:
    """Take a free turn (领取) and go to its page."""
    user = cast("User", request.user)
    offered = Case.objects.filter(process__in=turns_for(user).values("process"))
    case = get_object_or_404(offered.distinct() | cases_of(user), pk=pk)
    engine.take_turn(case, node, by=user)
    messages.success(request, _("已领取，由您办理。"))
    return redirect(page_of(case, node))


@login_required
@require_POST
def release(request: HttpRequest, pk: str, node: str) -> HttpResponse:
    """Give a turn back (释放), so that a colleague may take it."""
    user = cast("User", request.user)
    case: Case = get_object_or_404(cases_of(user), pk=pk)
    engine.release_turn(case, node, by=user)
    messages.success(request, _("已释放，同事可以领取。"))
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return HttpResponseRedirect(back)
    return redirect("cases:inbox")
