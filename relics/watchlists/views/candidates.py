"""The candidates that wait for two officers, and one of them beside its entry."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.acting import Act, Said, answer
from approvals.parties.models import Role
from approvals.record.refusals import Refusal
from relics.register.models import MEASURES, RelicObject
from relics.watchlists import services
from relics.watchlists.forms import VerdictForm
from relics.watchlists.models import Candidate, CandidateVerdict, ListedObject
from relics.watchlists.queries import OPEN, candidates_of
from relics.watchlists.rules import JUDGES, role_refusal, verdict_refusal
from relics.watchlists.wording import reasons_in_words, tone_of

A_PAGE = 30


@dataclass(frozen=True)
class Line:
    """One fact of the object beside the same of the entry."""

    label: Any
    here: Any
    there: Any


@login_required
@require_GET
def candidate_list(request: HttpRequest) -> HttpResponse:
    """What waits at the officer's office, the likest first; `?all=1` shows the settled too."""
    found = candidates_of(request.user)
    if not request.GET.get("all"):
        found = found.filter(status__in=OPEN)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"candidate": one, "tone": tone_of(one.status), "reasons": reasons_in_words(one)}
        for one in page
    ]
    return render(request, "watchlists/candidates.html", {"rows": rows, "page": page})


@login_required
@require_http_methods(["GET", "POST"])
def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """One candidate side by side with its entry; `act` is confirm or dismiss."""
    subject = get_object_or_404(candidates_of(request.user), pk=pk)
    return answer(Act(request, subject), {"confirm": _confirm, "dismiss": _dismiss}, _page)


def _judge(act: Act, says: str) -> Said:
    form = VerdictForm(act.request.POST)
    if not act.passes(form):
        return None
    services.judge_candidate(
        act.subject, says=says, reason=form.cleaned_data["reason"], by=act.user
    )
    return _("已签署。")


def _confirm(act: Act) -> Said:
    return _judge(act, CandidateVerdict.Says.CONFIRMED)


def _dismiss(act: Act) -> Said:
    return _judge(act, CandidateVerdict.Says.DISMISSED)


def _page(act: Act, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    subject: Candidate = act.subject
    context = {
        "candidate": subject,
        "thing": subject.object,
        "entry": subject.entry,
        "tone": tone_of(subject.status),
        "reasons": reasons_in_words(subject),
        "lines": _lines(subject),
        "here": subject.object.photos.order_by("position"),
        "there": subject.entry.photos.all(),
        "verdicts": subject.verdicts.select_related("officer"),
        "freeze": getattr(subject, "freeze", None),
        "closed": _closed(act),
        "form": act.shown(VerdictForm()),
        "faulty": act.faulty,
        "refusal": refusal,
    }
    return render(act.request, "watchlists/candidate.html", context, status=status)


def _closed(act: Act) -> Refusal | None:
    """Why this officer may not sign now."""
    roles: tuple[str, ...] = JUDGES
    if act.subject.status == Candidate.Status.DISPUTED:
        roles = (Role.APPROVER,)
    return verdict_refusal(act.subject, act.user) or role_refusal(
        act.subject.office, act.user, roles
    )


def _lines(subject: Candidate) -> list[Line]:
    thing, entry = subject.object, subject.entry
    texts = [
        Line(_("名称"), thing.name, entry.name),
        Line(_("英文名称"), thing.name_en, entry.name_en),
        Line(_("款识与标识"), thing.inscriptions, entry.inscriptions),
        Line(_("材料"), thing.materials or thing.get_texture_display(), entry.materials),
        Line(_("年代"), thing.age or thing.date_text, entry.date_text),
        Line(_("起止年"), _years(thing), _years(entry)),
        Line(_("尺寸"), thing.size, entry.size),
    ]
    measures = [
        Line(_label(name), _number(getattr(thing, name)), entry.measures.get(name, ""))
        for name in MEASURES
        if getattr(thing, name) is not None or name in entry.measures
    ]
    lost = f"{entry.lost_on} {entry.lost_at}".strip()
    rest = [
        Line(_("描述"), thing.description, entry.description),
        Line(_("来源；失窃时间与地点"), thing.provenance, lost),
    ]
    return [line for line in (*texts, *measures, *rest) if line.here or line.there]


def _years(one: RelicObject | ListedObject) -> str:
    if one.year_from is None and one.year_to is None:
        return ""
    return f"{one.year_from or '?'} — {one.year_to or '?'}"


def _number(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _label(name: str) -> Any:
    return RelicObject._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # noqa: SLF001
