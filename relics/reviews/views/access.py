"""Who may open which application. Strangers get the page for what does not exist."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect

from approvals.parties.signed_in import person
from relics.reviews.models import Review
from relics.reviews.queries import applications_of

Rest = ParamSpec("Rest")
OfAReview = Callable[Concatenate[HttpRequest, Review, Rest], HttpResponse]
Answers = Callable[..., HttpResponse]


def of_an_application(view: "OfAReview[Rest]") -> Answers:
    """Hand the view the application of the case `pk`, if the person may open it; else 404."""

    def opened(
        request: HttpRequest, pk: UUID, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        review = get_object_or_404(applications_of(person(request)), case=pk)
        return view(request, review, *args, **kwargs)

    update_wrapper(opened, view)
    return login_required(opened)


def of_a_draft(view: "OfAReview[Rest]") -> Answers:
    """As `of_an_application`; who only looks at what is no longer a draft goes to its case.

    An act on it goes on to its service, which refuses it with the reason.
    """
    return _of_one_in({Review.Status.DRAFT}, view)


def of_an_open_file(view: "OfAReview[Rest]") -> Answers:
    """As `of_a_draft`, and while the applicant answers a correction notice (R-GEN-03)."""
    return _of_one_in({Review.Status.DRAFT, Review.Status.CORRECTION}, view)


def _of_one_in(statuses: set[str], view: "OfAReview[Rest]") -> Answers:
    def opened(
        request: HttpRequest, review: Review, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        if request.method == "GET" and review.status not in statuses:
            return redirect("reviews:case", pk=review.case_id)
        return view(request, review, *args, **kwargs)

    update_wrapper(opened, view)
    return of_an_application(opened)


def typed(request: HttpRequest) -> QueryDict | None:
    """What was typed in, or None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None
