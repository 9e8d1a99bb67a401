"""What every verb of this room does alike: lock the application, and write its trail."""

from typing import Any

from approvals.parties.models import User
from approvals.record.models import TrailEntry
from approvals.record.services import Actor, write_trail
from relics.reviews.models import Review


def locked(review: Review) -> Review:
    """The application under its row lock; the case row is locked before it."""
    return Review.objects.select_for_update(of=("self",)).select_related("case").get(pk=review.pk)


def trail(
    review: Review,
    verb: str,
    *,
    by: Actor,
    before: str = "",
    after: str = "",
    subject: str = "",
    reason: str = "",
    **facts: Any,
) -> TrailEntry:
    """One entry in the case's chain: the status before and after, and the facts of the act."""
    case = review.case
    party = case.acting_party if verb.startswith("application.") else case.office
    return write_trail(
        case.chain,
        verb,
        by=by,
        subject=subject or f"review:{review.pk}",
        before={"status": before} if before else {},
        after={**({"status": after} if after else {}), **facts},
        reason=reason,
        acting_for=party.name if party else "",
    )


def person(user: User) -> str:
    """A person as papers name them."""
    return str(user)
