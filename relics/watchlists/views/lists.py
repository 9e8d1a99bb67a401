"""The lists an office keeps: what is in force, what waits, and what it would change."""

from itertools import islice
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.record.refusals import Refusal
from relics.watchlists import services
from relics.watchlists.differences import Difference, difference_of
from relics.watchlists.forms import ListForm, VersionForm
from relics.watchlists.models import ListVersion, WatchList
from relics.watchlists.queries import offices_of, waiting_version, watch_lists
from relics.watchlists.rules import KEEPERS, role_refusal

MOST_SHOWN = 50


@login_required
@require_http_methods(["GET", "POST"])
def list_list(request: HttpRequest) -> HttpResponse:
    """Every list, and the form to begin another, for officers of a review office."""
    return answer(Act(request), {"create": _create}, _lists_page)


@login_required
@require_http_methods(["GET", "POST"])
def one_list(request: HttpRequest, pk: int) -> HttpResponse:
    """One list with its versions; `act` is upload, put or drop."""
    if not offices_of(request.user).exists():
        raise Http404
    subject = get_object_or_404(watch_lists(), pk=pk)
    return answer(Act(request, subject), {"upload": _upload, "put": _put, "drop": _drop}, _page)


def _create(act: Act) -> Said:
    form = ListForm(offices_of(act.user, *KEEPERS), act.request.POST)
    if not act.passes(form):
        return None
    services.create_list(**form.cleaned_data, by=act.user)
    return _("已建立名录，请上传第一份版本。")


def _upload(act: Act) -> Said:
    form = VersionForm(act.request.POST, act.request.FILES)
    if not act.passes(form):
        return None
    table, photos = form.cleaned_data["table"], form.cleaned_data["photos"]
    services.upload_version(act.subject, table, filename=table.name, photos=photos, by=act.user)
    return _("已上传，请核对变更后使其生效。")


def _named(act: Act) -> ListVersion:
    """The version that the page showed; another that waits by now is not meant."""
    key = act.request.POST.get("version", "")
    return get_object_or_404(
        ListVersion, pk=int(key) if key.isdecimal() else 0, watch_list=act.subject
    )


def _put(act: Act) -> Said:
    services.put_in_force(_named(act), by=act.user)
    return _("已生效，正在复查已登记的文物。")


def _drop(act: Act) -> Said:
    services.drop_version(_named(act), by=act.user)
    return _("已弃用该版本。")


def _lists_page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    mine = offices_of(act.user)
    keeping = offices_of(act.user, *KEEPERS)
    may_keep = keeping.exists()
    context = {
        "lists": watch_lists() if mine.exists() else (),
        "form": act.shown(ListForm(keeping)) if may_keep else None,
        "faulty": act.faulty,
        "refusal": refusal,
    }
    return render(act.request, "watchlists/lists.html", context, status=status)


def _page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    watch_list: WatchList = act.subject
    waiting = waiting_version(watch_list)
    context: dict[str, Any] = {
        "list": watch_list,
        "versions": watch_list.versions.select_related("put_by", "uploaded_by")[:20],
        "waiting": waiting,
        "not_keeper": role_refusal(watch_list.office, act.user, KEEPERS),
        "form": act.shown(VersionForm()),
        "faulty": act.faulty,
        "refusal": refusal,
        **(_difference(difference_of(waiting)) if waiting else {}),
    }
    return render(act.request, "watchlists/list.html", context, status=status)


def _difference(found: Difference) -> dict[str, Any]:
    """The first of each kind; the counts say how many there are."""
    return {
        "counts": found.counts,
        "new": [(key, one["name"]) for key, one in islice(found.new.items(), MOST_SHOWN)],
        "changes": list(islice(found.changes.items(), MOST_SHOWN)),
        "closed": list(islice(found.closed.values(), MOST_SHOWN)),
        "most": MOST_SHOWN,
    }
