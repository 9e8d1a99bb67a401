"""The office's own step in a return: the comparisons are concluded."""

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.status import can_proceed
from relics.register.services import free_objects
from relics.reviews.models import Review, ReviewItem
from relics.reviews.rules import recusal_refusal
from relics.reviews.services.acts import locked, trail

from .comparing import open_comparisons


def conclude_comparisons(review: Review, *, by: User) -> Review:
    """Every object present has been compared: the approver decides (R-TEMP-06, §10.5).

    A mismatch suspends until it is explained, confirmed as a swap, or left unexplained by two
    people; nobody passes it over.
    """
    with engine.turn(review.case, "compare", by=by):
        held = locked(review)
        require(recusal_refusal(held.case, by), error=NotAllowed)
        if waiting := open_comparisons(held):
            raise NotAcceptable(
                Refusal(
                    "comparisons_open",
                    _("还有 %(count)d 件未完成实物比对：%(names)s。")
                    % {
                        "count": len(waiting),
                        "names": _("、").join(item.object.name for item in waiting[:5]),
                    },
                    "R-TEMP-06",
                    _("请逐件比对并由两人签署；不符的，先作出差异认定。"),
                )
            )
        before = held.status
        held.conclude_appraisal()
        held.save(update_fields=["status"])
        trail(held, "comparison.all_concluded", by=by, before=before, after=held.status)
    return held


def set_apart(item: ReviewItem, *, reason: str, by: User) -> ReviewItem:
    """Take one object out of the case so that the others need not wait for it (edge case 15).

    Its comparison stays on record; what it is in the country for goes on with its own deadline.
    An intake officer's act while the comparisons are made, with a reason.
    """
    if not reason.strip():
        raise NotAcceptable(
            Refusal("reason_missing", _("移出须写明理由。"), "R-TEMP-06", _("请填写理由。"))
        )
    with transaction.atomic():
        case = engine.lock_case(item.review.case_id)
        if not holds_role(by, Role.INTAKE, case.office_id or 0):
            raise NotAllowed(Refusal("no_right", _("只有受理人可以移出文物。"), "R-TEMP-06"))
        held = locked(item.review)
        listed = held.items.select_for_update(of=("self",)).select_related("object").get(pk=item.pk)
        if held.status != Review.Status.APPRAISING or not can_proceed(listed.leave):
            raise Conflict(Refusal("item_closed", _("该项不在比对中。"), "R-TEMP-06"))
        if held.items.filter(status=listed.status).count() < 2:
            raise Conflict(
                Refusal(
                    "last_object",
                    _("这是本案最后一件，不能移出。"),
                    "R-TEMP-06",
                    _("请作出差异认定，或由申请人撤回。"),
                )
            )
        listed.leave()
        listed.save(update_fields=["status"])
        free_objects([listed.object])
        held.rules.left_out(held, [listed], by=by)
        trail(
            held,
            "comparison.set_apart",
            by=by,
            subject=f"item:{listed.pk}",
            reason=reason.strip(),
            object=listed.object.number,
        )
    return listed
