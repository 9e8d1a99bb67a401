"""The approver's decision on every object (R-EXIT-04, R-EXIT-10)."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.services import stop_clock
from approvals.parties.models import User
from approvals.record.refusals import NotAcceptable, NotAllowed, Refusal, Refused, require
from relics.reviews.models import Decision, Review, ReviewItem
from relics.reviews.models.permit_rule import permit_refusal
from relics.reviews.queries import full_items
from relics.reviews.rules import recusal_refusal

from .acts import locked, trail

PERMIT, PROHIBITED = ReviewItem.Outcome.PERMIT, ReviewItem.Outcome.PROHIBITED


def decide(
    review: Review,
    outcomes: Mapping[int, str],
    *,
    opinion: str,
    reasons: Mapping[int, str] | None = None,
    by: User,
) -> Decision:
    """Decide each open object by item id: ``permit`` or ``prohibited``.

    A permit stands only where the law's condition holds (unanimity, panel, not barred); a
    prohibition needs a reason, and where the panel was not unanimous that is its reason.
    Raises NotAllowed for a person who sat on the panel, NotAcceptable for a missing outcome.
    """
    with engine.turn(review.case, "approve", by=by):
        held = locked(review)
        if held.panel.filter(appraiser__user=by).exists():
            raise NotAllowed(
                Refusal("judge_in_own_panel", _("鉴定组成员不能审批同一案件。"), "R-GEN-15")
            )
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
        given = reasons or {}
        for item in items:
            _settle(item, outcomes[item.pk], given.get(item.pk, ""))
        permitted = sum(item.status == PERMIT for item in items)
        decision = Decision.objects.create(
            review=held,
            approver=by,
            opinion=opinion.strip(),
            permitted=permitted,
            prohibited=len(items) - permitted,
        )
        held.decide()
        held.save(update_fields=["status"])
        stop_clock(held.case, "decision", because="decided")
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
    """Move one item to its outcome under its row lock's rule."""
    refusal = permit_refusal(item)
    if outcome == PERMIT:
        if refusal is not None:
            raise Refused(refusal, extra={"sequence": item.sequence})
        item.permit()
    elif outcome == PROHIBITED:
        item.reason = reason.strip() or _in_chinese(refusal)
        if not item.reason:
            raise NotAcceptable(
                Refusal(
                    "reason_missing",
                    _("第 %(n)d 件不准予出境须写明理由。") % {"n": item.sequence},
                    "R-GEN-10",
                )
            )
        item.prohibit()
    else:
        raise NotAcceptable(Refusal("outcome_unknown", _("结论只能是准予或不准予。"), "R-EXIT-10"))
    item.save(update_fields=["status", "reason"])
