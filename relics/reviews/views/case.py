"""The case as its applicant sees it: where it is, what happened, what came out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals.cases import engine
from approvals.cases.kinds import kind_of
from approvals.cases.wording import timeline_of
from approvals.certificates.registry import office_only_kinds
from approvals.parties.signed_in import person
from approvals.record.refusals import Refused
from approvals.record.status import can_proceed
from relics.appointments.queries import live_booking
from relics.reviews.forms import CorrectionForm, WithdrawForm
from relics.reviews.models import Correction, Review
from relics.reviews.queries import applications_of, listed_items, reviews_of
from relics.reviews.services import application
from relics.reviews.services.resuming import ENDED
from relics.reviews.wording import milestones_of, next_step_of, outcome_tone, tone_of

from .access import of_an_application, typed
from .cards import face_for
from .drafts import particulars_facts, status_of


@login_required
@require_GET
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One address for both sides: the applicant's page, or on to the officers' own."""
    review = applications_of(person(request)).filter(case=pk).first()
    if review is None:
        found = get_object_or_404(reviews_of(person(request)), case=pk)
        return redirect(kind_of(found.case.kind).desk_url_name, pk=pk)
    return _case_of_applicant(request, review)


def _case_of_applicant(request: HttpRequest, review: Review) -> HttpResponse:
    """Status, clock, steps, flow picture, record, objects, papers and appointment."""
    if review.status == Review.Status.DRAFT:
        return redirect("reviews:application", pk=review.case_id)
    items = list(listed_items(review))
    for item in items:
        item.tone = outcome_tone(item.status)
    booking = live_booking(review.case)
    return render(
        request,
        "reviews/application/case.html",
        {
            "review": review,
            "tone": tone_of(review.status),
            "step": next_step_of(review),
            "clock": face_for(review),
            "steps": milestones_of(review),
            "picture": engine.picture_of(review.case),
            "facts": particulars_facts(review),
            "items": items,
            "papers": _papers(review),
            "entries": timeline_of(review.case),
            "booking": booking,
            "acts": review.acts,
            "may_withdraw": can_proceed(review.withdraw),
            "may_retract": can_proceed(review.retract),
            "may_follow": review.status in ENDED,
        },
    )


def _papers(review: Review) -> list[dict[str, Any]]:
    """The papers of the case that may be downloaded, the newest first."""
    papers = review.case.certificates.exclude(kind__in=office_only_kinds())
    return [{"paper": paper, "title": paper.title} for paper in papers.order_by("-pk")]


@of_an_application
@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, review: Review) -> HttpResponse:
    """Answer the correction notice, point by point (R-GEN-03)."""
    sent = Correction.objects.prefetch_related("points").filter(review=review).first()
    if sent is None or (request.method == "GET" and review.status != Review.Status.CORRECTION):
        return redirect("reviews:case", pk=review.case_id)
    form = CorrectionForm(typed(request), correction=sent)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            application.answer_correction(review, form.answers(), by=person(request))
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("答复已提交，期限从今天重新起算。"))
            return redirect("reviews:case", pk=review.case_id)
    return render(
        request,
        "reviews/application/correction.html",
        {
            "review": review,
            "correction": sent,
            "form": form,
            "items": listed_items(review),
            "refusal": refused and refused.refusal,
        },
        status=status_of(form, refused),
    )


@of_an_application
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, review: Review) -> HttpResponse:
    """Take the application back, after being asked once more."""
    form = WithdrawForm(typed(request))
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            application.withdraw_application(
                review, reason=form.cleaned_data["reason"], by=person(request)
            )
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("申请已撤回。"))
            return redirect("reviews:application_list")
    return render(
        request,
        "reviews/application/withdraw.html",
        {"review": review, "form": form, "refusal": refused and refused.refusal},
        status=status_of(form, refused),
    )
