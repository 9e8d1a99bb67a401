"""Customs at the port: find a permit or a mark, see whether it may go, record it."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from approvals.certificates.models import Certificate
from approvals.parties.models import Port, Role, User
from approvals.parties.queries import parties_of
from approvals.parties.signed_in import person
from approvals.record.refusals import NotAllowed, Refusal
from approvals.record.typed import keys_among
from relics.reviews.models import Mark, MarkSighting, ReviewItem
from relics.reviews.queries import found_for_release, permit_of
from relics.reviews.rules import release_refusal
from relics.reviews.services import gate


@dataclass(frozen=True)
class GateLine:
    """One object at the gate, and why it may not go, if it may not."""

    item: ReviewItem
    refusal: Refusal | None


def ports_of(user: User) -> QuerySet[Port]:
    """The ports at which this officer serves; NotAllowed for anybody who is not customs."""
    ports = Port.objects.filter(customs__in=parties_of(user, Role.CUSTOMS)).order_by("name")
    if not ports:
        raise NotAllowed(Refusal("no_right", _("只有海关关员可以办理核放。"), "R-EXIT-08"))
    return ports


def chosen_port(request: HttpRequest, ports: QuerySet[Port]) -> Port:
    """The port the officer works at: from the form, else the last one used, else the first."""
    named = request.POST.get("port", "")
    wanted = named or request.session.get("gate_port")
    port = next((one for one in ports if one.code == wanted), None if named else ports[0])
    if port is None:
        raise NotAllowed(Refusal("no_right", _("您不在该口岸任职。"), "R-EXIT-08"))
    request.session["gate_port"] = port.code
    return port


@login_required
@require_GET
@never_cache
def gate_page(request: HttpRequest) -> HttpResponse:
    """One box for a scanner or for typing; below it the verdict, large, with its reason."""
    ports = ports_of(person(request))
    port = chosen_port(request, ports)
    query = request.GET.get("q", "").strip()
    items = list(found_for_release(query)) if query else []
    permit = permit_of(items[0].review) if items else None
    lines = [GateLine(item, release_refusal(item, port)) for item in items]
    context = {
        "ports": ports,
        "port": port,
        "q": query,
        "permit": permit,
        "permit_valid": bool(permit and permit.status == Certificate.Status.VALID),
        "lines": lines,
        "ready": sum(line.refusal is None for line in lines),
        "seen": MarkSighting.Seen.choices,
    }
    return render(request, "reviews/gate/gate.html", context)


def _back_to(request: HttpRequest) -> HttpResponse:
    query = urlencode({"q": request.POST.get("q", "")})
    return redirect(f"{reverse('reviews:gate')}?{query}")


@login_required
@require_POST
def release_objects(request: HttpRequest) -> HttpResponse:
    """Release the ticked objects of one permit, whole or part (R-EXIT-08)."""
    port = chosen_port(request, ports_of(person(request)))
    chosen = keys_among(request.POST.getlist("item"))
    items = list(found_for_release(request.POST.get("q", "")).filter(pk__in=chosen))
    declaration = request.POST.get("declaration", "").strip()[:60]
    done = gate.release(items, port=port, declaration=declaration, by=person(request))
    messages.success(
        request,
        ngettext("已放行 %(n)d 件。", "已放行 %(n)d 件。", len(done)) % {"n": len(done)},
    )
    return _back_to(request)


@login_required
@require_POST
def sight_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what was seen of one mark; damaged or missing holds its object."""
    port = chosen_port(request, ports_of(person(request)))
    mark = get_object_or_404(Mark, pk=pk, item__isnull=False)
    gate.record_sighting(mark, seen=request.POST.get("seen", ""), port=port, by=person(request))
    messages.success(request, _("已记录标识 %(number)s 的状况。") % {"number": mark.number})
    return _back_to(request)
