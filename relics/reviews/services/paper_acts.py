"""Issuing the papers of a review: notices at each step, permit and register at the end."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.certificates.models import Certificate
from approvals.certificates.services import prepare_certificate
from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAcceptable, Refusal
from approvals.record.services import post_outbox
from relics.reviews.models import Review, ReviewItem
from relics.reviews.papers import permit_content, pictures_of, register_content
from relics.reviews.queries import full_items
from relics.reviews.rules import issue_refusals

from .acts import locked, trail


def issue_notice(review: Review, kind: str, content: Mapping[str, Any], *, by: User) -> Certificate:
    """Prepare a notice of the case: numbered, dated and sealed like every paper (R-GEN-05)."""
    return prepare_certificate(review.case, kind, content, by=by)


def issue_papers(
    review: Review,
    *,
    permit_number: str = "",
    valid_until: date | None = None,
    remarks: Sequence[str] = (),
    by: User,
) -> list[Certificate]:
    """Issue the permit for what may leave and the register of what may not (R-EXIT-10).

    `permit_number` comes from the authority's own series; without it the paper is titled a
    data extract (R-EXIT-19). `valid_until` only where the authority set one (R-EXIT-20).
    `remarks` are printed on both papers.
    """
    number = permit_number.strip() or None
    with engine.turn(review.case, "issue", by=by):
        held = locked(review)
        for refusal in issue_refusals(held):
            raise Conflict(refusal)
        if valid_until and valid_until < timezone.localdate():
            raise NotAcceptable(Refusal("valid_until_past", _("有效期不能早于今天。"), "R-EXIT-20"))
        items = full_items(held)
        permitted = [item for item in items if item.status == ReviewItem.Outcome.PERMIT]
        prohibited = [item for item in items if item.status == ReviewItem.Outcome.PROHIBITED]
        papers = []
        if permitted:
            content = permit_content(held, permitted, valid_until, remarks)
            papers.append(
                prepare_certificate(
                    held.case,
                    "exit_permit",
                    content,
                    by=by,
                    number=number,
                    pictures=pictures_of(permitted),
                )
            )
        if prohibited:
            papers.append(
                prepare_certificate(
                    held.case,
                    "prohibited_register",
                    register_content(held, prohibited, remarks),
                    by=by,
                    pictures=pictures_of(prohibited),
                )
            )
        for item in permitted:
            item.issue()
            item.save(update_fields=["status"])
        before = held.status
        held.issue()
        held.save(update_fields=["status"])
        trail(
            held,
            "paper.issue",
            by=by,
            before=before,
            after="issued",
            number=number,
            papers=[paper.reference for paper in papers],
        )
        if not prohibited:
            close_review(held, by=by)
        elif permitted:
            post_outbox(
                "customs",
                "review.issued",
                subject=f"case:{held.case_id}",
                payload={"number": held.case.number},
            )
    return papers


def close_review(review: Review, *, by: User) -> None:
    """Papers are out and nothing waits to be handed back."""
    review.close()
    review.save(update_fields=["status"])
    review.case.closed_at = timezone.now()
    review.case.save(update_fields=["closed_at"])
    trail(review, "review.close", by=by, before="issued", after="closed")
