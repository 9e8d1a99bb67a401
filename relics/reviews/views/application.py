"""The applicant's application: the list, a new one, its task list, particulars, submission."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.parties.queries import may_apply_for
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from relics.reviews.forms import NewApplicationForm, ParticularsForm
from relics.reviews.models import Review
from relics.reviews.queries import applications_of, listed_items
from relics.reviews.services import application
from relics.reviews.wording import FINISHED

from . import drafts
from .access import of_a_draft, of_an_application, typed
from .cards import cards_of, face_for

A_PAGE = 20


@login_required
@require_GET
def application_list(request: HttpRequest) -> HttpResponse:
    """My applications (我的申报): what needs me first, then drafts, then the rest."""
    user = person(request)
    known = applications_of(user)
    open_ones = cards_of(known.exclude(status__in=FINISHED)[:200])
    page = Paginator(known.filter(status__in=FINISHED), A_PAGE).get_page(request.GET.get("page"))
    sections = [
        (_("需要您办理"), [card for card in open_ones if card.is_mine_now and not card.is_draft]),
        (_("草稿"), [card for card in open_ones if card.is_draft]),
        (_("办理中"), [card for card in open_ones if not card.is_mine_now]),
        (_("已办结"), cards_of(page.object_list)),
    ]
    return render(
        request,
        "reviews/application/list.html",
        {
            "sections": [(title, cards) for title, cards in sections if cards],
            "page": page,
            "may_apply": may_apply_for(user).exists(),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def application_new(request: HttpRequest) -> HttpResponse:
    """Choose for whom, and name the application."""
    user = person(request)
    form = NewApplicationForm(
        typed(request),
        user=user,
        initial={"procedure": request.GET.get("procedure", "exit_review")},
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            review = application.draft_application(
                values["applicant"],
                title=values["title"],
                procedure=values["procedure"],
                by=user,
            )
        except Refused as error:
            refused = error
        else:
            return redirect("reviews:application", pk=review.case_id)
    return render(
        request,
        "reviews/application/new.html",
        {
            "form": form,
            "refusal": refused and refused.refusal,
            "may_apply": may_apply_for(user).exists(),
        },
        status=drafts.status_of(form, refused),
    )


@of_a_draft
@require_GET
def tasks(request: HttpRequest, review: Review) -> HttpResponse:
    """The task list of a draft: five lines, each with its status or why it is closed."""
    lines = drafts.task_lines(review)
    return render(
        request,
        "reviews/application/tasks.html",
        {
            "review": review,
            "tasks": lines,
            "done": sum(line["tone"] == "approved" for line in lines),
            "acts": review.acts,
        },
    )


@of_a_draft
@require_http_methods(["GET", "POST"])
def particulars(request: HttpRequest, review: Review) -> HttpResponse:
    """Port, destination and carrier (rules §9.2); may be kept half filled."""
    initial = drafts.known_particulars(review)
    form = ParticularsForm(typed(request), instance=review, initial=initial)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            application.fill_application(review, form.cleaned_data, by=person(request))
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("申请信息已保存。"))
            return redirect("reviews:application", pk=review.case_id)
    return render(
        request,
        "reviews/application/particulars.html",
        {
            "review": review,
            "form": form,
            "countries": drafts.COUNTRIES,
            "refusal": refused and refused.refusal,
        },
        status=drafts.status_of(form, refused),
    )


@of_a_draft
@require_GET
def check(request: HttpRequest, review: Review) -> HttpResponse:
    """Check your answers: everything that was given, and everything that is missing."""
    items = list(listed_items(review))
    return render(
        request,
        "reviews/application/check.html",
        {
            "review": review,
            "facts": drafts.particulars_facts(review),
            "items": items,
            "blockers": drafts.blockers_of(review, items),
            "acts": review.acts,
        },
    )


@of_an_application
@require_POST
def submit(request: HttpRequest, review: Review) -> HttpResponse:
    """Hand the file in. A second press leads to the same receipt."""
    if review.status == Review.Status.DRAFT:
        try:
            application.submit_application(review, by=person(request))
        except Refused as error:
            if error.refusal.code != "not_a_draft":
                return _submission_refused(request, review, error)
    return redirect("reviews:receipt", pk=review.case_id)


def _submission_refused(request: HttpRequest, review: Review, error: Refused) -> HttpResponse:
    items = list(listed_items(review))
    blockers = drafts.blockers_of(review, items)
    context = {
        "review": review,
        "facts": drafts.particulars_facts(review),
        "items": items,
        "blockers": blockers,
        "refusal": None if blockers else error.refusal,
        "acts": True,
    }
    return render(request, "reviews/application/check.html", context, status=error.status)


@of_an_application
@require_GET
def receipt(request: HttpRequest, review: Review) -> HttpResponse:
    """The receipt: the number, the clock and what comes next."""
    if review.case.number is None:
        return redirect("reviews:application", pk=review.case_id)
    return render(
        request,
        "reviews/application/receipt.html",
        {
            "review": review,
            "clock": face_for(review),
            "paper": review.case.certificates.filter(kind="submission_receipt").first(),
        },
    )
