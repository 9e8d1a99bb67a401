"""Intake: accept, not accept, or send one correction notice (R-GEN-03, R-GEN-05)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.services import confirm_clock, stop_clock
from approvals.parties.models import Office, User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from relics.appraisers.rules import office_refusal
from relics.register.models import RelicObject
from relics.register.services import free_objects
from relics.reviews.models import Correction, CorrectionPoint, NonAcceptance, Review, ReviewItem
from relics.reviews.papers import acceptance_content, correction_content, non_acceptance_content
from relics.reviews.rules import recusal_refusal

from .acts import locked, trail
from .appointment import give_seats_back
from .paper_acts import issue_notice


@dataclass(frozen=True)
class Point:
    """One thing to put right; on one object, or on the file as a whole."""

    text: str
    item: ReviewItem | None = None


def accept_application(review: Review, *, approval_seen: bool = False, by: User) -> Review:
    """Accept, in writing; the file is complete and the date to decide is firm (R-GEN-05).

    An office below its lawful strength accepts nothing new (R-EXIT-05). Where the applicant
    names an approval of the State Council or for an exhibition, the officer must have seen its
    original (`approval_seen`, R-EXIT-13).
    """
    with engine.turn(review.case, "intake", by=by):
        held = locked(review)
        office = Office.objects.get(party=held.case.office)
        require(office_refusal(office, on=timezone.localdate()))
        require(recusal_refusal(held.case, by), error=NotAllowed)
        if held.special_approval and not approval_seen:
            raise NotAcceptable(
                Refusal(
                    "approval_unseen",
                    _("申请填有批准文号，须先核验批准文件原件。"),
                    "R-EXIT-13",
                    _("核验后勾选“已核验原件”；不符的，请告知补正或不予受理。"),
                )
            )
        held.approval_seen_by = by if held.special_approval else None
        held.accept()
        held.save(update_fields=["status", "approval_seen_by"])
        confirm_clock(held.case, "decision")
        stop_clock(held.case, "completeness", because="accepted")
        trail(
            held,
            "intake.accept",
            by=by,
            before="appointed",
            after="accepted",
            approval=held.special_approval,
        )
        issue_notice(held, "acceptance_notice", acceptance_content(held, by), by=by)
    return held


def send_correction(review: Review, points: Sequence[Point], *, by: User) -> Correction:
    """Send the one notice that lists everything (R-GEN-03). A second one is refused.

    Until the answer the applicant may put the records and photographs of its objects right.
    """
    with engine.turn(review.case, "intake", by=by):
        held = locked(review)
        require(recusal_refusal(held.case, by), error=NotAllowed)
        if Correction.objects.filter(review=held).exists():
            raise Conflict(
                Refusal(
                    "corrected_once",
                    _("补正只能一次性告知，本案已告知过。"),
                    "R-GEN-03",
                    _("请受理，或作出不予受理决定。"),
                )
            )
        if not points or any(not point.text.strip() for point in points):
            raise NotAcceptable(
                Refusal("points_missing", _("请列明需要补正的全部内容。"), "R-GEN-03")
            )
        correction = Correction.objects.create(review=held, sent_by=by)
        CorrectionPoint.objects.bulk_create(
            [
                CorrectionPoint(correction=correction, text=point.text.strip(), item=point.item)
                for point in points
            ]
        )
        held.send_back()
        held.save(update_fields=["status"])
        free_objects(RelicObject.objects.filter(review_items__review=held))
        stop_clock(held.case, "completeness", because="correction_sent")
        trail(
            held,
            "intake.correct",
            by=by,
            before="appointed",
            after="correction",
            points=[point.text for point in points],
        )
        issue_notice(held, "correction_notice", correction_content(held, correction), by=by)
    return correction


@contextmanager
def _intake_of(review: Review, by: User) -> Iterator[Review]:
    """The intake turn; where the applicant is to answer a notice, it comes back to the office."""
    with transaction.atomic():
        case = engine.lock_case(review.case_id)
        require(recusal_refusal(case, by), error=NotAllowed)
        if locked(review).status == Review.Status.CORRECTION:
            engine.go_back(case, "intake")
        with engine.turn(review.case, "intake", by=by):
            yield locked(review)


def decline_application(review: Review, *, ground: int, reason: str, by: User) -> NonAcceptance:
    """Do not accept, in writing, with ground, reason and rights (R-GEN-05, R-GEN-10).

    Also where a correction notice stays without an answer: no law read sets a day for that, so
    an officer decides and says why.
    """
    if not reason.strip():
        raise NotAcceptable(
            Refusal("reason_missing", _("不予受理须写明理由。"), "R-GEN-10", _("请填写理由。"))
        )
    if ground not in NonAcceptance.Ground.values:
        raise NotAcceptable(Refusal("ground_unknown", _("请选择不予受理的理由类别。"), "R-GEN-05"))
    with _intake_of(review, by) as held:
        before = held.status
        refusal = NonAcceptance.objects.create(
            review=held, ground=ground, reason=reason.strip(), by=by
        )
        held.decline()
        held.save(update_fields=["status"])
        for item in held.items.select_for_update().filter(status=ReviewItem.Outcome.PENDING):
            item.leave()
            item.save(update_fields=["status"])
        free_objects(RelicObject.objects.filter(review_items__review=held))
        held.rules.ended(held, by=by)
        give_seats_back(held, reason=_("不予受理"), by=by)
        for kind in ("decision", "completeness"):
            stop_clock(held.case, kind, because="not_accepted")
        held.case.closed_at = timezone.now()
        held.case.save(update_fields=["closed_at"])
        trail(
            held,
            "intake.decline",
            by=by,
            before=before,
            after="not_accepted",
            reason=reason,
            ground=ground,
        )
        issue_notice(held, "non_acceptance_notice", non_acceptance_content(held, refusal), by=by)
    return refusal
