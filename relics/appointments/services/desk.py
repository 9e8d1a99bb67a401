"""What the office does with a booking: take it, not take it, see who came."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Party, User
from approvals.record.refusals import NotAcceptable, Refusal, require
from approvals.record.services import write_trail
from relics.appointments.models import Booking
from relics.appointments.rules import panel_refusal_of, too_early, too_late, visit_refusal

from .locks import booking_under_lock
from .rights import DESK, acting_officer
from .seats import give_back


@transaction.atomic
def confirm_booking(booking: Booking, *, by: User) -> Booking:
    """The office takes the booking (接受). By a scheduler of the office.

    Refused unless the session can seat a lawful panel for this case's applicant and agent
    (R-APPT-04, R-EXIT-03); the refusal names who is missing, tied or absent.
    """
    booking = booking_under_lock(booking, "confirm")
    office = acting_officer(by, booking.session.office)
    require(too_late(booking, timezone.localdate()))
    require(panel_refusal_of(booking.session, booking.case))
    require(visit_refusal(booking.session, booking.session.staff.count()))
    booking.confirm()
    booking.save()
    _write("booking.confirm", booking, by, office)
    return booking


@transaction.atomic
def refuse_booking(booking: Booking, *, reason: str, by: User) -> Booking:
    """The office does not take the booking, and says why (R-APPT-02). By a scheduler.

    The seats are free again. Raises NotAcceptable without a reason.
    """
    if not reason.strip():
        raise NotAcceptable(
            Refusal("reason_missing", _("不接受预约须写明理由。"), "R-APPT-02", _("请填写理由。"))
        )
    booking = booking_under_lock(booking, "refuse")
    office = acting_officer(by, booking.session.office)
    booking.refuse(reason.strip())
    booking.save()
    _write("booking.refuse", booking, by, office)
    give_back(booking.session, booking.units)
    return booking


@transaction.atomic
def record_attendance(booking: Booking, *, by: User) -> Booking:
    """People and objects came (到场). By a scheduler or intake officer, from the day on."""
    booking = booking_under_lock(booking, "attend")
    office = acting_officer(by, booking.session.office, DESK)
    require(too_early(booking, timezone.localdate()))
    booking.attend()
    booking.save()
    _write("booking.attend", booking, by, office)
    return booking


@transaction.atomic
def record_no_show(booking: Booking, *, by: User) -> Booking:
    """Nobody came (未到场): the seats are free, the case may book again (R-APPT-07).

    Never a refusal of the case. By a scheduler or intake officer, from the day on.
    """
    booking = booking_under_lock(booking, "miss")
    office = acting_officer(by, booking.session.office, DESK)
    require(too_early(booking, timezone.localdate()))
    booking.miss()
    booking.save()
    _write("booking.no_show", booking, by, office)
    give_back(booking.session, booking.units)
    return booking


def _write(verb: str, booking: Booking, by: User, office: Party) -> None:
    write_trail(
        booking.case.chain,
        verb,
        by=by,
        subject=f"booking:{booking.pk}",
        after={"status": booking.status, "session": booking.session_id, "seats": booking.seats},
        reason=booking.reason,
        acting_for=office.name,
    )
