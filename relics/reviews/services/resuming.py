"""An application taken back to be put right, or taken up again after it ended (edge case 48)."""

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.models import Case
from approvals.cases.rules import side_refusal
from approvals.cases.services import stop_clock
from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAllowed, Refusal, require
from approvals.record.status import can_proceed
from relics.register.models import RelicObject
from relics.register.services import free_objects
from relics.reviews.models import Review
from relics.reviews.queries import listable_again

from .acts import list_items, locked, trail
from .application import draft_application
from .appointment import give_seats_back

ENDED = (Review.Status.WITHDRAWN, Review.Status.NOT_ACCEPTED, Review.Status.CLOSED)


def retract_application(review: Review, *, reason: str = "", by: User) -> Review:
    """Take a submission back into a draft before the office has looked at it.

    The number stays; the seats are free again, the clocks stop, and the next submission is a
    new round with a receipt and clocks of its own. Raises NotAllowed, Conflict.
    """
    with transaction.atomic():
        case = engine.lock_case(review.case_id)
        require(
            side_refusal(case, by, _("只有申请人一方可以取回申请。"), "R-GEN-04"), error=NotAllowed
        )
        held = locked(review)
        if not can_proceed(held.retract):
            raise Conflict(
                Refusal(
                    "looked_at_already",
                    _("审核机构已开始办理，不能取回修改。"),
                    "R-GEN-04",
                    _("如需更改，请等待补正通知、在现场更正，或撤回申请。"),
                )
            )
        before = held.status
        held.rules.ended(held, by=by)
        held.retract()
        held.save(update_fields=["status"])
        free_objects(RelicObject.objects.filter(review_items__review=held))
        give_seats_back(held, reason=reason or _("申请人取回修改"), by=by)
        for kind in ("decision", "completeness"):
            stop_clock(case, kind, because="retracted")
        engine.cancel(case)
        trail(held, "application.retract", by=by, before=before, after="draft", reason=reason)
    return held


def take_up_again(review: Review, *, by: User) -> Review:
    """A new draft with everything the ended application said, and what of its objects may follow.

    The new one names the old; opinions given then stay where they are and are shown to the
    office (edge case 48). Raises Conflict while the old one is still under way.
    """
    if review.status not in ENDED:
        raise Conflict(Refusal("still_open", _("原申请尚未办结，不能据以重新申请。"), "R-EXIT-10"))
    with transaction.atomic():
        copy = draft_application(
            review.case.applicant,
            title=review.case.title,
            procedure=review.procedure,
            follows=review,
            by=by,
        )
        held = locked(copy)
        for name in (*held.rules.required, *held.rules.optional):
            setattr(held, name, getattr(review, name))
        held.save()
        again = listable_again(review)
        if again and held.rules.listing_refusal(held, again) is None:
            list_items(held, again)
    return held


def deem_accepted(case: Case) -> None:
    """Nobody said in five working days what is missing: the file counts as accepted (R-GEN-03).

    From the day of receipt. Called by the engine's own clockwork inside its transaction, with
    the case row locked; the engine records the deeming and confirms the clock. A file whose
    session is not confirmed yet needs no more: it counts as accepted when it is.
    """
    held = locked(case.review)
    if held.status != Review.Status.APPOINTED:
        return
    held.accept()
    held.save(update_fields=["status"])
    engine.go_back(held.case, "check_in")
