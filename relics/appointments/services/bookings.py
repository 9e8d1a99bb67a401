"""What the applicant's side does: book, cancel, move."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from approvals.cases.engine import lock_case
from approvals.cases.models import Case
from approvals.parties.models import Party, User
from approvals.record.refusals import Conflict, require
from approvals.record.services import LINKED, Link, write_linked, write_trail
from relics.appointments.measure import Load, Wanted, load_of, units_needed
from relics.appointments.models import Booking, BookingStatus, Session, Unit
from relics.appointments.rules import (
    already_booked,
    panel_refusal_of,
    refusal_in,
    same_session,
    session_refusal,
    too_late,
    visit_refusal,
)
from relics.appointments.standing import opening_of

from . import seats as places
from .locks import booking_under_lock
from .offers import settle_waiting
from .rights import DESK, acting_agent, acting_officer, is_at_the_desk, not_the_agent

COLUMNS = [
    "id",
    "session_id",
    "case_id",
    "seats",
    "minutes",
    "status",
    "reason",
    "booked_by_id",
    "created_at",
]
INSERT = f"""
WITH {LINKED}, written AS (
    INSERT INTO appointments_booking ({", ".join(COLUMNS)})
    SELECT {", ".join(f"%({column})s" for column in COLUMNS)} FROM linked)
SELECT id FROM linked
"""  # noqa: S608  the names are the columns above
"""A booking and its link of the trail: one round trip where everybody books at once."""


def book_seats(case: Case, session: Session, *, seats: Wanted, by: User) -> Booking:
    """Book for `seats` objects, or for a load of materials, in a transaction of its own.

    Locks the case row and then asks `request_booking`; the commit takes the seats. Raises
    Conflict with the next free session when they are gone.
    """
    with places.sale(case, session, seats):
        return request_booking(lock_case(case.pk), session, seats=seats, by=by)


def request_booking(case: Case, session: Session, *, seats: Wanted, by: User) -> Booking:
    """Write the booking and its trail; the commit takes the seats (see `seats.sale`).

    A case that was offered seats of this session takes those that are held for it; one that
    waits leaves the list. While other seats are held for it, it answers that offer first.

    By an agent of the case's acting party (NotAllowed otherwise). Raises Conflict for a case
    with a live booking, Refused where a rule forbids the session (R-APPT-04, R-APPT-06,
    R-EXIT-17). The caller holds a transaction and the case row.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("request_booking outside a transaction: the seat would not be claimed")
    opening = opening_of(case, session, by)
    standing = opening.standing
    if standing.acting_for is None:
        raise not_the_agent()
    if standing.has_booking:
        raise Conflict(already_booked())
    load = load_of(seats)
    require(refusal_in(standing, session, case, load.seats, timezone.localdate()))
    if standing.waiting is not None:
        settle_waiting(standing.waiting, session)
    booking = _booking(case, session, load, by)
    booking.pk = opening.key
    facts = {"session": session.pk, "seats": load.seats}
    link = Link(
        case.chain,
        "booking.request",
        by,
        f"booking:{booking.pk}",
        after=facts,
        acting_for=standing.acting_for,
    )
    row = {column: getattr(booking, column) for column in COLUMNS}
    with _one_live_per_case():
        write_linked(INSERT, row, link, opening.head)
    return booking


def claim_seats(booking: Booking) -> None:
    """Take the seats of a booking just requested before the commit does.

    Raises Conflict with `next_free` when they are gone; nothing of the transaction is kept.
    """
    places.claim(booking.session, booking.seats, case=booking.case)


def _booking(case: Case, session: Session, load: Load, by: User) -> Booking:
    booking = Booking(
        case=case, session=session, seats=load.seats, booked_by=by, created_at=timezone.now()
    )
    if session.unit == Unit.MINUTES:
        booking.minutes = units_needed(session, load)
    return booking


@contextmanager
def _one_live_per_case() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if "booking_one_live_per_case" in str(error):
            raise Conflict(already_booked()) from error
        raise


def _write(
    verb: str, case: Case, booking: Booking, by: User, acting_for: str, **after: object
) -> None:
    write_trail(
        case.chain,
        verb,
        by=by,
        subject=f"booking:{booking.pk}",
        after=after,
        reason=booking.reason,
        acting_for=acting_for,
    )


def _either_side(by: User, booking: Booking) -> Party:
    office = booking.session.office
    if is_at_the_desk(by, office):
        return acting_officer(by, office, DESK)
    return acting_agent(by, booking.case)


@transaction.atomic
def cancel_booking(booking: Booking, *, by: User, reason: str = "") -> Booking:
    """Give a live booking back, and its seats (取消). By the case's agent or a scheduler.

    Raises Conflict where the booking is no longer live, Refused after the day of the session.
    """
    booking = booking_under_lock(booking, "cancel")
    party = _either_side(by, booking)
    require(too_late(booking, timezone.localdate()))
    booking.cancel(reason.strip())
    booking.save()
    _write("booking.cancel", booking.case, booking, by, party.name, seats=booking.seats)
    places.give_back(booking.session, booking.units)
    return booking


@transaction.atomic
def move_booking(
    booking: Booking,
    to_session: Session,
    *,
    by: User,
    reason: str = "",
    load: Load | None = None,
) -> Booking:
    """Move a live booking to another session (改期) and return the new booking.

    `load` tells the materials where the new session counts minutes.

    By the case's agent while it waits for the office, and by a scheduler also when confirmed;
    then the new session must seat a lawful panel too, and the new booking is confirmed as the
    old one was. Raises Conflict with `next_free` where the seats are gone; then the old booking
    stands as it was.
    """
    old = booking_under_lock(booking, "move_away")
    confirmed = old.status == BookingStatus.CONFIRMED
    office = old.session.office
    party = acting_officer(by, office) if confirmed else _either_side(by, old)
    today = timezone.localdate()
    require(too_late(old, today))
    if to_session.pk == old.session_id:
        raise Conflict(same_session())
    require(session_refusal(to_session, old.case, old.seats, today))
    old.move_away(reason.strip())
    old.save()
    new = _booking(old.case, to_session, load or load_of(old.seats), by)
    with _one_live_per_case():
        new.save()
    if confirmed:
        require(panel_refusal_of(to_session, old.case))
        require(visit_refusal(to_session, to_session.staff.count()))
        new.confirm()
        new.save()
    _write("booking.move", old.case, old, by, party.name, to=f"booking:{new.pk}")
    _swap_seats(old, new)
    return new


def _swap_seats(old: Booking, new: Booking) -> None:
    """Free the old seats and take the new ones, session rows in the order of their keys."""
    if old.session_id < new.session_id:
        places.give_back(old.session, old.units)
        claim_seats(new)
    else:
        claim_seats(new)
        places.give_back(old.session, old.units)
