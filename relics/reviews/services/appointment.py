"""The appointment inside a review: asked for by the applicant, confirmed by the office."""

from collections import Counter
from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.services import end_postponement
from approvals.parties.models import Office, User
from approvals.record.refusals import Conflict, NotAcceptable, Refusal
from relics.appointments import services as appointments
from relics.appointments.measure import Load
from relics.appointments.models import Booking, Session
from relics.appointments.queries import live_booking, parties_to, staff_of
from relics.appraisers.models import Appraiser
from relics.appraisers.queries import able_to_sit
from relics.reviews.models import Review, ReviewItem
from relics.reviews.papers import appointment_content
from relics.reviews.queries import was_accepted

from .acts import locked, trail
from .panel import seat_panel
from .paper_acts import issue_notice


def load_of(review: Review) -> Load:
    """The objects that still wait for their review, by material."""
    waiting = review.items.filter(status=ReviewItem.Outcome.PENDING)
    return Load.of(Counter(waiting.values_list("object__texture", flat=True)))


def book_appointment(review: Review, session: Session, *, by: User) -> Booking:
    """Ask for seats in a session, one for each object; the last seat is sold once.

    The commit takes the seats, so that a session everybody wants is locked no longer than
    needed. A day before the one it was put off to ends that pause (R-APPT-06). Raises Conflict
    with the next free session.
    """
    load = load_of(review)
    with (
        appointments.sale(review.case, session, load),
        engine.turn(review.case, "book", by=by),
    ):
        held = locked(review)
        booking = appointments.request_booking(held.case, session, seats=load, by=by)
        end_postponement(held.case, "decision", on=session.date, by=by)
        held.book()
        held.save(update_fields=["status"])
        trail(
            held,
            "application.book",
            by=by,
            before="submitted",
            after="booked",
            session=str(session),
            seats=load.seats,
        )
    return booking


def waiting_booking(review: Review) -> Booking:
    """The booking that waits or stands, or Conflict."""
    booking = live_booking(review.case)
    if booking is None:
        raise Conflict(Refusal("no_booking", _("没有待办的预约。"), "R-APPT-02", _("请先预约。")))
    return booking


def confirm_appointment(
    review: Review,
    *,
    by: User,
    panel: Collection[Appraiser] | None = None,
    bring_in: bool = False,
) -> Booking:
    """Confirm the session and seat the panel from its staff (R-EXIT-03, R-APPT-04).

    `panel` may name the people; else everybody sits who serves in the session, is qualified
    that day, is not absent and has no tie to the parties. With `bring_in` those named who do not
    serve in the session yet are put down for it in the same act. A file accepted before it
    missed its day stays accepted: it is not examined for acceptance twice (R-GEN-05).
    """
    with engine.turn(review.case, "confirm", by=by):
        held = locked(review)
        if panel and bring_in:
            _bring_in(waiting_booking(held).session, panel, by)
        booking = appointments.confirm_booking(waiting_booking(held), by=by)
        session = booking.session
        members = list(panel or who_could_sit(held, session)) if held.rules.panel else []
        if held.rules.panel:
            seat_panel(held, members, session)
        held.appoint()
        if was_accepted(held):
            held.accept()
        held.save(update_fields=["status"])
        trail(
            held,
            "appointment.confirm",
            by=by,
            before="booked",
            after=held.status,
            session=str(session),
            panel=[str(one) for one in members],
        )
        issue_notice(held, "appointment_notice", appointment_content(held, booking), by=by)
    return booking


def _bring_in(session: Session, people: Collection[Appraiser], by: User) -> None:
    there = list(staff_of(session))
    if {one.pk for one in people} - {one.pk for one in there}:
        appointments.staff_session(session, [*there, *people], by=by)


def who_could_sit(review: Review, session: Session) -> QuerySet[Appraiser]:
    """Of the session's staff, who is qualified that day, present and without a tie."""
    able = able_to_sit(session.date, parties_to(review.case)).filter(pk__in=staff_of(session))
    return able.select_related("user").order_by("pk")


def refuse_appointment(review: Review, *, reason: str, by: User) -> Booking:
    """Refuse the session with a reason (R-APPT-02); the applicant books another."""
    with engine.turn(review.case, "confirm", by=by):
        held = locked(review)
        booking = appointments.refuse_booking(waiting_booking(held), reason=reason, by=by)
        held.unbook()
        held.save(update_fields=["status"])
        trail(held, "appointment.refuse", by=by, before="booked", after="submitted", reason=reason)
    return booking


def refer_to_office(review: Review, office: Office, *, reason: str, by: User) -> Review:
    """Hand the case to another office before it is accepted; only the office may (R-EXIT-17).

    A scheduler's act, in place of confirming: the seats are free again, and the applicant books
    at the office that takes over. The clock goes on (R-APPT-06).
    """
    if not reason.strip():
        raise NotAcceptable(
            Refusal("reason_missing", _("移交须写明理由。"), "R-EXIT-17", _("请填写理由。"))
        )
    with engine.turn(review.case, "confirm", by=by):
        held = locked(review)
        case, former = held.case, held.case.office
        if former == office.party:
            raise NotAcceptable(
                Refusal("same_office", _("该案已由这一机构办理。"), "R-EXIT-17", _("请另选机构。"))
            )
        appointments.refuse_booking(waiting_booking(held), reason=reason, by=by)
        held.unbook()
        held.save(update_fields=["status"])
        trail(
            held,
            "office.refer",
            by=by,
            before="booked",
            after="submitted",
            reason=reason,
            office_before=str(former),
            office_after=office.party.name,
        )
        case.office = office.party
        case.save(update_fields=["office"])
    return held


def give_seats_back(review: Review, *, reason: str, by: User) -> None:
    """Free the seats of a case that ends before its day, and what is held while it waits.

    A day that is over frees nothing.
    """
    appointments.end_waiting(review.case, by=by)
    booking = live_booking(review.case)
    if booking is not None and booking.session.date >= timezone.localdate():
        appointments.cancel_booking(booking, reason=reason, by=by)
