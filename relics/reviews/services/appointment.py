"""The appointment inside a review: asked for by the applicant, confirmed by the office."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.parties.models import User
from approvals.record.refusals import Conflict, Refusal, require
from relics.appointments import services as appointments
from relics.appointments.models import Booking, Session
from relics.appraisers.models import Appraiser
from relics.appraisers.queries import is_responsible_on
from relics.appraisers.rules import panel_refusal

from ..models import PanelMember, Review
from ..papers import appointment_content
from .acts import locked, trail
from .paper_acts import issue_notice


def book_appointment(review: Review, session: Session, *, by: User) -> Booking:
    """Ask for seats in a session, one for each object; the last seat is sold once.

    The seats are taken by the last statement of the transaction, so that a hot session is
    locked no longer than needed. Raises Conflict with the next free session.
    """
    with transaction.atomic():
        with engine.turn(review.case, "book", by=by):
            held = locked(review)
            seats = held.items.count()
            booking = appointments.request_booking(held.case, session, seats=seats, by=by)
            held.book()
            held.save(update_fields=["status"])
            trail(held, "application.book", by=by, before="submitted", after="booked",
                  session=str(session), seats=seats)  # fmt: skip
        appointments.claim_seats(booking)
    return booking


def live_booking(review: Review) -> Booking:
    """The booking that waits or stands, or Conflict."""
    booking = (
        Booking.objects.filter(case=review.case, status__in=["requested", "confirmed"])
        .select_related("session__office")
        .first()
    )
    if booking is None:
        raise Conflict(Refusal("no_booking", _("没有待办的预约。"), "R-APPT-02", _("请先预约。")))
    return booking


def confirm_appointment(
    review: Review, *, by: User, panel: Collection[Appraiser] | None = None
) -> Booking:
    """Confirm the session and seat the panel from its staff (R-EXIT-03, R-APPT-04).

    `panel` may name the people; else everybody who sits in the session without a tie does.
    """
    with engine.turn(review.case, "confirm", by=by):
        held = locked(review)
        booking = live_booking(held)
        session = booking.session
        staff = [seat.appraiser for seat in session.staff.select_related("appraiser__user")]
        parties = [party for party in (held.case.applicant, held.case.agent) if party]
        tied = {tie for person in staff for tie in [person.pk] if _is_tied(person, parties, session)}
        members = list(panel or [person for person in staff if person.pk not in tied])
        require(panel_refusal(members, on=session.date, parties=parties))
        booking = appointments.confirm_booking(booking, by=by)
        PanelMember.objects.bulk_create(
            [
                PanelMember(
                    review=held,
                    appraiser=person,
                    responsible=is_responsible_on(person, session.date),
                )
                for person in members
            ]
        )
        held.appoint()
        held.save(update_fields=["status"])
        trail(held, "appointment.confirm", by=by, before="booked", after="appointed",
              session=str(session), panel=[str(person) for person in members])  # fmt: skip
        issue_notice(held, "appointment_notice", appointment_content(held, booking), by=by)
    return booking


def _is_tied(person: Appraiser, parties: Collection[object], session: Session) -> bool:
    return any(
        tie.valid_from <= session.date and (tie.valid_to is None or tie.valid_to >= session.date)
        for tie in person.ties.filter(party__in=parties)
    )


def refuse_appointment(review: Review, *, reason: str, by: User) -> Booking:
    """Refuse the session with a reason (R-APPT-02); the applicant books another."""
    with engine.turn(review.case, "confirm", by=by):
        held = locked(review)
        booking = appointments.refuse_booking(live_booking(held), reason=reason, by=by)
        held.unbook()
        held.save(update_fields=["status"])
        trail(held, "appointment.refuse", by=by, before="booked", after="submitted", reason=reason)
    return booking
