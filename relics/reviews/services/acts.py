"""What every verb of this room does alike: lock the application, and write its trail."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.models import TrailEntry
from approvals.record.refusals import Conflict, Refusal
from approvals.record.services import Actor, write_trail
from relics.register.models import RelicObject
from relics.reviews.models import Review, ReviewItem
from relics.reviews.queries import next_sequence


def locked(review: Review) -> Review:
    """The application under its row lock; the case row is locked before it."""
    return Review.objects.select_for_update(of=("self",)).select_related("case").get(pk=review.pk)


def list_items(
    review: Review, things: Iterable[RelicObject], *, on_site: bool = False
) -> list[ReviewItem]:
    """Put objects on the list, after those that stand there. One live case for each object.

    Raises Conflict for an object that another case holds, or this one already.
    """
    first = next_sequence(review)
    items = [
        ReviewItem(review=review, object=thing, sequence=first + place, added_on_site=on_site)
        for place, thing in enumerate(things)
    ]
    try:
        with transaction.atomic():
            return ReviewItem.objects.bulk_create(items)
    except IntegrityError as error:
        raise Conflict(
            Refusal(
                "object_in_another_case",
                _("所选文物中有的已列入本申请或另一份办理中的申请。"),
                "R-EXIT-10",
                _("请先从另一份申请中移出。"),
            )
        ) from error


def trail(
    review: Review,
    verb: str,
    *,
    by: Actor,
    before: str = "",
    after: str = "",
    subject: str = "",
    reason: str = "",
    acting_for: str = "",
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
        acting_for=acting_for or (party.name if party else ""),
    )


def person(user: User) -> str:
    """A person as papers name them."""
    return str(user)
