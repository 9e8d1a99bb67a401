"""How a case ends before anything was decided: withdrawn, or counted as withdrawn."""

from django.utils import timezone

from approvals.cases import engine
from approvals.cases.services import stop_clock
from approvals.parties.models import User
from relics.register.models import RelicObject
from relics.register.services import free_objects
from relics.reviews.models import Review, ReviewItem
from relics.watchlists.queries import frozen_among

from .appointment import give_seats_back


def end_withdrawn(held: Review, *, seats_because: str, by: User) -> None:
    """Withdraw under the caller's lock: objects and seats free, clocks stopped, no turn left.

    No opinion is given on any object, so each may be applied for again; opinions given so far
    are kept (edge case 48). What was frozen before it stood in this draft waits for its
    instruction (R-TEMP-07). The caller has asked whether it may, and writes the trail.
    """
    held.withdraw()
    held.save(update_fields=["status"])
    open_items = list(held.items.select_for_update().filter(status=ReviewItem.Outcome.PENDING))
    barred = frozen_among([item.object_id for item in open_items])
    for item in open_items:
        if item.object_id in barred:
            item.before_freeze = item.status
            item.freeze()
        else:
            item.leave()
        item.save(update_fields=["status", "before_freeze"])
    free_objects(RelicObject.objects.filter(review_items__review=held))
    held.rules.ended(held, by=by)
    give_seats_back(held, reason=seats_because, by=by)
    for kind in ("decision", "completeness"):
        stop_clock(held.case, kind, because="withdrawn")
    engine.cancel(held.case)
    held.case.closed_at = timezone.now()
    held.case.save(update_fields=["closed_at"])
