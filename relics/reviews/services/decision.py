"""The approver's decision on every object (R-EXIT-04, R-EXIT-10)."""

from collections.abc import Callable, Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.services import open_delivery_clock, stop_clock
from approvals.parties.models import User
from approvals.record.refusals import NotAcceptable, NotAllowed, Refusal, Refused, require
from relics.reviews.models import Decision, Review, ReviewItem
from relics.reviews.models.permit_rule import permit_refusal
from relics.reviews.queries import full_items
from relics.reviews.rules import parted_refusals, recusal_refusal

from .acts import locked, trail
from .findings import read_artists_anew

PERMIT, PROHIBITED = ReviewItem.Outcome.PERMIT, ReviewItem.Outcome.PROHIBITED
MOVES: Mapping[str, Callable[[ReviewItem], None]] = {
    "permit": ReviewItem.permit,
    "prohibited": ReviewItem.prohibit,
    "replica": ReviewItem.prove_replica,
    "not_relic": ReviewItem.prove_no_relic,
    "registered": ReviewItem.register,
    "referred": ReviewItem.refer,
}
ADVERSE = ("prohibited", "referred")
"""Outcomes that say no: each needs its reason (R-GEN-10)."""


def decide(
    review: Review,
    outcomes: Mapping[int, str],
    *,
    opinion: str,
    reasons: Mapping[int, str] | None = None,
    by: User,
) -> Decision:
    """Decide each open object by item id, with one of its procedure's `outcomes`.

    A permit stands only where the procedure's law holds; a no needs a reason, and where the
    panel was not unanimous that is its reason. What is frozen is not decided on.
    Raises NotAllowed for a person who sat on the panel, NotAcceptable for a missing outcome.
    """
    with engine.turn(review.case, "approve", by=by):
        held = locked(review)
        require(held.rules.decider_refusal(held, by), error=NotAllowed)
        require(recusal_refusal(held.case, by), error=NotAllowed)
        if not opinion.strip():
            raise NotAcceptable(Refusal("opinion_missing", _("请填写审批意见。"), "R-GEN-10", ""))
        items = [item for item in full_items(held) if item.status == ReviewItem.Outcome.PENDING]
        if {item.pk for item in items} != set(outcomes):
            raise NotAcceptable(
                Refusal(
                    "outcomes_missing",
                    _("每一件文物都须有结论。"),
                    "R-EXIT-10",
                    _("请逐件给出准予或不准予。"),
                )
            )
        read_artists_anew(items)
        given = reasons or {}
        for item in items:
            _settle(item, outcomes[item.pk], given.get(item.pk, ""))
        leaving = [item for item in items if item.status == PERMIT]
        for refusal in parted_refusals(held, leaving):
            raise Refused(refusal)
        refused = sum(item.status in ADVERSE for item in items)
        decision = Decision.objects.create(
            review=held,
            approver=by,
            opinion=opinion.strip(),
            permitted=len(leaving),
            prohibited=refused,
        )
        held.decide()
        held.save(update_fields=["status"])
        held.rules.decided(held, items, by=by)
        stop_clock(held.case, "decision", because="decided")
        open_delivery_clock(held.case, decided_at=decision.at)
        trail(
            held,
            "decision.decide",
            by=by,
            before="pending_approval",
            after="decided",
            outcomes={str(item.sequence): item.status for item in items},
            reason=opinion,
        )
    return decision


def _in_chinese(refusal: Refusal | None) -> str:
    """The rule's own reason, in the language of the register, whoever decides (R-GEN-10)."""
    with translation.override("zh-hans"):
        return str(refusal.sentence) if refusal else ""


def _settle(item: ReviewItem, outcome: str, reason: str) -> None:
    """Move one item to an outcome that its procedure knows and its law allows."""
    rules = item.review.rules
    if outcome not in rules.outcomes:
        raise NotAcceptable(
            Refusal("outcome_unknown", _("本程序没有这一结论。"), "R-EXIT-10", _("请另选结论。"))
        )
    if refusal := rules.outcome_refusal(item, outcome):
        raise Refused(refusal, extra={"sequence": item.sequence})
    item.reason = reason.strip()
    if outcome in ADVERSE:
        item.reason = item.reason or _in_chinese(permit_refusal(item))
        if not item.reason:
            raise NotAcceptable(
                Refusal(
                    "reason_missing",
                    _("第 %(n)d 件不准予出境须写明理由。") % {"n": item.sequence},
                    "R-GEN-10",
                )
            )
    MOVES[outcome](item)
    item.save(update_fields=["status", "reason", "finding"])
