"""Stock-takes: begin, scan by phone or hand scanner, end and read what is missing."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from approvals.cases.acting import Act, Said, answer
from approvals.parties.sides import sides_of
from approvals.parties.signed_in import person
from approvals.record.refusals import NotAcceptable, Refusal, Refused
from exhibitions.exhibits import forms, services
from exhibitions.exhibits.models import Count, CountStatus, Exhibit
from exhibitions.exhibits.queries import exhibits_of, whole
from exhibitions.permits.models import Site

MOST_AT_ONCE = 500


def _sites(request: HttpRequest) -> Any:
    theirs = exhibits_of(person(request)).values("item__permit__site")
    return Site.objects.filter(pk__in=theirs).select_related("showroom")


@login_required
@require_http_methods(["GET", "POST"])
def count_list(request: HttpRequest, site: int) -> HttpResponse:
    """The stock-takes of a place, and the form to begin one."""
    found = get_object_or_404(_sites(request), pk=site)
    sides = sides_of(
        person(request), firm=found.showroom.operator_id, customs=found.showroom.customs_id
    )
    form, refusal, status = forms.CountForm(request.POST or None), None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                count = services.open_count(found, **form.cleaned_data, by=person(request))
            except Refused as error:
                refusal, status = error.refusal, error.status
            else:
                return redirect("exhibits:count", pk=count.pk)
    context = {
        "site": found,
        "counts": list(found.counts.select_related("opened_by")[:50]),
        "form": form,
        "refusal": refusal,
        "shell": sides.shell,
    }
    return render(request, "exhibits/counts.html", context, status=status)


def _seen(request: HttpRequest, pk: int) -> Count:
    counts = Count.objects.filter(site__in=_sites(request))
    return get_object_or_404(counts.select_related("site__showroom", "opened_by"), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """One stock-take; `act` is see (one scan) or close."""
    return answer(Act(request, _seen(request, pk)), {"see": _see, "close": _close}, _page)


def _see(act: Act) -> Said:
    tag = act.request.POST.get("tag", "").strip()
    if not tag:
        return None
    key = act.request.POST.get("key") or f"{act.subject.pk}:{tag}"
    found = services.see(act.subject, tag, seen_at=timezone.now(), key=key[:64], by=act.user)
    if found.exhibit is None:
        return _("“%(tag)s”不是本经营单位的展品，已记为多出。") % {"tag": tag}
    return _("已盘到：%(name)s") % {"name": found.exhibit}


def _close(act: Act) -> Said:
    services.close_count(act.subject, seed=act.request.POST.get("seed", ""), by=act.user)
    return _("盘点已结束。")


@login_required
@require_POST
def scans(request: HttpRequest, pk: int) -> HttpResponse:
    """What a device scanned while it had no network: each scan once, by its key (JSON).

    ``[{"key": "...", "tag": "...", "at": "2026-01-01T10:00:00+08:00"}]``; answers the keys taken.
    """
    found = _seen(request, pk)
    try:
        told = json.loads(request.body)
        listed = [(str(one["key"])[:64], str(one["tag"]), str(one["at"])) for one in told]
    except (ValueError, TypeError, KeyError) as error:
        raise NotAcceptable(
            Refusal("not_readable", _("扫描记录无法读取。"), "D-INPUT", _("请重新上传。"))
        ) from error
    taken = []
    for key, tag, at in listed[:MOST_AT_ONCE]:
        seen_at = parse_datetime(at) or timezone.now()
        if timezone.is_naive(seen_at):
            seen_at = timezone.make_aware(seen_at)
        services.see(found, tag, seen_at=seen_at, key=key, by=person(request))
        taken.append(key)
    return JsonResponse({"taken": taken})


def _page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    found = act.subject
    sides = sides_of(
        act.user, firm=found.site.showroom.operator_id, customs=found.site.showroom.customs_id
    )
    if not (sides.holds or sides.keeps):
        raise Http404
    is_open = found.status == CountStatus.OPEN
    seen = list(found.sightings.select_related("exhibit__item", "by").order_by("-pk"))
    told = {key for one in found.result.values() for key in one if isinstance(key, int)}
    names: dict[int, Exhibit] = whole(Exhibit.objects.all()).in_bulk(sorted(told))
    context = {
        "count": found,
        "is_open": is_open,
        "seen": seen,
        "found": len({one.exhibit_id for one in seen if one.exhibit_id}),
        "expected": len(found.expected),
        "missing": [names[key] for key in found.result.get("missing", [])],
        "extra": [names[key] for key in found.result.get("extra", [])],
        "unknown": found.result.get("unknown", []),
        "refusal": refusal,
        "shell": sides.shell,
    }
    return render(act.request, "exhibits/count.html", context, status=status)
