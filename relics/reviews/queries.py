"""Named reads of this room."""

import json
from collections.abc import Collection
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from approvals.cases.queries import OFFICE_ROLES, acting_key, cases_of, running_clocks
from approvals.certificates.models import Certificate
from approvals.parties.models import Role, User
from approvals.parties.queries import memberships_of, parties_of
from relics.register.models import Photo, RelicObject
from relics.register.queries import objects_of

from .models import Mark, Opinion, PanelMember, Review, ReviewItem
from .procedures import permit_kinds

Outcome = ReviewItem.Outcome
BEFORE_THE_PANEL = (
    Review.Status.SUBMITTED,
    Review.Status.BOOKED,
    Review.Status.APPOINTED,
    Review.Status.CORRECTION,
    Review.Status.NOT_ACCEPTED,
)
"""Statuses in which no opinion can have been filed."""


def reviews_of(user: User) -> QuerySet[Review]:
    """The applications a user may open, newest first."""
    return (
        Review.objects.filter(case__in=cases_of(user))
        .select_related(
            "case__applicant", "case__agent", "case__office__office", "port__office__party"
        )
        .annotate(object_count=Count("items"))
        .order_by("-case__created_at")
    )


def applications_of(user: User) -> QuerySet[Review]:
    """What the applicant's side may open, with the running clocks; officers find theirs elsewhere.

    `acts` says whether the user is an agent of the acting party and not only a viewer.
    """
    acting = OuterRef("acting")
    held = memberships_of(user).filter(role__in=[Role.AGENT, Role.VIEWER])
    side = held.filter(Q(party=acting) | Q(party=OuterRef("case__applicant")))
    return (
        reviews_of(user)
        .alias(acting=acting_key("case__agent", "case__applicant"))
        .filter(Exists(side))
        .annotate(acts=Exists(held.filter(role=Role.AGENT, party=acting)))
        .prefetch_related(Prefetch("case__clocks", running_clocks(), to_attr="running_clocks"))
    )


def full_items(review: Review) -> list[ReviewItem]:
    """All items with everything a page or a rule reads of them, in a fixed number of queries."""
    panel = PanelMember.objects.filter(review=review).select_related("appraiser__user")
    review = (
        Review.objects.select_related("case", "port")
        .prefetch_related(Prefetch("panel", panel))
        .get(pk=review.pk)
    )
    items = list(
        review.items.select_related("object", "mark", "object__owner")
        .prefetch_related(
            "object__photos",
            Prefetch("opinions", Opinion.objects.select_related("member__appraiser__user")),
        )
        .order_by("sequence")
    )
    for item in items:
        item.review = review
    return items


def open_items(review: Review) -> QuerySet[ReviewItem]:
    """The items the panel must judge."""
    return review.items.filter(status=ReviewItem.Outcome.PENDING)


def opinions_missing(review: Review, member: PanelMember) -> int:
    """How many open items this member has not judged yet."""
    judged = Opinion.objects.filter(member=member).values("item")
    return open_items(review).exclude(pk__in=judged).count()


def was_accepted(review: Review) -> bool:
    """Whether the file was accepted once: its clock is firm (R-GEN-05)."""
    firm = review.case.clocks.filter(kind="decision", confirmed_at__isnull=False)
    return firm.filter(stopped_at__isnull=True).exists()


def told_in_time(review: Review) -> bool:
    """Whether the correction notice came within its five working days (R-GEN-03).

    If not, the file counts as accepted from its receipt, and no answer moves the clock.
    """
    told = review.case.clocks.filter(kind="completeness", stopped_because="correction_sent").last()
    return told is None or timezone.localdate(told.stopped_at) <= told.due_on


def next_sequence(review: Review) -> int:
    last = review.items.aggregate(last=Max("sequence"))["last"]
    return (last or 0) + 1


def paper_naming_mark(item: ReviewItem) -> Certificate | None:
    """The paper not yet out of use on which the mark of the object stands, or None."""
    standing = ("prepared", "valid", "suspended")
    for paper in item.review.case.certificates.filter(status__in=standing).order_by("-pk"):
        things = json.loads(paper.snapshot).get("objects") or ()
        if any(one["sequence"] == item.sequence and one.get("mark") for one in things):
            return paper
    return None


def blank_marks(review: Review) -> QuerySet[Mark]:
    """The office's stock that can still be used here, in the order of its numbers."""
    kind = Mark.Kind.ENTRY if review.rules.way == "in" else Mark.Kind.EXIT
    return Mark.objects.filter(
        office__party=review.case.office, kind=kind, status=Mark.Status.BLANK
    ).order_by("number")


def found_for_release(query: str) -> QuerySet[ReviewItem]:
    """Items on issued permits, by the permit's code or number, or by the mark's number."""
    text = query.strip().rstrip("/").rsplit("/", 1)[-1]
    if not text:
        return ReviewItem.objects.none()
    papers = Q(review__case__certificates__kind__in=permit_kinds()) & (
        Q(review__case__certificates__code=text)
        | Q(review__case__certificates__number=text)
        | Q(review__case__certificates__reference=text)
    )
    reviews = ReviewItem.objects.filter(papers | Q(mark__number=text)).values("review")
    return (
        ReviewItem.objects.filter(
            review__in=reviews, status__in=["permit_issued", "released", "voided"]
        )
        .select_related("object", "mark", "review__case__applicant", "review__port")
        .prefetch_related("object__photos", "mark__sightings")
        .order_by("review", "sequence")
    )


def listed_items(review: Review) -> QuerySet[ReviewItem]:
    """The list of objects for a page, each with `photo_count` and `cover` (a photo's key)."""
    photos = Photo.objects.filter(object=OuterRef("object"))
    return (
        review.items.select_related("object")
        .annotate(
            photo_count=Count("object__photos"),
            cover=Subquery(photos.order_by("position").values("pk")[:1]),
        )
        .order_by("sequence")
    )


LIVE = (Outcome.PENDING, Outcome.PERMIT, Outcome.PERMIT_ISSUED, Outcome.FROZEN)


def _unheld(objects: QuerySet[RelicObject], again: Collection[str]) -> QuerySet[RelicObject]:
    """Those that no case holds, and whose last outcome, if any, is one of `again`."""
    items = ReviewItem.objects.filter(object=OuterRef("pk"))
    last = items.order_by("-pk").values("status")[:1]
    return objects.annotate(last=Subquery(last)).filter(
        ~Exists(items.filter(status__in=LIVE)), Q(last__isnull=True) | Q(last__in=again)
    )


def listable_again(review: Review) -> list[RelicObject]:
    """The objects of an ended application that may be listed in a new one, in their order."""
    ended = RelicObject.objects.filter(review_items__review=review)
    return list(_unheld(ended, review.rules.again).order_by("review_items__sequence"))


def earlier_items(review: Review) -> Any:
    """What became of an item's object in other applications, the newest first (edge case 48).

    For a subquery over the items of `review`: number, outcome, and how many spoke against it.
    """
    against = Count("opinions", filter=Q(opinions__may_leave=False))
    return (
        ReviewItem.objects.filter(object=OuterRef("object"))
        .exclude(review=review)
        .exclude(review__status=Review.Status.DRAFT)
        .annotate(against=against)
        .order_by("-pk")
        .values(told=JSONObject(number="review__case__number", outcome="status", against="against"))
    )


def free_objects_of(review: Review, search: str = "") -> QuerySet[RelicObject]:
    """The applicant's objects that the draft may list, each with its `cover`.

    No live case holds them. What was not presented, was handed back, or lost its permit may be
    applied for again; what has left may only come in again.
    """
    photos = Photo.objects.filter(object=OuterRef("pk")).order_by("position")
    free = _unheld(objects_of(review.case.applicant, search), review.rules.again)
    found: QuerySet[RelicObject] = review.rules.candidates(review, free)
    return found.annotate(cover=Subquery(photos.values("pk")[:1]))


def permit_of(review: Review) -> Certificate | None:
    """The newest permit of a review, in force or not; None before it is issued."""
    papers = Certificate.objects.filter(case=review.case_id, kind__in=permit_kinds())
    return papers.order_by("-pk").first()


def desk_reviews_of(user: User) -> QuerySet[Review]:
    """What the officers of an office may open: the applications received there, and no others.

    The applicant's own people are not among them: the pages of the desk show opinions before
    the decision. Each with the running clocks of its case.
    """
    return (
        Review.objects.filter(
            case__office__in=parties_of(user, *OFFICE_ROLES), case__number__isnull=False
        )
        .select_related(
            "case__applicant",
            "case__agent",
            "case__office__office",
            "port__office__party",
            "correction",
        )
        .prefetch_related(Prefetch("case__clocks", running_clocks(), to_attr="running_clocks"))
    )


def judged_items(review: Review) -> list[ReviewItem]:
    """All items with their marks and everybody's opinions, in three queries at most.

    Each with `cover` (the key of its first photograph), `photo_count` and `earlier`. Before the
    panel sits nobody has an opinion, and none is asked for.
    """
    photos = Photo.objects.filter(object=OuterRef("object")).order_by("position")
    counted = photos.order_by().values("object").annotate(n=Count("pk"))
    items = list(
        review.items.select_related("object", "mark")
        .annotate(
            cover=Subquery(photos.values("pk")[:1]),
            photo_count=Coalesce(Subquery(counted.values("n")), 0),
            earlier=ArraySubquery(earlier_items(review)),
        )
        .order_by("sequence")
    )
    for item in items:
        item.review = review
    _hear(review, items)
    return items


def _hear(review: Review, items: list[ReviewItem]) -> None:
    """Read the panel and its opinions into the application and its items."""
    panel: list[PanelMember] = []
    opinions: dict[int, list[Opinion]] = {item.pk: [] for item in items}
    if review.status not in BEFORE_THE_PANEL:
        found = PanelMember.objects.filter(review=review).select_related("appraiser__user")
        panel = list(found.order_by("pk"))
    members = {member.pk: member for member in panel}
    if members:
        for opinion in Opinion.objects.filter(member__in=members).order_by("member", "version"):
            opinion.member = members[opinion.member_id]
            opinions[opinion.item_id].append(opinion)
    review._prefetched_objects_cache = {"panel": panel}  # type: ignore[attr-defined]  # noqa: SLF001
    for item in items:
        item._prefetched_objects_cache = {"opinions": opinions[item.pk]}  # type: ignore[attr-defined]  # noqa: SLF001


def items_left(review: Review) -> list[ReviewItem]:
    """What was at the office when the application ended without an outcome."""
    if review.status != Review.Status.WITHDRAWN or not review.attendances.exists():
        return []
    left = review.items.select_related("object").filter(status=ReviewItem.Outcome.LEFT)
    return list(left.order_by("sequence"))
