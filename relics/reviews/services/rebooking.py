"""The applicant changes its appointment: another session, or none for now."""

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.models import Case
from approvals.cases.rules import mandate_refusal
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAllowed, Refusal, require
from approvals.record.status import can_proceed
from relics.appointments import services as appointments
from relics.appointments.models import Booking, Session
from relics.reviews.models import Review

from .acts import locked, trail
from .appointment import waiting_booking


def not_cancellable(review: Review) -> Refusal | None:
    """An appointment is given back before its day and while no examination has begun."""
    if can_proceed(review.unbook):
        return None
    return Refusal(
        "appointment_not_open",
        _("案件现在没有可以取消的预约。"),
        "R-APPT-07",
        _("请刷新页面查看最新进展。"),
    )


def _our_side(case: Case, by: User) -> None:
    """Only an agent of the case's side, under a mandate in force where it needs one."""
    if not holds_role(by, Role.AGENT, case.acting_party.pk):
        raise NotAllowed(Refusal("no_right", _("只有申请人一方可以变更预约。"), "R-EXIT-01"))
    require(mandate_refusal(case), error=NotAllowed)


def cancel_appointment(review: Review, *, reason: str, by: User) -> Review:
    """Give the appointment back; another one is to be booked (R-APPT-07).

    The clock runs on (R-APPT-06). Raises NotAllowed for others than the case's agent, Conflict
    where there is no appointment to cancel.
    """
    with transaction.atomic():
        _our_side(engine.lock_case(review.case_id), by)
        held = locked(review)
        require(not_cancellable(held), error=Conflict)
        before = held.status
        appointments.cancel_booking(waiting_booking(held), by=by, reason=reason)
        held.panel.all().delete()
        held.unbook()
        held.save(update_fields=["status"])
        engine.go_back(held.case, "book")
        trail(held, "application.unbook", by=by, before=before, after="submitted", reason=reason)
    return held


def move_appointment(review: Review, session: Session, *, by: User) -> Booking:
    """Change the appointment to another session while the office has not confirmed it."""
    with transaction.atomic():
        _our_side(engine.lock_case(review.case_id), by)
        return appointments.move_booking(waiting_booking(locked(review)), session, by=by)
