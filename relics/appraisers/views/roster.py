"""The roster (鉴定人员名册) and one person's page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from approvals.parties.models import Role, User
from approvals.record.refusals import NotAcceptable, Refusal, Refused
from relics.appraisers import services
from relics.appraisers.capacity import capacity_in, lines_of
from relics.appraisers.classes import CHOICES, TITLES
from relics.appraisers.fitness import Fitness, read_bench
from relics.appraisers.forms import (
    AbsenceForm,
    ExtensionForm,
    PostEndForm,
    PostForm,
    QualificationForm,
    SkillForm,
    TieForm,
)
from relics.appraisers.models import Appraiser
from relics.appraisers.queries import serving
from relics.appraisers.workload import Work, work_of

from .desk import keeps, office_of, offices_of, user_of

STANDINGS = (
    ("responsible", gettext_lazy("责任鉴定员")),
    ("specialist", gettext_lazy("专业技术人员")),
    ("unqualified", gettext_lazy("当日资格无效")),
    ("absent", gettext_lazy("当日缺勤")),
)


@login_required
@require_safe
def roster(request: HttpRequest) -> HttpResponse:
    """Everybody of the office, how the office stands against the minimum, what runs out."""
    office, today = office_of(request), timezone.localdate()
    asked = {name: request.GET.get(name, "") for name in ("q", "part", "standing")}
    people = list(serving().filter(office=office).select_related("user").order_by("pk"))
    lines = lines_of(office, today)
    bench = read_bench(people, today, today + timedelta(lines[-1] + 1))
    shown = [one for one in bench.on(today, ()) if _fits(one, asked)]
    work = work_of(people, today)
    context = {
        "office": office,
        "today": today,
        "capacity": capacity_in(bench, today, lines),
        "rows": [_row(one, work) for one in shown],
        "parts": CHOICES,
        "standings": STANDINGS,
        **asked,
    }
    return render(request, "appraisers/roster.html", context)


def _fits(one: Fitness, asked: dict[str, str]) -> bool:
    standing = {
        "responsible": one.responsible,
        "specialist": one.qualified and not one.responsible,
        "unqualified": not one.qualified,
        "absent": one.absent,
    }
    return (
        (not asked["part"] or asked["part"] in one.classes)
        and standing.get(asked["standing"], True)
        and asked["q"].strip().casefold() in str(one.appraiser).casefold()
    )


def _row(one: Fitness, work: dict[int, Work]) -> dict[str, Any]:
    return {
        "one": one,
        "classes": [TITLES[part] for part in sorted(one.classes)],
        "work": work.get(one.appraiser.pk, Work()),
    }


def people_for(request: HttpRequest) -> QuerySet[Appraiser]:
    """The appraisers whose pages the person may open: of its offices, and its own."""
    found = Appraiser.objects.filter(office__in=offices_of(user_of(request)))
    return found.select_related("user", "office__party")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: qualifications, skills, ties, posts, absences, work; and what may be entered."""
    shown = get_object_or_404(people_for(request), pk=pk)
    act = request.POST.get("act", "")
    forms_ = _forms(request, shown, act)
    refused: Refused | None = None
    if request.method == "POST":
        try:
            if act not in ACTS:
                raise NotAcceptable(Refusal("act_unknown", _("没有这项操作。"), "D-INPUT"))
            if forms_[act].is_valid():
                ACTS[act](request, shown, forms_[act])
                messages.success(request, _("已登记。"))
                return redirect("appraisers:person", pk=pk)
        except Refused as error:
            refused = error
    bad = request.method == "POST" and refused is None
    status = refused.status if refused else (422 if bad else 200)
    return render(
        request, "appraisers/person.html", _person(request, shown, forms_, refused), status=status
    )


def _person(
    request: HttpRequest, shown: Appraiser, forms_: dict[str, Any], refused: Refused | None
) -> dict[str, Any]:
    today, user = timezone.localdate(), user_of(request)
    work = work_of([shown], today).get(shown.pk, Work())
    return {
        "shown": shown,
        "today": today,
        "refusal": refused and refused.refusal,
        "certificates": shown.qualifications.order_by("-valid_from", "pk"),
        "skills": shown.skills_by_class.all(),
        "ties": shown.ties.select_related("party").order_by("-valid_from", "pk"),
        "posts": shown.user.posts.order_by("-valid_from", "pk"),
        "absences": shown.absences.select_related("substitute__user").order_by("-starts_on", "pk"),
        "bars": _bars(work),
        "forms": _offered(forms_, shown, user),
    }


def _bars(work: Work) -> list[tuple[str, int, int]]:
    """The load as bars: words, number, the longest."""
    bars = [
        (_("近 30 天场次"), work.last_30),
        (_("近 90 天场次"), work.last_90),
        (_("已排定场次"), work.coming),
        (_("未结案件"), work.open_panels),
    ]
    most = max(1, *(number for _words, number in bars))
    return [(words, number, most) for words, number in bars]


def _offered(forms_: dict[str, Any], shown: Appraiser, user: User) -> list[tuple[str, str, Any]]:
    """The forms that this reader may send: what to enter, in words, and the form."""
    keeper = keeps(user, shown.office)
    administers = keeper and keeps(user, shown.office, Role.ADMINISTRATOR)
    own = shown.user_id == user.pk
    offered = [
        ("qualification", _("登记资格"), administers),
        ("extension", _("延续资格"), administers),
        ("skill", _("登记专长类别"), keeper),
        ("absence", _("登记缺勤"), keeper),
        ("tie", _("申报利害关系"), keeper or own),
        ("post", _("登记任职"), keeper or own),
        ("post_end", _("登记任职终止"), keeper),
    ]
    return [(act, words, forms_[act]) for act, words, allowed in offered if allowed]


def _forms(request: HttpRequest, shown: Appraiser, act: str) -> dict[str, Any]:
    def typed(name: str) -> Any:
        return request.POST if act == name else None

    return {
        "qualification": QualificationForm(typed("qualification"), auto_id="q_%s"),
        "extension": ExtensionForm(typed("extension"), auto_id="e_%s", person=shown),
        "skill": SkillForm(typed("skill"), auto_id="s_%s"),
        "absence": AbsenceForm(typed("absence"), auto_id="a_%s", person=shown),
        "tie": TieForm(typed("tie"), auto_id="t_%s"),
        "post": PostForm(typed("post"), auto_id="p_%s"),
        "post_end": PostEndForm(typed("post_end"), auto_id="pe_%s", person=shown),
    }


def _enter_qualification(request: HttpRequest, shown: Appraiser, form: forms.Form) -> None:
    services.grant_qualification(shown, by=user_of(request), **form.cleaned_data)


def _enter_extension(request: HttpRequest, _shown: Appraiser, form: forms.Form) -> None:
    said = dict(form.cleaned_data)
    services.extend_qualification(said.pop("qualification"), by=user_of(request), **said)


def _enter_skill(request: HttpRequest, shown: Appraiser, form: forms.Form) -> None:
    services.record_skill(shown, by=user_of(request), **form.cleaned_data)


def _enter_absence(request: HttpRequest, shown: Appraiser, form: forms.Form) -> None:
    services.record_absence(shown, by=user_of(request), **form.cleaned_data)


def _enter_tie(request: HttpRequest, shown: Appraiser, form: forms.Form) -> None:
    services.declare_tie(shown, by=user_of(request), **form.cleaned_data)


def _enter_post(request: HttpRequest, shown: Appraiser, form: forms.Form) -> None:
    assert isinstance(form, PostForm)
    services.record_post(shown.user, shown.office, by=user_of(request), **form.values())


def _end_post(request: HttpRequest, _shown: Appraiser, form: forms.Form) -> None:
    services.end_post(form.cleaned_data["post"], on=form.cleaned_data["on"], by=user_of(request))


ACTS: dict[str, Callable[[HttpRequest, Appraiser, Any], None]] = {
    "qualification": _enter_qualification,
    "extension": _enter_extension,
    "skill": _enter_skill,
    "absence": _enter_absence,
    "tie": _enter_tie,
    "post": _enter_post,
    "post_end": _end_post,
}
