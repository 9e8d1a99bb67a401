"""The code on the appointment paper, which the clerk scans when the visitor comes.

It says which booking it is, with a check that catches a slip of the hand and a made-up number.
Knowing it gives no right: the clerk's own rights open the case.
"""

import base64
import io
import re

import segno
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from approvals.parties.models import Office
from approvals.record.refusals import Refusal

from .models import LIVE, Booking, BookingStatus

SALT = "relics.appointments.visit"
CHECK = 8
WRITTEN = re.compile(r"RGV-?(\d{1,12})-?([A-Z2-7]{8})")


def visit_code(booking: Booking) -> str:
    """Such as ``RGV-17-K3QZ7A2B``: letters and figures that every scanner reads."""
    return f"RGV-{booking.pk}-{_check(booking.pk)}"


def _check(key: int) -> str:
    mac = salted_hmac(SALT, str(key), algorithm="sha256").digest()
    return base64.b32encode(mac).decode()[:CHECK]


def booking_of_code(text: str) -> Booking | None:
    """The booking of a code as a scanner or a hand wrote it, or None."""
    found = WRITTEN.fullmatch(re.sub(r"\s", "", text).upper())
    if found is None or not constant_time_compare(_check(int(found[1])), found[2]):
        return None
    bookings = Booking.objects.select_related("session__office__party", "case__applicant")
    return bookings.filter(pk=int(found[1])).first()


def code_picture(booking: Booking) -> bytes:
    """The code as an SVG picture, for a page or a paper."""
    out = io.BytesIO()
    segno.make(visit_code(booking), error="m", micro=False).save(
        out, kind="svg", scale=4, border=2, xmldecl=False, svgclass=None, lineclass=None
    )
    return out.getvalue()


def arrival_refusal(
    booking: Booking | None, offices: list[Office], today: object
) -> Refusal | None:
    """Why the visitor is not to be checked in here and now, in words."""
    if booking is None:
        return Refusal(
            "code_unknown",
            _("这不是预约码，或者号码有误。"),
            "R-APPT-05",
            _("请重新扫描，或按受理编号查找案件。"),
        )
    session = booking.session
    if session.office not in offices:
        sentence = _("该预约属于%(office)s，不在本机构办理。") % {"office": session.office}
        return Refusal("other_office", sentence, "R-EXIT-17", _("请告知办理人前往该机构。"))
    if booking.status not in (*LIVE, BookingStatus.ATTENDED):
        sentence = _("该预约当前为“%(status)s”。") % {"status": booking.get_status_display()}
        return Refusal("booking_state", sentence, "R-APPT-02", _("请核对是否另有预约。"))
    if session.date != today:
        sentence = _("预约日期为 %(session)s，不是今天。") % {"session": session}
        return Refusal("other_day", sentence, "R-APPT-02", _("请告知办理人按预约日期前来或改期。"))
    if booking.status == BookingStatus.REQUESTED:
        sentence = _("该预约尚未确认。")
        return Refusal("not_confirmed", sentence, "R-APPT-04", _("请先确认预约。"))
    return None
