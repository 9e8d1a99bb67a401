"""The desk of a comparison: side by side, measured, looked at, and signed by two."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.parties.models import User
from approvals.parties.queries import memberships_of
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.comparisons import services
from relics.comparisons.forms import (
    ExplainForm,
    FindingForm,
    MarksForm,
    MeasuresForm,
    SignForm,
    VerdictForm,
)
from relics.comparisons.models import Comparison, Signature
from relics.comparisons.queries import comparisons_of, latest_finding, whole
from relics.comparisons.wording import tone_of

from .shown import context_of

A_PAGE = 50


@login_required
@require_GET
def comparison_list(request: HttpRequest) -> HttpResponse:
    """The comparisons of the officer's office, newest first."""
    page = Paginator(comparisons_of(person(request)), A_PAGE).get_page(request.GET.get("page"))
    rows = [{"comparison": one, "tone": tone_of(one.status)} for one in page]
    return render(request, "comparisons/list.html", {"rows": rows, "page": page})


@login_required
@require_http_methods(["GET", "POST"])
def comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """One object beside its record. Each form sends its `act`, one of `ACTS`."""
    shown = get_object_or_404(whole(comparisons_of(person(request))), pk=pk)
    if request.method == "GET":
        return _page(Act(request, shown))
    act = Act(request, shown)
    do = ACTS.get(request.POST.get("act", ""))
    if do is None:
        return _page(act, status=422)
    try:
        said = do(act)
    except Refused as error:
        return _page(act, refused=error)
    if said is None:
        return _page(act, status=422)
    messages.success(request, str(said))
    return redirect("comparisons:comparison", pk=shown.pk)


@dataclass
class Act:
    """One officer's act on a comparison, and the form that did not pass if one did not."""

    request: HttpRequest
    comparison: Comparison
    faulty: forms.Form | None = None

    @property
    def user(self) -> User:
        return person(self.request)

    def passes(self, form: forms.Form) -> bool:
        """Whether the form is valid; if not it is shown again with its errors."""
        if form.is_valid():
            return True
        self.faulty = form
        return False


Said = str | Promise | None


def _present(act: Act) -> Said:
    key, file = act.request.POST.get("answers", ""), act.request.FILES.get("photo")
    answers = {str(photo.pk): photo for photo in act.comparison.reference.photos.all()}
    if file is None or key not in answers:
        return None
    services.present_photo(act.comparison, answers[key], file, by=act.user)
    return _("已保存现场照片。")


def _measure(act: Act) -> Said:
    form = MeasuresForm(act.comparison, act.request.POST)
    if not act.passes(form):
        return None
    services.record_measures(act.comparison, form.measured(), by=act.user)
    return _("已保存复测结果。")


def _mark(act: Act) -> Said:
    form = MarksForm(act.request.POST)
    if not act.passes(form):
        return None
    services.record_marks(act.comparison, **form.cleaned_data, by=act.user)
    return _("已保存查验结果。")


def _sign(act: Act, says: str) -> Said:
    form = SignForm(act.request.POST)
    if not act.passes(form):
        return None
    services.sign(act.comparison, says=says, reason=form.cleaned_data["reason"], by=act.user)
    return _("已签署。")


def _match(act: Act) -> Said:
    return _sign(act, Signature.Says.MATCH)


def _differ(act: Act) -> Said:
    return _sign(act, Signature.Says.DIFFERS)


def _explain(act: Act) -> Said:
    form = ExplainForm(act.request.POST, act.request.FILES)
    if not act.passes(form):
        return None
    services.explain(act.comparison, **form.cleaned_data, by=act.user)
    return _("已提出说明，须由两人认定。")


def _suspect(act: Act) -> Said:
    form = FindingForm(act.request.POST)
    if not act.passes(form):
        return None
    services.suspect_swap(act.comparison, text=form.cleaned_data["text"], by=act.user)
    return _("已提出疑似调换，须由两人认定。")


def _unexplained(act: Act) -> Said:
    form = FindingForm(act.request.POST)
    if not act.passes(form):
        return None
    services.leave_unexplained(act.comparison, text=form.cleaned_data["text"], by=act.user)
    return _("已提出，须由两人认定。")


def _judge(act: Act, *, agrees: bool) -> Said:
    form = VerdictForm(act.request.POST)
    finding = latest_finding(act.comparison)
    if finding is None or str(finding.pk) != act.request.POST.get("finding"):
        raise Http404
    if not act.passes(form):
        return None
    services.judge_finding(finding, agrees=agrees, reason=form.cleaned_data["reason"], by=act.user)
    return _("已签署。")


def _agree(act: Act) -> Said:
    return _judge(act, agrees=True)


def _disagree(act: Act) -> Said:
    return _judge(act, agrees=False)


ACTS: dict[str, Callable[[Act], Said]] = {
    "photo": _present,
    "measures": _measure,
    "marks": _mark,
    "match": _match,
    "differs": _differ,
    "explain": _explain,
    "suspect": _suspect,
    "unexplained": _unexplained,
    "agree": _agree,
    "disagree": _disagree,
}


def _page(act: Act, *, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    held = list(memberships_of(act.user).values_list("role", "party_id"))
    act.request.held_roles = {role for role, _party in held}  # type: ignore[attr-defined]
    here = {role for role, party in held if party == act.comparison.case.office_id}
    context: dict[str, Any] = context_of(act.comparison, act.user, here, act.faulty)
    context["refusal"] = refused and refused.refusal
    return render(
        act.request,
        "comparisons/comparison.html",
        context,
        status=refused.status if refused else status,
    )
