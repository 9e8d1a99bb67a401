"""The operator's places and cases; a case goes with what is in it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.parties.models import Party
from approvals.parties.queries import parties_of
from approvals.parties.sides import FIRMS_PEOPLE
from approvals.parties.signed_in import person
from approvals.record.refusals import Refusal
from exhibitions.exhibits import forms, services
from exhibitions.exhibits.models import Place, PlaceKind
from exhibitions.exhibits.queries import places_of
from exhibitions.exhibits.services import Told
from exhibitions.exhibits.services.places import places_from_plan
from exhibitions.permits.models import Site, SiteStatus


@login_required
@require_http_methods(["GET", "POST"])
def places(request: HttpRequest) -> HttpResponse:
    """Stores, booths and cases; `act` is add, plan or move."""
    operators = list(parties_of(person(request), *FIRMS_PEOPLE).filter(showrooms__isnull=False))
    if not operators:
        raise Http404
    return answer(Act(request, operators[0]), {"add": _add, "plan": _plan, "move": _move}, _page)


def _sites(operator: Party) -> list[Site]:
    approved = Site.objects.filter(showroom__operator=operator, status=SiteStatus.APPROVED)
    return list(approved.select_related("showroom__operator"))


def _add(act: Act) -> Said:
    form = forms.PlaceForm(act.request.POST)
    if not act.passes(form):
        return None
    told = form.cleaned_data
    sites = _sites(act.subject)
    site = sites[0] if told["kind"] == PlaceKind.CASE and sites else None
    services.make_places(
        act.subject, [(told["tag"], told["name"])], kind=told["kind"], site=site, by=act.user
    )
    return _("已登记。")


def _plan(act: Act) -> Said:
    made = [place for site in _sites(act.subject) for place in places_from_plan(site, by=act.user)]
    return _("平面图上的 %(n)d 个位置已登记。") % {"n": len(made)}


def _move(act: Act) -> Said:
    form = forms.CaseForm(places_of([act.subject.pk]), act.request.POST)
    if not act.passes(form):
        return None
    told = form.cleaned_data
    services.move_case(told["case"], told["to"], told=Told(reason=told["reason"]), by=act.user)
    return _("展柜连同柜内展品已移位。")


def _page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    known: list[Place] = list(places_of([act.subject.pk]).exclude(kind=PlaceKind.ROAD))
    context = {
        "operator": act.subject,
        "places": known,
        "adding": act.shown(forms.PlaceForm()),
        "moving": act.shown(forms.CaseForm(places_of([act.subject.pk]))),
        "faulty": act.faulty,
        "refusal": refusal,
    }
    return render(act.request, "exhibits/places.html", context, status=status)
