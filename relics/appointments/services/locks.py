"""Fetching a booking under its case's lock."""

from django.utils.translation import gettext as _

from approvals.cases.engine import lock_case
from approvals.record.refusals import Conflict, Refusal
from approvals.record.status import can_proceed
from relics.appointments.models import Booking


def booking_under_lock(booking: Booking, move: str) -> Booking:
    """The booking as it stands now, its case row locked; Conflict where `move` is impossible."""
    case = lock_case(booking.case_id)
    current = Booking.objects.select_related("session__office__party").get(pk=booking.pk)
    current.case = case
    if not can_proceed(getattr(current, move)):
        raise Conflict(
            Refusal(
                "booking_state",
                _("该预约当前为“%(status)s”，不能这样办理。")
                % {"status": current.get_status_display()},
                "R-APPT-02",
                _("请刷新页面查看最新状态。"),
            )
        )
    return current
