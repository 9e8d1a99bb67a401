"""The pages of permits: the operator draws one up, authorities answer, customs decides."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.cases.models import AdverseAct
from approvals.parties.models import Role, User
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from approvals.record.services import CLOCKWORK
from approvals.record.typed import keys_among
from exhibitions.permits import services
from exhibitions.permits.forms import ItemForm, NewPermitForm, PermitForm
from exhibitions.permits.models import DisplayPermit, PermitItem
from exhibitions.permits.papers import SUSPENSION
from exhibitions.permits.prefilling import known_of, open_fields
from exhibitions.permits.queries import (
    candidates_for,
    items_of,
    permits_of,
    showrooms_of,
)
from exhibitions.permits.rules import item_refusals, occasions_of, stops_of, taken_among
from exhibitions.permits.wording import NEXT, TONES, display_steps
from exhibitions.tariffs.rules import selective_duty_refusal

from .acts import ACTS, offered_to, sides_of
from .shown import (
    days_left,
    drawn,
    entries_of,
    held_by,
    paged,
    papers_of,
    permit_row,
    refusals_of,
    shell_for,
    status_of,
    typed,
)

S = DisplayPermit.Status
FILLABLE = (S.DRAFT, S.RETURNED)


@login_required
@require_GET
def permit_list(request: HttpRequest) -> HttpResponse:
    """Every permit the reader may see, newest first; the filter stands in the address."""
    user, status = person(request), request.GET.get("status", "")
    found = permits_of(user)
    if status in S.values:
        found = found.filter(status=status)
    page = paged(request, found)
    context = {
        "page": page,
        "rows": [permit_row(one) for one in page.object_list],
        "status": status,
        "statuses": S.choices,
        "shell": shell_for(held_by(user)),
        "may_ask": showrooms_of(user).filter(sites__status="approved").exists()
        and any(role == Role.OPERATOR for role, _party in held_by(user)),
    }
    return render(request, "permits/permit_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def permit_new(request: HttpRequest) -> HttpResponse:
    """In which showroom; the rest is known or comes next."""
    user = person(request)
    operators = [party for role, party in held_by(user) if role == Role.OPERATOR]
    rooms = showrooms_of(user).filter(operator__in=operators, sites__status="approved").distinct()
    form = NewPermitForm(
        typed(request), showrooms=rooms, initial={"showroom": request.GET.get("showroom")}
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.draft_permit(form.cleaned_data["showroom"], by=user)
            return redirect("permits:objects", pk=made.case_id)
        except Refused as error:
            refused = error
    context = {"form": form, "rooms": list(rooms), "refusal": refused and refused.refusal}
    status = status_of(refused, form)
    return render(request, "permits/permit_new.html", context, status=status)


@login_required
@require_GET
def permit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One permit before all who have to do with it, with what each may do now."""
    return _page(request, get_object_or_404(permits_of(person(request)), case=pk))


def _page(
    request: HttpRequest,
    found: DisplayPermit,
    *,
    refused: Refused | None = None,
    faulty: tuple[str, Any] | None = None,
) -> HttpResponse:
    user = person(request)
    held = held_by(user)
    items = items_of(found)
    consultations = list(
        found.consultations.select_related("authority", "answer").order_by("round", "pk")
    )
    now = [one for one in consultations if one.round == found.round]
    sides = sides_of(found, held, [one for one in now if one.part == "answers"])
    prolongations = list(found.prolongations.all())
    waits = any(one.is_granted is None and one.lapsed_at is None for one in prolongations)
    offered = [
        (key, act, faulty[1] if faulty and faulty[0] == key else act.form_of(key, found))
        for key, act in offered_to(found, sides, waits=waits).items()
    ]
    drafts = list(AdverseAct.objects.filter(case=found.case, status="drafted"))
    context = {
        "permit": found,
        "case": found.case,
        "tone": TONES[found.status],
        "next": NEXT[found.status],
        "steps": display_steps(found.case),
        "left": days_left(found),
        "items": items,
        "plan": drawn(found.site, items),
        "consultations": now,
        "tells": found.decided_on is not None or "customs" in sides,
        "prolongations": prolongations,
        "stops": [one for _ground, one in stops_of(found)] if any(map(_of_a_fact, drafts)) else [],
        "drafts": drafts if "customs" in sides else [],
        "offered": offered,
        "may_fill": "operator" in sides and found.status in FILLABLE,
        "sees_room": any(
            (role, party) in held
            for role, party in (
                (Role.OPERATOR, found.showroom.operator_id),
                (Role.VIEWER, found.showroom.operator_id),
                (Role.CUSTOMS, found.showroom.customs_id),
            )
        ),
        "entries": entries_of(found.case, held),
        "shell": shell_for(held),
        "refusal": refused and refused.refusal,
        "refusals": refusals_of(refused),
        **papers_of(found.case, user),
    }
    status = status_of(refused, faulty and faulty[1])
    return render(request, "permits/permit.html", context, status=status)


def _of_a_fact(draft: AdverseAct) -> bool:
    return draft.kind == SUSPENSION and draft.drafted_by == CLOCKWORK.actor_name


@login_required
@require_POST
def permit_act(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Do one of the acts of `views.acts`; its service asks again who may and whether it is time."""
    user = person(request)
    found = get_object_or_404(permits_of(user), case=pk)
    key = request.POST.get("act", "")
    act = ACTS.get(key)
    if act is None:
        raise Http404
    form = act.form_of(key, found, request.POST)
    if form is not None and not form.is_valid():
        return _page(request, found, faulty=(key, form))
    try:
        done = act.do(found, form.cleaned_data if form else {}, user)
    except Refused as error:
        return _page(request, found, refused=error)
    if isinstance(done, AdverseAct):
        return redirect("cases:act", pk=done.pk)
    messages.success(request, _("已办理：%(act)s。") % {"act": act.title})
    return redirect("permits:permit", pk=pk)


def _of_operator(user: User, pk: UUID) -> DisplayPermit:
    found = get_object_or_404(permits_of(user), case=pk)
    if (Role.OPERATOR, found.showroom.operator_id) not in held_by(user):
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "POST"])
def objects(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tick the objects; all that filing and entry say comes with them."""
    user = person(request)
    found = _of_operator(user, pk)
    if request.method == "GET" and found.status not in FILLABLE:
        return redirect("permits:permit", pk=pk)
    refused = None
    chosen = keys_among((request.POST or request.GET).getlist("object"))
    if request.method == "POST":
        try:
            services.choose_items(found, chosen, by=user)
            return redirect("permits:application", pk=pk)
        except Refused as error:
            refused = error
    listed = set(found.items.values_list("object", flat=True))
    taken = taken_among(found)
    lines = []
    for one in candidates_for(found.showroom):
        if one.object.pk not in listed:
            item = PermitItem(permit=found, object=one.object, **known_of(one))
            why = taken.get(one.object.pk) or next(item_refusals(found, item), None)
            lines.append({"item": item, "why": why, "chosen": one.object.pk in chosen})
    context = {
        "permit": found,
        "case": found.case,
        "lines": lines,
        "refusal": refused and refused.refusal,
    }
    return render(request, "permits/objects.html", context, status=status_of(refused))


@login_required
@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What and when; saved, or saved and handed in. The objects stand beside it."""
    user = person(request)
    found = _of_operator(user, pk)
    if request.method == "GET" and found.status not in FILLABLE:
        return redirect("permits:permit", pk=pk)
    items = items_of(found)
    form = PermitForm(typed(request), instance=found, occasions=occasions_of(items))
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            services.fill_permit(found, form.cleaned_data, by=user)
            if "submit" in request.POST:
                services.submit_permit(found, by=user)
                messages.success(request, _("已提交。"))
                return redirect("permits:permit", pk=pk)
            messages.success(request, _("已保存。"))
            return redirect("permits:application", pk=pk)
        except Refused as error:
            refused = error
    context = {
        "permit": found,
        "case": found.case,
        "form": form,
        "items": items,
        "plan": drawn(found.site, items),
        "refusal": refused and refused.refusal,
        "refusals": refusals_of(refused),
    }
    return render(request, "permits/application.html", context, status=status_of(refused, form))


@login_required
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, pk: UUID, item: int) -> HttpResponse:
    """One object: what is known is shown, the rest is asked; or it is taken out."""
    user = person(request)
    found = _of_operator(user, pk)
    one = get_object_or_404(found.items.select_related("object", "permit"), pk=item)
    if request.method == "GET" and found.status not in FILLABLE:
        return redirect("permits:permit", pk=pk)
    candidates = candidates_for(found.showroom, [one.object_id])
    open_ones = open_fields(known_of(candidates[0]) if candidates else {})
    form = ItemForm(typed(request), instance=one, booths=found.site.booths, open_ones=open_ones)
    refused = None
    if request.method == "POST":
        try:
            if "drop" in request.POST:
                services.drop_item(one, by=user)
                return redirect("permits:application", pk=pk)
            if form.is_valid():
                services.fill_item(one, form.cleaned_data, by=user)
                return redirect("permits:application", pk=pk)
        except Refused as error:
            refused = error
    context = {
        "permit": found,
        "case": found.case,
        "item": one,
        "form": form,
        "selective": selective_duty_refusal(),
        "refusal": refused and refused.refusal,
    }
    return render(request, "permits/item.html", context, status=status_of(refused, form))
