"""The holder's pages: my filings, new ones, one filing with everything that may be done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.cases import engine
from approvals.parties.models import User
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.filings import services
from relics.filings.differences import differences_between
from relics.filings.forms import (
    ChangeForm,
    CitesForm,
    FilingForm,
    NewFilingsForm,
    PortForm,
    ReasonForm,
    UseForm,
)
from relics.filings.models import Filing
from relics.filings.queries import copies_due, desk_filings_of, filings_of, whole_of
from relics.filings.rules import missing_for

from .shown import A_PAGE, listing, shown

FILLABLE = (Filing.Status.DRAFT, Filing.Status.RETURNED)


@login_required
@require_GET
def my_list(request: HttpRequest) -> HttpResponse:
    """My filings (我的备案), and the CITES copies that have to go back."""
    mine = filings_of(person(request))
    context = {**listing(request, mine), "copies": list(copies_due(mine)[:A_PAGE])}
    return render(request, "filings/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose objects, zone, kind and purposes; a draft for each object."""
    user = person(request)
    initial = {
        "kind": request.GET.get("kind", "artwork"),
        "purposes": request.GET.getlist("purpose") or ["storage"],
    }
    typed = request.POST if request.method == "POST" else None
    form = NewFilingsForm(typed, user=user, search=request.GET.get("q", ""), initial=initial)
    refused = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.draft_filings(
                said["objects"],
                zone=said["zone"],
                kind=said["kind"],
                purposes=said["purposes"],
                by=user,
            )
        except Refused as error:
            refused = error
        else:
            if len(made) == 1:
                return redirect("filings:edit", pk=made[0].case_id)
            return redirect("filings:list")
    context = {"form": form, "refusal": refused and refused.refusal}
    return render(request, "filings/new.html", context, status=_status(form, refused))


def _status(form: forms.Form | forms.BaseForm, refused: Refused | None) -> int:
    if refused is not None:
        return refused.status
    return 422 if form.errors else 200


@login_required
@require_GET
def filing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One address for both sides: the holder's page, or on to the authorities' own."""
    found = whole_of(filings_of(person(request))).filter(case=pk).first()
    if found is None:
        get_object_or_404(desk_filings_of(person(request)), case=pk)
        return redirect("filings:desk", pk=pk)
    return page(request, found)


def page(
    request: HttpRequest,
    found: Filing,
    tried: tuple[str, forms.Form | None] = ("", None),
    *,
    faulty: forms.Form | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    acts = bool(getattr(found, "acts", False))
    fills = acts and found.status in FILLABLE
    told = shown(found)
    context = {
        **told,
        "acts": acts,
        "may_fill": fills,
        "missing": list(missing_for(found)) if fills else [],
        "picture": engine.picture_of(found.case),
        "faulty": faulty,
        "refusal": refused and refused.refusal,
        "offered": _offered(found, tried, species=bool(told["species"])) if acts else [],
    }
    status = refused.status if refused else (422 if faulty else 200)
    return render(request, "filings/filing.html", context, status=status)


def _offered(
    found: Filing, tried: tuple[str, forms.Form | None], *, species: bool
) -> list[dict[str, Any]]:
    """The acts that the state knows: key, words, form; the one that was tried keeps its words."""
    status, able = Filing.Status, found.status
    offers: list[tuple[str, str]] = []
    if able in (status.ACTIVE, status.IN_DISPLAY):
        offers += [
            ("use", _("登记使用")),
            ("line_two", _("申请二线出区")),
            ("exit", _("发起出境申请")),
        ]
    if able in (status.LINE2_REQUESTED, status.APPROVAL_OK):
        offers.append(("give_up", _("不再出区")))
    if species:
        offers.append(("cites", _("录入濒危物种证明")))
    if able in (status.DRAFT, status.FILED, status.RETURNED, status.ACTIVE):
        offers.append(("cancel", _("注销备案")))
    return [
        {
            "act": act,
            "title": title,
            "form": tried[1] if act == tried[0] else _form(act),
            "open": act == tried[0],
        }
        for act, title in offers
    ]


def _form(name: str, typed: Any = None) -> forms.Form | None:
    made = ACTS[name][0]
    return made(typed, auto_id=f"id_{name}_%s") if made else None


Do = Callable[[Filing, dict[str, Any], User], Any]
ACTS: dict[str, tuple[type[forms.Form] | None, Do]] = {
    "submit": (None, lambda f, _said, by: services.submit_filing(f, by=by)),
    "answer": (None, lambda f, _said, by: services.answer_fix(f, by=by)),
    "use": (UseForm, lambda f, said, by: services.record_use(f, **said, by=by)),
    "line_two": (PortForm, lambda f, said, by: services.request_line_two(f, **said, by=by)),
    "exit": (None, lambda f, _said, by: services.start_exit(f, by=by)),
    "give_up": (ReasonForm, lambda f, said, by: services.give_up_line_two(f, **said, by=by)),
    "cites": (CitesForm, lambda f, said, by: services.record_cites(f, **said, by=by)),
    "cancel": (ReasonForm, lambda f, said, by: services.cancel_filing(f, **said, by=by)),
}


def _on_a_row(found: Filing, name: str, row: str) -> tuple[None, Do]:
    """An act on one use or one CITES paper of the filing; unknown ones are not found."""
    key = int(row) if row.isdecimal() else 0
    if name == "end_use":
        use = get_object_or_404(found.uses, pk=key)
        return None, lambda _f, _said, by: services.end_use(use, by=by)
    if name == "copy":
        paper = get_object_or_404(found.cites_papers, pk=key)
        return None, lambda _f, _said, by: services.record_copy(paper, by=by)
    raise Http404


@login_required
@require_POST
def act(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of `ACTS`, named by the form's `act`."""
    user = person(request)
    found = get_object_or_404(whole_of(filings_of(user)), case=pk)
    name = request.POST.get("act", "")
    known = ACTS.get(name) or _on_a_row(found, name, request.POST.get("row", ""))
    form = _form(name, request.POST) if known[0] else None
    if form is not None and not form.is_valid():
        return page(request, found, (name, form), faulty=form)
    try:
        done = known[1](found, form.cleaned_data if form else {}, user)
    except Refused as error:
        return page(request, found, (name, form), refused=error)
    messages.success(request, _("已办理。"))
    if name == "exit":
        return redirect("reviews:application", pk=done.case_id)
    return redirect("filings:filing", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fill a draft in; kept as it is typed. An active filing is changed or supplemented."""
    user = person(request)
    found = get_object_or_404(filings_of(user), case=pk)
    changing = found.status not in FILLABLE
    form_class = ChangeForm if changing else FilingForm
    typed = request.POST if request.method == "POST" else None
    form = form_class(typed, instance=Filing.objects.get(pk=found.pk))
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            if changing:
                verb = {"change": services.change_filing, "supplement": services.supplement_filing}
                reason = form.cleaned_data["reason"]
                verb[form.cleaned_data["act"]](found, form.said(), reason=reason, by=user)
            else:
                services.fill_filing(found, form.said(), by=user)
        except Refused as error:
            refused = error
        else:
            if request.htmx:  # type: ignore[attr-defined]
                return HttpResponse(status=204)
            messages.success(request, _("已保存。"))
            return redirect("filings:filing", pk=pk)
    context = {
        "form": form,
        "filing": found,
        "changing": changing,
        "points": list(found.points.values_list("text", flat=True)),
        "missing": list(missing_for(found)),
        "refusal": refused and refused.refusal,
    }
    return render(request, "filings/edit.html", context, status=_status(form, refused))


@login_required
@require_GET
def version(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A version, and what it says otherwise than the one before."""
    user = person(request)
    found = filings_of(user).filter(case=pk).first()
    if found is None:
        found = get_object_or_404(desk_filings_of(user), case=pk)
    kept = get_object_or_404(found.versions.select_related("by"), number=number)
    before = found.versions.filter(number=number - 1).first()
    lines = differences_between(before, kept, _("图片"))
    context = {"filing": found, "version": kept, "before": before, "lines": lines}
    return render(request, "filings/version.html", context)
