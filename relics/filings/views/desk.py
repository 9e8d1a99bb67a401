"""The authorities' pages: what is to be examined, one filing, line 2, the zone."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.parties.models import Role, User, Zone
from approvals.parties.queries import memberships_of, parties_of
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.filings import services
from relics.filings.forms import (
    ApprovalForm,
    CitesForm,
    DeclarationForm,
    KindForm,
    MatchForm,
    PointsForm,
    ReasonForm,
)
from relics.filings.models import Filing
from relics.filings.queries import (
    OFFICERS,
    copies_due,
    counts_of,
    desk_filings_of,
    overdue_copies,
    whole_of,
)
from relics.filings.rules import release_refusal
from relics.register.models import Kind

from .shown import listing, shown

STATUS = Filing.Status
CROSSING = (STATUS.LINE2_REQUESTED, STATUS.APPROVAL_OK)


@login_required
@require_GET
def desk_list(request: HttpRequest) -> HttpResponse:
    """Filings handed in at the reader's authority, and those that cross line 2 at its port."""
    user = person(request)
    roles = set(memberships_of(user).values_list("role", flat=True))
    context = {
        **listing(request, desk_filings_of(user)),
        "takes": not roles.isdisjoint(OFFICERS),
        "customs": Role.CUSTOMS in roles,
    }
    return render(request, "filings/desk_list.html", context)


def _approve(filing: Filing, said: ApprovalForm, by: User) -> Any:
    values = said.cleaned_data
    approval = services.record_approval(
        filing.case.applicant,
        number=values["number"],
        authority=values["authority"],
        issued_on=values["issued_on"],
        valid_to=values["valid_to"],
        rows=[said.row()],
        by=by,
    )
    return services.apply_approval(filing, approval, by=by)


Tried = tuple[str, forms.Form | None]
Do = Callable[[Filing, Any, User], Any]
ACTS: dict[str, tuple[type[forms.Form] | None, Do]] = {
    "accept": (None, lambda f, _form, by: services.accept_filing(f, by=by)),
    "return": (PointsForm, lambda f, form, by: services.return_filing(f, form.listed(), by=by)),
    "refuse": (
        ReasonForm,
        lambda f, form, by: services.refuse_filing(f, **form.cleaned_data, by=by),
    ),
    "confirm": (None, lambda f, _form, by: services.confirm_change(f, by=by)),
    "decline": (
        ReasonForm,
        lambda f, form, by: services.decline_change(f, **form.cleaned_data, by=by),
    ),
    "approve": (ApprovalForm, _approve),
    "release": (
        DeclarationForm,
        lambda f, form, by: services.release_line_two(f, **form.cleaned_data, by=by),
    ),
    "relic": (
        ReasonForm,
        lambda f, form, by: services.found_to_be_relic(f, **form.cleaned_data, by=by),
    ),
    "not_relic": (
        KindForm,
        lambda f, form, by: services.found_not_to_be_relic(f, **form.cleaned_data, by=by),
    ),
    "lift": (
        ReasonForm,
        lambda f, form, by: services.lift_sale_lock(f, **form.cleaned_data, by=by),
    ),
    "match": (
        MatchForm,
        lambda f, form, by: services.apply_approval(f, form.cleaned_data["approval"], by=by),
    ),
    "cites": (
        CitesForm,
        lambda f, form, by: services.record_cites(f, **form.cleaned_data, by=by),
    ),
}


def _form(name: str, filing: Filing, typed: Any = None) -> forms.Form | None:
    made = ACTS[name][0]
    if made is None:
        return None
    options: dict[str, Any] = {"auto_id": f"id_{name}_%s"}
    if made in (ApprovalForm, MatchForm):
        options["filing"] = filing
    return made(typed, **options)


def _offered(
    filing: Filing, user: User, tried: Tried, *, locked: bool, species: bool
) -> list[dict[str, Any]]:
    """The acts that the state knows for the reader: key, words, form, and why it is closed.

    The one that was tried keeps what was typed.
    """
    held = set(memberships_of(user).values_list("role", "party_id"))
    officer = any((role, filing.case.office_id) in held for role in OFFICERS)
    customs = filing.port is not None and (Role.CUSTOMS, filing.port.customs_id) in held
    words: list[tuple[str, str]] = []
    if officer:
        by_status = {
            STATUS.FILED: [
                ("accept", _("予以备案")),
                ("return", _("退回补正")),
                ("refuse", _("不予备案")),
            ],
            STATUS.CHANGED: [("confirm", _("确认变更")), ("decline", _("不予确认"))],
            STATUS.LINE2_REQUESTED: [
                ("approve", _("录入并核对省级批准")),
                ("match", _("核对已录入的省级批准")),
            ],
        }
        words += by_status.get(STATUS(filing.status), [])
        if filing.case.closed_at is None:
            relic = filing.kind == Kind.RELIC
            words.append(("not_relic", _("认定不是文物")) if relic else ("relic", _("认定为文物")))
        if species:
            words.append(("cites", _("录入濒危物种证明")))
        if locked:
            words.append(("lift", _("解除销售锁定")))
    if customs and filing.status in CROSSING:
        words.append(("release", _("放行进入境内")))
    before = [act for act, _title in words if act == tried[0]] or [act for act, _t in words[:1]]
    return [
        {
            "act": act,
            "title": title,
            "form": tried[1] if act == tried[0] else _form(act, filing),
            "closed": release_refusal(filing) if act == "release" else None,
            "open": act in before,
        }
        for act, title in words
    ]


@login_required
@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One filing at the authorities' desk; each form sends its `act`, one of `ACTS`."""
    user = person(request)
    filing = get_object_or_404(whole_of(desk_filings_of(user)), case=pk)
    if request.method == "GET":
        return _page(request, filing)
    name = request.POST.get("act", "")
    if name not in ACTS:
        raise Http404
    form = _form(name, filing, request.POST)
    if form is not None and not form.is_valid():
        return _page(request, filing, (name, form), faulty=form)
    try:
        ACTS[name][1](filing, form, user)
    except Refused as error:
        return _page(request, filing, (name, form), refused=error)
    messages.success(request, _("已办理。"))
    return redirect("filings:desk", pk=pk)


def _page(
    request: HttpRequest,
    filing: Filing,
    tried: Tried = ("", None),
    *,
    faulty: forms.Form | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    told = shown(filing)
    locked, species = bool(told["lock"]), bool(told["species"])
    offered = _offered(filing, person(request), tried, locked=locked, species=species)
    context = {
        **told,
        "offered": offered,
        "faulty": faulty,
        "refusal": refused and refused.refusal,
        "differences": refused.extra.get("differences", []) if refused else [],
    }
    status = refused.status if refused else (422 if faulty else 200)
    return render(request, "filings/desk.html", context, status=status)


@login_required
@require_GET
def zone(request: HttpRequest, code: str) -> HttpResponse:
    """How the zone's filings stand, for its own people and the authorities that serve it."""
    user = person(request)
    mine = parties_of(user)
    known = Zone.objects.select_related("party")
    found = get_object_or_404(
        (
            known.filter(party__in=mine) | known.filter(filing_authorities__party__in=mine)
        ).distinct(),
        code=code,
    )
    rows = [
        {
            "kind": Kind(str(one["kind"])).label,
            "status": STATUS(str(one["status"])).label,
            "n": one["n"],
        }
        for one in counts_of(found)
    ]
    copies = list(copies_due(Filing.objects.filter(zone=found))[:50])
    context = {"zone": found, "rows": rows, "copies": copies, "overdue": overdue_copies(found)}
    return render(request, "filings/zone.html", context)
