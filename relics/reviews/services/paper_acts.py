"""Issuing the papers of a review: notices at each step, permit and register at the end."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.services import stop_clock
from approvals.certificates.models import Certificate
from approvals.certificates.services import (
    prepare_certificate,
    reissue_certificate,
    revoke_certificate,
    void_certificate,
)
from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from relics.register.models import RelicObject
from relics.register.services import free_objects
from relics.reviews.models import Review, ReviewItem
from relics.reviews.papers.grounds import REVOCATION_GROUND, RIGHTS, said
from relics.reviews.procedures import permit_kinds
from relics.reviews.queries import full_items
from relics.reviews.rules import issue_refusals, recusal_refusal
from relics.standards.citations import NothingPrintable

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
        require(recusal_refusal(held.case, by), error=NotAllowed)
        for refusal in issue_refusals(held):
            raise Conflict(refusal)
        if valid_until and valid_until < timezone.localdate():
            raise NotAcceptable(Refusal("valid_until_past", _("有效期不能早于今天。"), "R-EXIT-20"))
        items = full_items(held)
        permitted = [item for item in items if item.status == ReviewItem.Outcome.PERMIT]
        papers = [
            prepare_certificate(
                held.case,
                paper.kind,
                paper.content,
                by=by,
                number=number if paper.numbered else None,
                pictures=paper.pictures,
            )
            for paper in held.rules.papers(held, items, valid_until=valid_until, remarks=remarks)
        ]
        for item in permitted:
            item.issue()
            item.save(update_fields=["status"])
        before = held.status
        stop_clock(held.case, "delivery", because="delivered")
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
        close_when_settled(held, by=by)
    return papers


def revoke_paper(
    paper: Certificate, *, ground: str, cited: Sequence[str] = REVOCATION_GROUND, by: User
) -> Certificate:
    """Revoke a paper; what stood on a permit and has not left may no longer leave (R-GEN-12).

    The approver's act, with its reason in `ground` and the keys of the provisions in `cited`
    (`relics.standards.citations`). Objects that have left stay as released. Raises
    NotAcceptable where nothing of what is cited may be printed (R-GEN-01).
    """
    try:
        provisions = [said(*cited, office=paper.case.office)]
    except (NothingPrintable, KeyError) as error:
        raise NotAcceptable(
            Refusal("no_ground", _("所选依据不能载入文书，请另选。"), "R-GEN-01")
        ) from error
    return take_back(paper, ground=ground, provisions=provisions, rights=RIGHTS, by=by)


def take_back(
    paper: Certificate, *, ground: str, provisions: Sequence[str], rights: str, by: User
) -> Certificate:
    """Revoke a paper on provisions as they print; its objects that are still here stay here."""
    with transaction.atomic():
        revoked = revoke_certificate(
            paper, ground=ground, provisions=provisions, rights=rights, by=by
        )
        if paper.kind in permit_kinds():
            waiting = ReviewItem.objects.select_for_update().filter(
                review__case=paper.case_id, status=ReviewItem.Outcome.PERMIT_ISSUED
            )
            for item in waiting:
                item.void()
                item.save(update_fields=["status"])
            free_objects(RelicObject.objects.filter(review_items__in=list(waiting)))
    return revoked


def reprint_paper(paper: Certificate, *, reason: str, number: str = "", by: User) -> Certificate:
    """Void a misprint and issue the same content again, under another number or none (R-EXIT-19).

    One act, so that no permitted object is left without a paper. Returns the new paper.
    """
    with transaction.atomic():
        voided = void_certificate(paper, reason=reason, by=by)
        return reissue_certificate(voided, number=number, by=by)


def close_when_settled(review: Review, *, by: User) -> None:
    """Close an issued case once nothing waits to be handed back or for an instruction."""
    waiting = (ReviewItem.Outcome.PROHIBITED, ReviewItem.Outcome.FROZEN)
    settled = not review.items.filter(status__in=waiting).exists()
    if settled and review.status == Review.Status.ISSUED:
        close_review(review, by=by)


def close_review(review: Review, *, by: User) -> None:
    """Papers are out and nothing waits to be handed back."""
    review.close()
    review.save(update_fields=["status"])
    review.case.closed_at = timezone.now()
    review.case.save(update_fields=["closed_at"])
    trail(review, "review.close", by=by, before="issued", after="closed")
