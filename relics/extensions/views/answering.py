"""The application before all its readers; the two answers; the way to the refusal."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import FileResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.models import AdverseAct
from approvals.cases.queries import cases_of
from approvals.cases.turns import turn_refusal
from approvals.cases.wording import AT_THE_DESK, SENTENCES, timeline_of
from approvals.certificates.registry import office_only_kinds
from approvals.parties.models import Role
from approvals.parties.queries import holds_role
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.extensions.forms import AnswerForm
from relics.extensions.kinds import steps_of
from relics.extensions.models import Extension
from relics.extensions.rules import asked_no_more_refusal, needs_higher_customs
from relics.extensions.services import (
    answer_extension,
    draft_refusal,
)
from relics.extensions.services.answering import REFUSAL
from relics.reviews.views.access import typed

from .shown import at_work, faces_for, held_by, is_at_work, seen, shell_of, status_of, visible


@login_required
@require_GET
def case_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The application as its side, the declarant and both authorities see it."""
    user = person(request)
    extension = visible(user, pk)
    held = held_by(user)
    desk = is_at_work(held, extension)
    faces = faces_for(extension, user, held)
    context = {
        **seen(extension),
        "shell": shell_of(held),
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
    extension = visible(person(request), pk)
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
    extension = at_work(user, pk)
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
    shown = seen(extension)
    context = {
        **shown,
        "form": form,
        "side": side,
        "by_administration": side == "office"
        and extension.authority == Extension.Authority.ADMINISTRATION,
        "higher": side == "customs" and needs_higher_customs(extension, shown["stays"]),
        "closed": asked_no_more_refusal(extension, side)
        or turn_refusal(faces_for(extension, user, held_by(user)), side),
        "refusal": refused and refused.refusal,
    }
    status = status_of(refused, form)
    return render(request, "extensions/answer.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def refusal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To the draft that waits for its signature; if it was dropped, a new one may be drafted."""
    user = person(request)
    extension = at_work(user, pk)
    closed = turn_refusal(faces_for(extension, user, held_by(user)), "refuse")
    if closed is None and request.method == "POST":
        draft_refusal(extension)
    act = _draft_of(extension)
    if closed is None and act is not None:
        return redirect("cases:act", pk=act.pk)
    return render(request, "extensions/refusal.html", {**seen(extension), "closed": closed})


def _draft_of(extension: Extension) -> AdverseAct | None:
    drafts = AdverseAct.objects.filter(case=extension.case_id, kind=REFUSAL, status="drafted")
    return drafts.first()
