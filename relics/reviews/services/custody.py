"""Refused objects go back to the party against signature (R-EXIT-09)."""

import hashlib
from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.parties.models import User
from approvals.record.refusals import NotAcceptable, Refusal
from approvals.record.services import canonical
from relics.reviews.models import HandBack, Review, ReviewItem
from relics.reviews.papers import hand_back_content

from .acts import locked, trail
from .paper_acts import close_review, issue_notice


def hand_back(
    review: Review, items: Collection[ReviewItem], *, received_by: str, by: User
) -> list[HandBack]:
    """Return every refused object to the named person, who signs for them; the case closes."""
    with engine.turn(review.case, "hand_back", by=by):
        held = locked(review)
        if not received_by.strip():
            raise NotAcceptable(Refusal("signature_missing", _("请填写领取人姓名。"), "R-EXIT-09"))
        waiting = {
            item.pk: item
            for item in held.items.select_for_update(of=("self",))
            .select_related("object")
            .filter(status=ReviewItem.Outcome.PROHIBITED)
        }
        if {item.pk for item in items} != set(waiting):
            raise NotAcceptable(
                Refusal("items_missing", _("须一次退还全部不准出境的文物。"), "R-EXIT-09")
            )
        moment = timezone.now()
        records = []
        for item in waiting.values():
            signed = {"item": item.pk, "received_by": received_by.strip(), "at": moment}
            records.append(
                HandBack(
                    item=item,
                    received_by=received_by.strip(),
                    officer=by,
                    at=moment,
                    signature=hashlib.sha256(canonical(signed)).hexdigest(),
                )
            )
            item.hand_back()
            item.save(update_fields=["status"])
        HandBack.objects.bulk_create(records)
        trail(
            held,
            "custody.hand_back",
            by=by,
            received_by=received_by,
            items=[item.sequence for item in waiting.values()],
        )
        content = hand_back_content(held, list(waiting.values()), received_by.strip(), by)
        issue_notice(held, "hand_back_receipt", content, by=by)
        close_review(held, by=by)
    return records
