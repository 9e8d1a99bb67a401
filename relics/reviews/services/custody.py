"""Objects go back to the party against signature (R-EXIT-09)."""

import hashlib
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal
from approvals.record.services import canonical
from relics.reviews.models import HandBack, Review, ReviewItem
from relics.reviews.papers import hand_back_content
from relics.reviews.queries import items_left

from .acts import locked, trail
from .paper_acts import close_when_settled, issue_notice


def hand_back(
    review: Review, items: Collection[ReviewItem], *, received_by: str, by: User
) -> list[HandBack]:
    """Return every refused object to the named person, who signs for them; the case closes."""
    with engine.turn(review.case, "hand_back", by=by):
        held = locked(review)
        waiting = _waiting(held, ReviewItem.Outcome.PROHIBITED)
        if {item.pk for item in items} != {item.pk for item in waiting}:
            raise NotAcceptable(
                Refusal("items_missing", _("须一次退还全部不准出境的文物。"), "R-EXIT-09")
            )
        records = _return(held, waiting, received_by=received_by, by=by)
        close_when_settled(held, by=by)
    return records


def return_left(review: Review, *, received_by: str, by: User) -> list[HandBack]:
    """Return what lay at the office when the applicant withdrew, against signature.

    An intake officer's act; no turn waits for it, for the flow has ended. Raises NotAllowed,
    Conflict (nothing lies here).
    """
    with transaction.atomic():
        case = engine.lock_case(review.case_id)
        if not holds_role(by, Role.INTAKE, case.office_id or 0):
            raise NotAllowed(Refusal("no_right", _("只有受理人可以办理退还。"), "R-EXIT-09"))
        held = locked(review)
        if not items_left(held):
            raise Conflict(Refusal("nothing_here", _("没有待退还的文物。"), "R-EXIT-09"))
        waiting = _waiting(held, ReviewItem.Outcome.LEFT)
        return _return(held, waiting, received_by=received_by, by=by)


def _waiting(review: Review, outcome: str) -> list[ReviewItem]:
    found = review.items.select_for_update(of=("self",)).select_related("object")
    return list(found.filter(status=outcome).order_by("sequence"))


def _return(
    review: Review, items: list[ReviewItem], *, received_by: str, by: User
) -> list[HandBack]:
    """Hand the objects over, each with its signed record, and issue the receipt."""
    receiver, moment = received_by.strip(), timezone.now()
    if not receiver:
        raise NotAcceptable(Refusal("signature_missing", _("请填写领取人姓名。"), "R-EXIT-09"))
    records = []
    for item in items:
        signed = {"item": item.pk, "received_by": receiver, "at": moment}
        records.append(
            HandBack(
                item=item,
                received_by=receiver,
                officer=by,
                at=moment,
                signature=hashlib.sha256(canonical(signed)).hexdigest(),
            )
        )
        item.hand_back()
        item.save(update_fields=["status"])
    HandBack.objects.bulk_create(records)
    trail(
        review,
        "custody.hand_back",
        by=by,
        received_by=receiver,
        items=[item.sequence for item in items],
    )
    content = hand_back_content(review, items, receiver, by)
    issue_notice(review, "hand_back_receipt", content, by=by)
    return records
