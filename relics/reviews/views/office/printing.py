"""Worksheets for a store-room without network (工作单): one block for each object, on A4."""

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from approvals.parties.signed_in import person
from relics.appointments.models import SEATED
from relics.appointments.views import sessions_for
from relics.register.models import Photo
from relics.reviews.models import PanelMember, Review, ReviewItem
from relics.reviews.queries import desk_reviews_of, judged_items

from .desk import Desk, at_the_desk
from .shown import cover_of, finding_of, open_ones


@require_GET
@at_the_desk
def worksheets(desk: Desk) -> HttpResponse:
    """The worksheets of one case."""
    items = open_ones(judged_items(desk.review))
    return _print(desk.request, [_sheet(desk.review, desk.review.seated, items)])


@login_required
@require_GET
def session_worksheets(request: HttpRequest, pk: int) -> HttpResponse:
    """The worksheets of all cases of one session, in the order of their numbers."""
    session = get_object_or_404(sessions_for(person(request)), pk=pk)
    reviews = list(
        desk_reviews_of(person(request))
        .filter(case__bookings__session=session, case__bookings__status__in=SEATED)
        .order_by("case__number")
    )
    panels: dict[int, list[PanelMember]] = {}
    seated = PanelMember.objects.filter(review__in=reviews, left_at__isnull=True)
    for member in seated.select_related("appraiser__user"):
        panels.setdefault(member.review_id, []).append(member)
    items: dict[int, list[ReviewItem]] = {}
    covers = Photo.objects.filter(object=OuterRef("object")).order_by("position")
    waiting = ReviewItem.objects.filter(review__in=reviews, status=ReviewItem.Outcome.PENDING)
    for item in (
        waiting.select_related("object")
        .annotate(cover=Subquery(covers.values("pk")[:1]))
        .order_by("review", "sequence")
    ):
        items.setdefault(item.review_id, []).append(item)
    sheets = [_sheet(one, panels.get(one.pk, []), items.get(one.pk, [])) for one in reviews]
    return _print(request, sheets, session)


def _sheet(review: Review, panel: list[PanelMember], items: list[ReviewItem]) -> dict[str, object]:
    return {
        "review": review,
        "case": review.case,
        "panel": panel,
        "lines": [
            {"item": item, "cover": cover_of(item), "finding": finding_of(item)} for item in items
        ],
    }


def _print(
    request: HttpRequest, sheets: list[dict[str, object]], session: object = None
) -> HttpResponse:
    context = {"sheets": sheets, "session": session}
    return render(request, "reviews/office/worksheets.html", context)
