"""What a freeze does to an object under review: it waits apart, and the others go on (§10.1)."""

from approvals.cases import engine
from approvals.parties.models import User
from relics.register.services import free_objects
from relics.reviews.models import Review, ReviewItem
from relics.watchlists.models import Freeze

from .acts import locked, trail
from .doubts import doubt_object, object_is_free, object_is_lost
from .paper_acts import close_when_settled

STATUS, OUTCOME = Review.Status, ReviewItem.Outcome
STOPPED = (OUTCOME.PENDING, OUTCOME.PERMIT, OUTCOME.PERMIT_ISSUED, OUTCOME.PROHIBITED)
BEFORE_THE_DECISION = (
    STATUS.SUBMITTED,
    STATUS.BOOKED,
    STATUS.APPOINTED,
    STATUS.CORRECTION,
    STATUS.ACCEPTED,
    STATUS.HALTED,
    STATUS.APPRAISING,
    STATUS.PENDING_APPROVAL,
)


def set_frozen(freeze: Freeze, by: User) -> None:
    """Take the frozen object out of the way of its case (R-TEMP-07, R-EXIT-16)."""
    found = ReviewItem.objects.filter(object=freeze.object_id, status__in=STOPPED)
    for item in found.exclude(review__status=STATUS.DRAFT).select_related("review"):
        engine.lock_case(item.review.case_id)
        held = ReviewItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        held.before_freeze = held.status
        held.freeze()
        held.save(update_fields=["status", "before_freeze"])
        _tell(held, by, before=held.before_freeze)
        if held.before_freeze == OUTCOME.PERMIT_ISSUED:
            doubt_object(held, freeze)


def end_frozen(freeze: Freeze, by: User) -> None:
    """Follow the instruction from outside: back to where it was, or handed over."""
    found = ReviewItem.objects.filter(object=freeze.object_id, status=OUTCOME.FROZEN)
    for item in found.select_related("review"):
        engine.lock_case(item.review.case_id)
        review = locked(item.review)
        held = review.items.select_for_update(of=("self",)).select_related("object").get(pk=item.pk)
        if freeze.status == Freeze.Status.HANDED_OVER:
            held.hand_over()
            if held.before_freeze == OUTCOME.PERMIT_ISSUED:
                object_is_lost(held, freeze)
        else:
            _thaw(held, review)
        held.save(update_fields=["status"])
        _tell(held, by, before=OUTCOME.FROZEN)
        if held.status == OUTCOME.PERMIT_ISSUED:
            object_is_free(held, freeze, by)
        close_when_settled(review, by=by)


def _thaw(item: ReviewItem, review: Review) -> None:
    """Back to what it was, while its case is still there for it; else it may be applied anew."""
    was = item.before_freeze
    if was == OUTCOME.PENDING and review.status in BEFORE_THE_DECISION:
        item.thaw_open()
    elif was == OUTCOME.PERMIT and review.status in (STATUS.DECIDED, STATUS.LABELLED):
        item.thaw_permitted()
    elif was == OUTCOME.PERMIT_ISSUED:
        item.thaw_issued()
    elif was == OUTCOME.PROHIBITED and review.status != STATUS.CLOSED:
        item.thaw_prohibited()
    else:
        item.set_aside()
        free_objects([item.object])


def _tell(item: ReviewItem, by: User, *, before: str) -> None:
    trail(
        item.review,
        "freeze.follow",
        by=by,
        subject=f"item:{item.pk}",
        before=before,
        after=item.status,
    )
