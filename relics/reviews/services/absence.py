"""Days on which nobody came: the written notice, and the case that counts as withdrawn after it."""

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.status import can_proceed
from relics.appointments import services as appointments
from relics.appointments.absences import withdrawal_refusal
from relics.appointments.models import NoShowNotice
from relics.reviews.models import Review
from relics.reviews.papers import deemed_withdrawal_content, no_show_content

from .acts import locked, trail
from .ending import end_withdrawn
from .paper_acts import issue_notice


def warn_of_absence(review: Review, *, text: str, by: User) -> NoShowNotice:
    """Tell the applicant on paper that it missed its day again, and until when to book.

    Raises as `appointments.give_no_show_notice`: an officer signs, and only when it is due.
    """
    with transaction.atomic():
        case = engine.lock_case(review.case_id)
        held = locked(review)
        notice = appointments.give_no_show_notice(case, text=text, by=by)
        issue_notice(held, "no_show_notice", no_show_content(held, notice), by=by)
    return notice


def withdraw_for_absence(review: Review, *, reason: str, by: User) -> Review:
    """Sign that a case whose days were missed counts as withdrawn (R-APPT-07 [D]).

    The approver's act, after the notice and its days; never a refusal: no opinion is given on
    any object, each may be applied for again. Raises NotAllowed, NotAcceptable without a
    reason, Conflict before its time.
    """
    with transaction.atomic():
        case = engine.lock_case(review.case_id)
        if not holds_role(by, Role.APPROVER, case.office_id or 0):
            raise NotAllowed(Refusal("no_right", _("视为撤回由审批人签署。"), "R-APPT-07"))
        if not reason.strip():
            raise NotAcceptable(
                Refusal("reason_missing", _("视为撤回须写明理由。"), "R-GEN-10", _("请填写理由。"))
            )
        held = locked(review)
        if held.status != Review.Status.SUBMITTED or not can_proceed(held.withdraw):
            raise Conflict(Refusal("not_waiting_to_book", _("案件现在不是待预约。"), "R-APPT-07"))
        require(withdrawal_refusal(case), error=Conflict)
        end_withdrawn(held, seats_because=_("视为撤回"), by=by)
        trail(
            held,
            "absence.withdraw",
            by=by,
            before="submitted",
            after="withdrawn",
            reason=reason.strip(),
        )
        notice = NoShowNotice.objects.filter(case=case).latest("pk")
        content = deemed_withdrawal_content(held, notice, reason.strip(), by)
        issue_notice(held, "deemed_withdrawal", content, by=by)
    return held
