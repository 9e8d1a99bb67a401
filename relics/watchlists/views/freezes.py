"""The frozen objects, and one freeze with its report, instructions and what happened."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.record.refusals import Refusal
from relics.watchlists import services
from relics.watchlists.forms import InstructionForm, ReportForm
from relics.watchlists.models import Freeze
from relics.watchlists.queries import freezes_of, offices_of
from relics.watchlists.rules import (
    SIGNERS,
    instruction_refusal,
    report_refusal,
    role_refusal,
    rule_of,
)
from relics.watchlists.wording import NEXT, steps_of, tone_of

A_PAGE = 30


@login_required
@require_GET
def freeze_list(request: HttpRequest) -> HttpResponse:
    """The freezes of the officer's office, the newest first."""
    page = Paginator(freezes_of(request.user), A_PAGE).get_page(request.GET.get("page"))
    rows = [{"freeze": one, "tone": tone_of(one.status)} for one in page]
    opens = offices_of(request.user).exists()
    return render(request, "watchlists/freezes.html", {"rows": rows, "page": page, "opens": opens})


@login_required
@require_http_methods(["GET", "POST"])
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """One freeze; `act` is report or instruct."""
    subject = get_object_or_404(freezes_of(request.user), pk=pk)
    return answer(Act(request, subject), {"report": _report, "instruct": _instruct}, _page)


def _report(act: Act) -> Said:
    form = ReportForm(act.request.POST)
    if not act.passes(form):
        return None
    services.report_freeze(act.subject, text=form.cleaned_data["text"], by=act.user)
    return gettext_lazy("已签发报告并通报。")


def _instruct(act: Act) -> Said:
    form = InstructionForm(act.request.POST, act.request.FILES)
    if not act.passes(form):
        return None
    services.record_instruction(act.subject, **form.cleaned_data, by=act.user)
    return gettext_lazy("已录入处置指令。")


def _page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    subject: Freeze = act.subject
    context = {
        "freeze": subject,
        "thing": subject.object,
        "tone": tone_of(subject.status),
        "steps": steps_of(subject),
        "next": NEXT[subject.status],
        "rule": rule_of(subject.ground),
        "photos": subject.object.photos.order_by("position"),
        "timeline": _timeline(subject),
        "not_signer": role_refusal(subject.office, act.user, SIGNERS),
        "no_report": report_refusal(subject),
        "no_instruction": instruction_refusal(subject),
        "report_form": act.shown(ReportForm(initial={"text": subject.report})),
        "instruction_form": act.shown(InstructionForm()),
        "faulty": act.faulty,
        "refusal": refusal,
    }
    return render(act.request, "watchlists/freeze.html", context, status=status)


def _timeline(subject: Freeze) -> list[dict[str, Any]]:
    """Opened, reported, and each instruction; the newest first."""
    told: list[dict[str, Any]] = [
        {
            "title": _("冻结"),
            "by": f"{subject.opened_by}{_('、')}{subject.second}",
            "at": subject.opened_at,
            "text": subject.get_ground_display(),
            "tone": "done",
        }
    ]
    if subject.reported_at:
        told.append(
            {
                "title": _("签发报告"),
                "by": str(subject.reported_by),
                "at": subject.reported_at,
                "text": "",
                "tone": "done",
            }
        )
    told += [
        {
            "title": one.get_outcome_display(),
            "by": str(one.by),
            "at": one.at,
            "text": f"{one.authority} {one.number}",
            "tone": "done",
            "file": one.pk,
        }
        for one in subject.instructions.select_related("by")
    ]
    return told[::-1]
