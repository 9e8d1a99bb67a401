"""One exhibit: where it is, every move, its next lawful step, incidents."""

from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.parties.sides import Sides, sides_of
from approvals.parties.signed_in import person
from approvals.record.refusals import Refusal
from exhibitions.exhibits import forms, services
from exhibitions.exhibits.models import Exhibit, ExhibitStatus, Incident, PlaceKind
from exhibitions.exhibits.queries import exhibits_of, places_of, positions
from exhibitions.exhibits.rules import AT_THE_SHOW, SHOWING
from exhibitions.exhibits.services import Told
from relics.register.views import picture_answer

from .shown import rows_of

STEPS: dict[str, str] = {
    ExhibitStatus.GATE_OUT: "install",
    ExhibitStatus.GATE_IN: "store",
    ExhibitStatus.IN_ZONE: "move",
    **dict.fromkeys(AT_THE_SHOW, "move"),
}


@login_required
@require_http_methods(["GET", "POST"])
def exhibit(request: HttpRequest, pk: int) -> HttpResponse:
    """One exhibit; `act` is install, move, store, incident or finding."""
    found = get_object_or_404(
        exhibits_of(person(request)).prefetch_related("object__photos"), pk=pk
    )
    verbs = {
        "install": _moved,
        "move": _moved,
        "store": _moved,
        "incident": _incident,
        "finding": _finding,
    }
    return answer(Act(request, found), verbs, _page)


@login_required
@require_GET
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The first photograph of the object, for who may see the exhibit."""
    found = get_object_or_404(exhibits_of(person(request)), pk=pk)
    cover = found.object.photos.first()
    if cover is None:
        raise Http404
    return picture_answer(request, cover, "thumb")


def _places(exhibit: Exhibit) -> Any:
    """Where it may go from here."""
    permit = exhibit.item.permit
    mine = places_of([permit.showroom.operator_id])
    if STEPS.get(ExhibitStatus(exhibit.status)) == "store" or exhibit.status == "in_zone":
        return mine.filter(kind=PlaceKind.STORE)
    return mine.filter(kind__in=SHOWING, site=permit.site)


def _moved(act: Act) -> Said:
    form = forms.MoveForm(_places(act.subject), act.request.POST)
    if not act.passes(form):
        return None
    verb = {
        "install": services.install,
        "move": services.move_exhibit,
        "store": services.store,
    }[act.request.POST["act"]]
    told = {name: form.cleaned_data[name] for name in ("reason", "carrier", "seal", "key")}
    verb(act.subject, form.cleaned_data["place"], told=Told(**told), by=act.user)
    return _("已登记。")


def _incident(act: Act) -> Said:
    form = forms.IncidentForm(act.request.POST)
    if not act.passes(form):
        return None
    services.report_incident(act.subject, **form.cleaned_data, by=act.user)
    return _("异常事件已上报。")


def _finding(act: Act) -> Said:
    form = forms.FindingForm(act.request.POST)
    if not act.passes(form):
        return None
    key = act.request.POST.get("incident", "")
    incident = get_object_or_404(
        Incident, exhibit=act.subject, pk=int(key) if key.isdecimal() else 0
    )
    services.find_incident(incident, **form.cleaned_data, by=act.user)
    return _("已认定。")


def _asked_day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None


def _stood(found: Exhibit, day: date | None) -> Any:
    """Where it was at the end of the day that was asked for."""
    if day is None:
        return None
    end = timezone.make_aware(datetime.combine(day, time.max))
    return positions([found], at=end).get(found.pk)


def _page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    found, day = act.subject, _asked_day(act.request)
    room = found.item.permit.showroom
    sides = sides_of(act.user, firm=room.operator_id, customs=room.customs_id)
    step = STEPS.get(ExhibitStatus(found.status)) if sides.holds else None
    incidents = list(found.incidents.select_related("finding", "reported_by"))
    context = {
        **rows_of([found])[0],
        "item": found.item,
        "permit": found.item.permit,
        "events": list(
            found.events.select_related("by", "origin", "place")
            .prefetch_related("photos")
            .order_by("-pk")
        ),
        "day": day,
        "stood": _stood(found, day),
        "step": step,
        "moving": act.shown(forms.MoveForm(_places(found))) if step else None,
        "incident": act.shown(forms.IncidentForm()) if _may_report(found, sides) else None,
        "incidents": incidents,
        "finding": act.shown(forms.FindingForm()) if sides.keeps else None,
        "faulty": act.faulty,
        "refusal": refusal,
        **sides.shown,
    }
    return render(act.request, "exhibits/exhibit.html", context, status=status)


def _may_report(found: Exhibit, sides: Sides) -> bool:
    happens = (ExhibitStatus.GATE_OUT, ExhibitStatus.RETURN_PENDING, *AT_THE_SHOW)
    return sides.holds and found.status in happens
