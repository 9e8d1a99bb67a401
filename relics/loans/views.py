"""The pages of a temporary exit: its plan, the check against the approval, and what is abroad."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases.queries import OFFICE_ROLES
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role, parties_of
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.reviews.models import Review
from relics.reviews.queries import judged_items, listed_items
from relics.reviews.views.access import of_a_draft, of_an_application, typed
from relics.reviews.views.drafts import status_of as status_of_form
from relics.reviews.views.office.arrival import officers_beside
from relics.reviews.views.office.desk import Desk, at_the_desk, status_of
from relics.reviews.views.office.shown import cover_of, photos_of

from .forms import ExtendForm, PlanForm, RecallForm, VerifyForm
from .models import Loan, LoanPlan
from .procedures import not_stated, plan_of
from .queries import in_state, loans_of
from .rules import extension_barred, is_overdue, recall_barred
from .services import (
    check_approval,
    extend_loan,
    plan_loan,
    recall_loan,
    record_showing,
    state_of_object,
)
from .wording import NEXT, days_left, history_of, steps_of, tone_of

NODE = "verify"
A_PAGE = 50
FORMS: dict[str, type[Form]] = {"extend": ExtendForm, "recall": RecallForm}
STATED = ("is_sole_specimen", "is_fragile", "was_shown")


@of_a_draft
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, review: Review) -> HttpResponse:
    """The approval, its purpose and its term."""
    _of_a_temporary_exit(review)
    known = plan_of(review) or LoanPlan(review=review)
    form = PlanForm(typed(request), request.FILES or None, instance=known)
    refused = None
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        approval = values.pop("approval", None)
        try:
            known = plan_loan(review, values, approval=approval, by=person(request))
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("已保存。"))
            goes_to = "loans:statements" if not_stated(known) else "reviews:application"
            return redirect(goes_to, pk=review.case_id)
    context = {
        "review": review,
        "form": form,
        "plan": known if known.pk else None,
        "refusal": refused and refused.refusal,
    }
    status = status_of_form(form, refused)
    return render(request, "loans/plan.html", context, status=status)


@of_a_draft
@require_http_methods(["GET", "POST"])
def statements(request: HttpRequest, review: Review) -> HttpResponse:
    """Of every exhibit: sole specimen, fragile, shown at home before."""
    _of_a_temporary_exit(review)
    items = list(listed_items(review).select_related("loan_statement", "object"))
    if request.method == "POST":
        for item in items:
            said = {name: f"{name}-{item.pk}" in request.POST for name in STATED}
            state_of_object(item, by=person(request), **said)
        messages.success(request, _("已保存 %(n)d 件的说明。") % {"n": len(items)})
        return redirect("reviews:application", pk=review.case_id)
    return render(request, "loans/statements.html", {"review": review, "items": items})


@of_an_application
@require_GET
def approval_of_draft(request: HttpRequest, review: Review) -> HttpResponse:  # noqa: ARG001  the decorator's call
    """The approval as the applicant handed it in."""
    return _file(review)


@require_GET
@at_the_desk
def approval_at_desk(desk: Desk) -> HttpResponse:
    """The same, for the officers of the office."""
    return _file(desk.review)


@require_http_methods(["GET", "POST"])
@at_the_desk
def verify(desk: Desk) -> HttpResponse:
    """The objects beside the approval; two officers say that they agree."""
    officers = officers_beside(desk)
    form, refused = VerifyForm(officers=officers), None
    if desk.request.method == "POST":
        form = VerifyForm(desk.request.POST, officers=officers)
        try:
            if form.is_valid():
                check_approval(desk.review, **form.cleaned_data, by=desk.user)
                messages.success(desk.request, _("已核对，转审批。"))
                return redirect("reviews:desk_case", pk=desk.review.case_id)
        except Refused as error:
            refused = error
    context: dict[str, Any] = {
        "plan": plan_of(desk.review),
        "lines": [{"item": item, "cover": cover_of(item)} for item in judged_items(desk.review)],
        "form": form,
        "refusal": refused and refused.refusal,
    }
    status = status_of(refused, valid=not form.errors)
    return desk.page("loans/verify.html", context, node=NODE, status=status)


@login_required
@require_GET
def loan_list(request: HttpRequest) -> HttpResponse:
    """What is abroad, the nearest end first; the filter stands in the address."""
    user, state = person(request), request.GET.get("state", "open")
    found = in_state(loans_of(user), state).prefetch_related("object__photos")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "loan": loan,
            "cover": next((photo.pk for photo in loan.object.photos.all()), None),
            "overdue": is_overdue(loan),
            "tone": tone_of(loan, overdue=is_overdue(loan)),
            "next": NEXT[loan.status],
            "days": days_left(loan),
        }
        for loan in page.object_list
    ]
    context = {"page": page, "lines": lines, "state": state, "shell": _shell(user)}
    return render(request, "loans/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def loan_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One object abroad: its term, its way, and the acts on it."""
    user = person(request)
    loan = get_object_or_404(loans_of(user), pk=pk)
    form, refused = None, None
    if request.method == "POST":
        try:
            form, wrong = _act(request, loan)
            if not wrong:
                messages.success(request, _("已记录。"))
                return redirect("loans:loan", pk=pk)
        except Refused as error:
            refused = error
            form = _typed(request)
    status = refused.status if refused else (422 if form is not None else 200)
    context = _context(loan, user, form) | {"refusal": refused and refused.refusal}
    return render(request, "loans/loan.html", context, status=status)


def _context(loan: Loan, user: User, form: Form | None) -> dict[str, Any]:
    overdue, case = is_overdue(loan), loan.item.review.case
    agent = holds_role(user, Role.AGENT, case.acting_party.pk)
    at_office = parties_of(user, *OFFICE_ROLES).filter(pk=loan.office.party_id).exists()
    return {
        "loan": loan,
        "shell": _shell(user),
        "overdue": overdue,
        "tone": tone_of(loan, overdue=overdue),
        "next": NEXT[loan.status],
        "days": days_left(loan),
        "steps": steps_of(loan),
        "photos": photos_of(loan.object),
        "history": history_of(loan),
        "at_office": at_office,
        "extend": form if isinstance(form, ExtendForm) else ExtendForm(),
        "recall": form if isinstance(form, RecallForm) else RecallForm(),
        "faulty": form,
        "may_decide": holds_role(user, Role.APPROVER, loan.office.party_id),
        "extension_barred": extension_barred(loan),
        "recall_barred": recall_barred(loan),
        "may_show": agent and loan.status == Loan.Status.LEFT and _is_shown(loan),
        "may_return": agent and loan.status in Loan.ABROAD,
    }


def _is_shown(loan: Loan) -> bool:
    return loan.item.review.loan_plan.purpose == LoanPlan.Purpose.EXHIBITION


def _shell(user: User) -> str:
    """The frame of the page: officers work in theirs, applicants in the public one."""
    officer = parties_of(user, *OFFICE_ROLES).exists()
    return "base_work.html" if officer else "base_public.html"


def _typed(request: HttpRequest) -> Form | None:
    """The form of the act with what was typed, checked so that it shows its values again."""
    made = FORMS.get(request.POST.get("act", ""))
    return made(request.POST) if made else None


def _act(request: HttpRequest, loan: Loan) -> tuple[Form | None, bool]:
    """Do what was asked; the form, and whether something in it is wrong."""
    user, form = person(request), _typed(request)
    if request.POST.get("act") == "show":
        record_showing(loan, by=user)
        return None, False
    form = form or RecallForm(request.POST)
    if not form.is_valid():
        return form, True
    if isinstance(form, ExtendForm):
        extend_loan(loan, **form.cleaned_data, by=user)
    else:
        recall_loan(loan, **form.cleaned_data, by=user)
    return form, False


def _of_a_temporary_exit(review: Review) -> None:
    if review.procedure != "temporary_exit":
        raise Http404


def _file(review: Review) -> HttpResponse:
    found = get_object_or_404(LoanPlan, review=review)
    with found.approval_file.open("rb") as stream:
        content = stream.read()
    pdf = content.startswith(b"%PDF-")
    answer = HttpResponse(content, content_type="application/pdf" if pdf else "image/jpeg")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
