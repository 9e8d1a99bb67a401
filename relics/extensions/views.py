"""The pages of an extension: choose, fill in, look, answer, and the way to the refusal."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import FileResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.models import AdverseAct
from approvals.cases.queries import cases_of
from approvals.cases.turns import TurnFace, faces_of_turns, tasks_of, turn_refusal
from approvals.cases.wording import AT_THE_DESK, SENTENCES, timeline_of
from approvals.certificates.registry import office_only_kinds
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role, memberships_of
from approvals.record.refusals import Refused
from approvals.record.typed import keys_among
from relics.entries.models import Stay
from relics.entries.shown import faces_of, tone_of
from relics.reviews.views.access import person, typed

from .forms import AnswerForm, ChoosingForm, ExtensionForm, TakeBackForm
from .kinds import steps_of
from .models import Extension
from .queries import extensions_of, requesters_of, selectable_stays, stays_in
from .rules import asked_no_more_refusal, needs_higher_customs
from .services import (
    answer_extension,
    draft_extension,
    draft_refusal,
    fill_extension,
    keep_consent,
    submit_extension,
    take_back_extension,
)
from .services.answering import REFUSAL

Held = frozenset[tuple[str, int]]

A_PAGE = 50
AT_WORK = (Role.INTAKE, Role.APPROVER, Role.ISSUER, Role.SCHEDULER, Role.APPRAISER, Role.CUSTOMS)
TONES = {
    "draft": "waiting",
    "submitted": "review",
    "approved": "approved",
    "refused": "refused",
    "taken_back": "",
}


@login_required
@require_GET
def extension_list(request: HttpRequest) -> HttpResponse:
    """Every application the person may see, newest first; the filter stands in the address."""
    user, status = person(request), request.GET.get("status", "")
    found = extensions_of(user)
    if status in Extension.Status.values:
        found = found.filter(status=status)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = [{"extension": one, "tone": TONES[one.status]} for one in page.object_list]
    context = {
        "page": page,
        "rows": rows,
        "status": status,
        "statuses": Extension.Status.choices,
        "shell": _shell(_held(user)),
        "may_ask": requesters_of(user).exists(),
    }
    return render(request, "extensions/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Tick the objects of one entry; those of another declarant by the code on its register."""
    user, code = person(request), request.POST.get("code") or request.GET.get("code", "")
    requesters = requesters_of(user)
    chosen = keys_among((request.POST or request.GET).getlist("stay"))
    form = ChoosingForm(typed(request), requesters=requesters)
    stays = list(selectable_stays(user, code.strip())[:500])
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            requester = form.cleaned_data["requester"]
            made = draft_extension(chosen, requester=requester, code=code.strip(), by=user)
            return redirect("extensions:application", pk=made.case_id)
        except Refused as error:
            refused = error
    context = {
        "form": form,
        "lines": [_line(stay, chosen) for stay in stays],
        "code": code,
        "refusal": refused and refused.refusal,
    }
    status = _status(refused, form)
    return render(request, "extensions/new.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How long and why; saved, or saved and handed in."""
    user = person(request)
    extension = _of_our_side(user, pk)
    if request.method == "GET" and extension.status != Extension.Status.DRAFT:
        return redirect("extensions:case", pk=pk)
    first = {name: getattr(extension, name) for name in ("months", "reason", "change_number")}
    form = ExtensionForm(typed(request), request.FILES or None, initial=first)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, extension, form, user)
            return redirect("extensions:case", pk=pk)
        except Refused as error:
            refused = error
    context = {**_seen(extension), "form": form, "refusal": refused and refused.refusal}
    status = _status(refused, form)
    return render(request, "extensions/application.html", context, status=status)


def _keep(request: HttpRequest, extension: Extension, form: ExtensionForm, user: User) -> None:
    values = dict(form.cleaned_data)
    consent_file = values.pop("consent")
    fill_extension(extension, **values, by=user)
    if consent_file:
        keep_consent(extension, consent_file, by=user)
    if "submit" in request.POST:
        submit_extension(extension, by=user)
        messages.success(request, _("已提交，回执已制发。"))
    else:
        messages.success(request, _("已保存。"))


@login_required
@require_GET
def case_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The application as its side, the declarant and both authorities see it."""
    user = person(request)
    extension = _visible(user, pk)
    held = _held(user)
    desk = _is_at_work(held, extension)
    faces = _faces(extension, user, held)
    context = {
        **_seen(extension),
        "shell": _shell(held),
        "answers": list(extension.answers.all()) if desk or extension.decided_at else [],
        "steps": steps_of(extension.case),
        "turns": [face for face in faces if face.refusal is None],
        "papers": extension.case.certificates.exclude(kind__in=office_only_kinds()).order_by("pk"),
        "may_download": cases_of(user).filter(pk=pk).exists(),
        "entries": timeline_of(extension.case, AT_THE_DESK if desk else SENTENCES),
        "is_ours": (Role.AGENT, extension.case.acting_party.pk) in held,
        "waiting": [face for face in faces if face.refusal is not None],
    }
    return render(request, "extensions/case.html", context)


@login_required
@require_GET
def consent(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The declarant's consent as it was sent."""
    extension = _visible(person(request), pk)
    if not extension.consent_file:
        raise Http404
    name = extension.consent_file.name[-40:]
    answer = FileResponse(extension.consent_file.open("rb"), filename=name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def office(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The approver decides, or records the number of the national administration."""
    return _answer(request, pk, "office")


@login_required
@require_http_methods(["GET", "POST"])
def customs(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Customs of the entry agrees or does not."""
    return _answer(request, pk, "customs")


def _answer(request: HttpRequest, pk: UUID, side: str) -> HttpResponse:
    user = person(request)
    extension = _at_work(user, pk)
    form, refused = AnswerForm(typed(request), asked=extension.months), None
    if request.method == "POST" and form.is_valid():
        try:
            held = answer_extension(extension, side, **form.answer(), by=user)
            messages.success(request, _("答复已记录。"))
            waits = held.status == Extension.Status.SUBMITTED and _draft_of(held) is not None
            to_sign = waits and holds_role(user, Role.APPROVER, held.case.office_id or 0)
            return redirect("extensions:refusal" if to_sign else "extensions:case", pk=pk)
        except Refused as error:
            refused = error
    seen = _seen(extension)
    context = {
        **seen,
        "form": form,
        "side": side,
        "by_administration": side == "office"
        and extension.authority == Extension.Authority.ADMINISTRATION,
        "higher": side == "customs" and needs_higher_customs(extension, seen["stays"]),
        "closed": asked_no_more_refusal(extension, side)
        or turn_refusal(_faces(extension, user, _held(user)), side),
        "refusal": refused and refused.refusal,
    }
    status = _status(refused, form)
    return render(request, "extensions/answer.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def refusal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To the draft that waits for its signature; if it was dropped, a new one may be drafted."""
    user = person(request)
    extension = _at_work(user, pk)
    closed = turn_refusal(_faces(extension, user, _held(user)), "refuse")
    if closed is None and request.method == "POST":
        draft_refusal(extension)
    act = _draft_of(extension)
    if closed is None and act is not None:
        return redirect("cases:act", pk=act.pk)
    return render(request, "extensions/refusal.html", {**_seen(extension), "closed": closed})


@login_required
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the application back, after being asked once more."""
    user = person(request)
    extension = _of_our_side(user, pk)
    form, refused = TakeBackForm(typed(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            take_back_extension(extension, reason=form.cleaned_data["reason"], by=user)
            messages.success(request, _("延期申请已撤回。"))
            return redirect("extensions:case", pk=pk)
        except Refused as error:
            refused = error
    context = {**_seen(extension), "form": form, "refusal": refused and refused.refusal}
    status = _status(refused, form)
    return render(request, "extensions/take_back.html", context, status=status)


def _draft_of(extension: Extension) -> AdverseAct | None:
    drafts = AdverseAct.objects.filter(case=extension.case_id, kind=REFUSAL, status="drafted")
    return drafts.first()


def _visible(user: User, pk: UUID) -> Extension:
    return get_object_or_404(extensions_of(user), case=pk)


def _of_our_side(user: User, pk: UUID) -> Extension:
    """For the side that asks: an agent, or one who only looks; else 404."""
    extension = _visible(user, pk)
    side = extension.case.acting_party.pk
    if not any(holds_role(user, role, side) for role in (Role.AGENT, Role.VIEWER)):
        raise Http404
    return extension


def _held(user: User) -> Held:
    """What the person may do, and for whom."""
    return frozenset(memberships_of(user).values_list("role", "party_id"))


def _is_at_work(held: Held, extension: Extension) -> bool:
    parties = (extension.case.office_id, extension.entry.entry.customs_id)
    return any(role in AT_WORK and party in parties for role, party in held)


def _at_work(user: User, pk: UUID) -> Extension:
    extension = _visible(user, pk)
    if not _is_at_work(_held(user), extension):
        raise Http404
    return extension


def _faces(extension: Extension, user: User, held: Held) -> list[TurnFace]:
    return faces_of_turns(extension.case, tasks_of(extension.case), user, held)


def _shell(held: Held) -> str:
    """Officers work at the desk, all others on the public pages."""
    at_work = any(role in AT_WORK for role, _party in held)
    return "base_work.html" if at_work else "base_public.html"


def _line(stay: Stay, chosen: set[int]) -> dict[str, Any]:
    return {
        "stay": stay,
        "faces": faces_of(stay),
        "tone": tone_of(stay),
        "chosen": stay.pk in chosen,
    }


def _seen(extension: Extension) -> dict[str, Any]:
    """What every page about one application shows."""
    stays = stays_in(extension)
    return {
        "extension": extension,
        "case": extension.case,
        "stays": stays,
        "lines": [_line(stay, set()) for stay in stays],
        "tone": TONES[extension.status],
    }


def _status(refused: Refused | None, form: Form) -> int:
    if refused is not None:
        return refused.status
    return 422 if form.errors else 200
