"""An appointment is changed: by the applicant to another session, to none for now, or put off
with its consent; by the office to a session that can seat a lawful panel too.
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.models import Case
from approvals.cases.rules import side_refusal
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import (
    Conflict,
    NotAcceptable,
    NotAllowed,
    Refusal,
    require,
)
from approvals.record.status import can_proceed
from relics.appointments import services as appointments
from relics.appointments.models import Booking, BookingStatus, Session
from relics.reviews.models import Review
from relics.reviews.papers import appointment_content

from .acts import locked, trail
from .appointment import load_of, waiting_booking, who_could_sit
from .panel import seat_panel
from .paper_acts import issue_notice

STATUS = Review.Status
RESEATED = (STATUS.BOOKED, STATUS.APPOINTED, STATUS.CORRECTION, STATUS.ACCEPTED)
"""While the office may move an appointment: nobody has come yet, and customs is not awaited."""


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
    require(side_refusal(case, by, _("只有申请人一方可以变更预约。")), error=NotAllowed)


def cancel_appointment(review: Review, *, reason: str, by: User) -> Review:
    """Give the appointment back; another one is to be booked (R-APPT-07).

    The clock runs on (R-APPT-06). Raises NotAllowed for others than the case's agent, Conflict
    where there is no appointment to cancel.
    """
    with transaction.atomic():
        _our_side(engine.lock_case(review.case_id), by)
        held = locked(review)
        require(not_cancellable(held), error=Conflict)
        _give_back(held, waiting_booking(held), reason, by)
    return held


def _give_back(held: Review, booking: Booking, reason: str, by: User) -> None:
    before = held.status
    appointments.cancel_booking(booking, by=by, reason=reason)
    held.panel.all().delete()
    held.unbook()
    held.save(update_fields=["status"])
    engine.go_back(held.case, "book")
    trail(held, "application.unbook", by=by, before=before, after="submitted", reason=reason)


def postpone_appointment(review: Review, *, consent: str, until: date, by: User) -> Review:
    """Put the appointment off and consent that the decision clock stands meanwhile (R-APPT-06).

    The seats are free at once, the days from the one given up to `until` are left out of the
    count, and another session is to be booked. Raises as `cancel_appointment`, and
    NotAcceptable without the consent or a later day.
    """
    with transaction.atomic():
        _our_side(engine.lock_case(review.case_id), by)
        held = locked(review)
        require(not_cancellable(held), error=Conflict)
        booking = waiting_booking(held)
        appointments.postpone(booking, consent=consent, until=until, by=by)
        _give_back(held, booking, _("申请人推迟预约"), by)
    return held


def move_appointment(review: Review, session: Session, *, by: User) -> Booking:
    """Change the appointment to another session while the office has not confirmed it."""
    with transaction.atomic():
        _our_side(engine.lock_case(review.case_id), by)
        held = locked(review)
        booking = waiting_booking(held)
        return appointments.move_booking(booking, session, by=by, load=load_of(held))


def reseat_appointment(review: Review, session: Session, *, reason: str, by: User) -> Booking:
    """The office moves the appointment, with its reason (改期, R-APPT-02). By a scheduler.

    Who was confirmed stays confirmed: the panel is seated anew from the new session's staff and
    a new notice goes out. Refused where that panel would not be lawful (R-APPT-04); then
    everything stays as it was.
    """
    with transaction.atomic():
        case = engine.lock_case(review.case_id)
        if not holds_role(by, Role.SCHEDULER, case.office_id or 0):
            raise NotAllowed(Refusal("no_right", _("只有预约管理员可以调整预约。"), "R-APPT-02"))
        if not reason.strip():
            raise NotAcceptable(
                Refusal("reason_missing", _("改期须写明理由。"), "R-APPT-02", _("请填写理由。"))
            )
        held = locked(review)
        if held.status not in RESEATED:
            raise Conflict(Refusal("no_booking", _("没有待办的预约。"), "R-APPT-02"))
        load = load_of(held)
        old = waiting_booking(held)
        booking = appointments.move_booking(old, session, by=by, reason=reason, load=load)
        confirmed = booking.status == BookingStatus.CONFIRMED
        if confirmed and held.rules.panel:
            seat_panel(held, list(who_could_sit(held, session)), session)
        trail(held, "appointment.move", by=by, reason=reason, session=str(session))
        if confirmed:
            content = appointment_content(held, booking)
            issue_notice(held, "appointment_notice", content, by=by)
    return booking
