"""The parts of the inbox that the bar at the left offers, and the office's own list of cases."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from approvals.cases.views import A_PAGE, inbox_page
from approvals.parties.signed_in import person
from relics.reviews.models import Review
from relics.reviews.queries import desk_reviews_of
from relics.reviews.views.cards import cards_of


@login_required
@require_GET
def intake_list(request: HttpRequest) -> HttpResponse:
    """What waits for intake: to accept, people to check in, marks, things to hand back."""
    nodes = ("intake", "check_in", "mark", "hand_back")
    return inbox_page(request, title=_("受理"), nodes=nodes)


@login_required
@require_GET
def examination_list(request: HttpRequest) -> HttpResponse:
    """The cases in which the person sits on the panel."""
    return inbox_page(request, title=_("实物审核"), nodes=("appraise",))


@login_required
@require_GET
def decision_list(request: HttpRequest) -> HttpResponse:
    """The cases that wait for the approver."""
    return inbox_page(request, title=_("审批"), nodes=("approve",))


@login_required
@require_GET
def issue_list(request: HttpRequest) -> HttpResponse:
    """The cases whose papers are to be issued."""
    return inbox_page(request, title=_("签发"), nodes=("issue",))


@login_required
@require_GET
def desk_list(request: HttpRequest) -> HttpResponse:
    """Every case of the office, whoever's turn it is; to look one up."""
    search, status = request.GET.get("q", "").strip()[:100], request.GET.get("status", "")
    known = desk_reviews_of(person(request)).order_by("-case__received_at", "-pk")
    if status in Review.Status.values:
        known = known.filter(status=status)
    if search:
        known = known.filter(
            Q(case__number__icontains=search)
            | Q(case__title__icontains=search)
            | Q(case__applicant__name__icontains=search)
        )
    page = Paginator(known, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cards": cards_of(page.object_list),
        "search": search,
        "status": status,
        "choices": [one for one in Review.Status.choices if one[0] != Review.Status.DRAFT],
    }
    return render(request, "reviews/office/list.html", context)
