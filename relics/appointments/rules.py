"""What stands in the way of a session, a booking, and what is done with it."""

from datetime import date

from django.utils.translation import gettext as _

from approvals.cases.models import Case
from approvals.record.refusals import Refusal
from relics.appraisers.rules import is_lawful, seating_refusal

from .models import Booking, Session
from .queries import hosts_of, is_office_day, parties_to, staff_of
from .standing import Standing, standing_of


def session_refusal(session: Session, case: Case, seats: int, on: date) -> Refusal | None:
    """Why `case` cannot have `seats` seats in `session` when it asks on day `on`, or None.

    The seats themselves are not counted here: the claim decides that, for everybody at once.
    Of the panel it says only that there is none; who is in the way is the office's business.
    """
    return refusal_in(standing_of(case, session), session, case, seats, on)


def refusal_in(
    standing: Standing, session: Session, case: Case, seats: int, on: date
) -> Refusal | None:
    """`session_refusal` for a standing that was read already."""
    return (
        _not_on_offer(session, case, seats, on)
        or (None if standing.is_office_day else _day_off(session.date))
        or beyond_the_clock(session, standing.due_on, on)
        or (None if is_lawful(standing.able, standing.responsible) else _no_panel())
    )


def _not_on_offer(session: Session, case: Case, seats: int, on: date) -> Refusal | None:
    choose = _("请另选场次。")
    if seats < 1:
        return Refusal("no_seats", _("预约件数至少为一件。"), "R-APPT-02", _("请先登记文物。"))
    if session.office.party_id != case.office_id:
        sentence = _("该场次不属于受理本案的审核机构。")
        return Refusal("session_other_office", sentence, "R-EXIT-17", choose)
    if not session.is_open:
        return Refusal("session_closed", _("该场次已停止预约。"), "R-APPT-02", choose)
    if session.date < on:
        return Refusal("session_past", _("该场次已经过去。"), "R-APPT-02", choose)
    if session.host_id and session.host_id not in hosts_of(case):
        sentence = _("该场次在其他企业的展厅办理。")
        return Refusal("session_other_host", sentence, "R-APPT-02", choose)
    return None


def working_day_refusal(session: Session) -> Refusal | None:
    """Why the office cannot hold the session on its day; make-up days are allowed (R-APPT-03)."""
    works = is_office_day(session.office.party, session.date)
    return None if works else _day_off(session.date)


def _day_off(day: date) -> Refusal:
    sentence = _("%(day)s 审核机构不办公。") % {"day": day}
    return Refusal("session_day_off", sentence, "R-APPT-03", _("请选择工作日。"))


def beyond_the_clock(session: Session, due: date | None, on: date) -> Refusal | None:
    """A session lies inside the clock, which no appointment stops (R-APPT-06).

    Once the period itself has run out it closes no session: the office still owes the decision.
    """
    if due is None or session.date <= due or due < on:
        return None
    return Refusal(
        "session_beyond_clock",
        _("该场次晚于办理期限：期限至 %(due)s，预约不中止期限。") % {"due": due},
        "R-APPT-06",
        _("请选择期限内的场次；期限内没有空位的，请联系审核机构。"),
    )


def _no_panel() -> Refusal:
    return Refusal(
        "session_without_panel",
        _("该场次目前排不出可以审核本案的鉴定组。"),
        "R-APPT-04",
        _("请另选场次，或由审核机构调整到场鉴定人员。"),
    )


def panel_refusal_of(session: Session, case: Case) -> Refusal | None:
    """Why the session's staff is no lawful panel for the case, with names (R-APPT-04)."""
    return seating_refusal(staff_of(session), on=session.date, parties=parties_to(case))


def visit_refusal(session: Session, officers: int) -> Refusal | None:
    """A visit is made by two officers at least (R-GEN-06)."""
    if not session.visits or officers >= 2:
        return None
    return Refusal(
        "visit_by_one",
        _("上门办理须有两名以上工作人员。"),
        "R-GEN-06",
        _("请为该场次安排两名以上人员。"),
    )


def too_early(booking: Booking, on: date) -> Refusal | None:
    """Attendance and absence are only known on the day (R-APPT-07)."""
    if booking.session.date <= on:
        return None
    sentence = _("场次日期 %(day)s 未到。") % {"day": booking.session.date}
    return Refusal("session_not_yet", sentence, "R-APPT-07", _("请在当日登记。"))


def too_late(booking: Booking, on: date) -> Refusal | None:
    """A session that is over can no longer be given back or moved; it is a no-show then."""
    if booking.session.date >= on:
        return None
    sentence = _("场次日期 %(day)s 已过。") % {"day": booking.session.date}
    fix = _("请由审核机构登记到场或未到场，再另行预约。")
    return Refusal("session_past", sentence, "R-APPT-07", fix)


def full() -> Refusal:
    """The seats are gone, or the session was closed meanwhile."""
    return Refusal(
        "session_full",
        _("该场次余位不足。"),
        "R-APPT-02",
        _("请另选场次。"),
    )


def same_session() -> Refusal:
    """A move goes somewhere else."""
    return Refusal("session_same", _("新场次与原场次相同。"), "R-APPT-02", _("请另选场次。"))


def offer_pending() -> Refusal:
    """Who is offered seats answers before it books others."""
    return Refusal(
        "offer_pending",
        _("本案有候补名额待答复。"),
        "R-APPT-02",
        _("请预约所保留的场次，或先放弃候补。"),
    )


def already_booked() -> Refusal:
    """A case has one live booking."""
    return Refusal(
        "booking_exists",
        _("本案已有预约。"),
        "R-EXIT-18",
        _("请改期，或先取消原预约。"),
    )


def no_booking() -> Refusal:
    """The case has no booking that waits or stands."""
    return Refusal("no_booking", _("没有待办的预约。"), "R-APPT-02", _("请先预约。"))


def not_waiting() -> Refusal:
    """The case has no place on the list, or nothing is offered to it."""
    return Refusal("not_waiting", _("本案不在候补名单中，或没有保留的名额。"), "R-APPT-02")
