"""The office's notice after missed days, and the applicant's putting off of its day."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases.engine import lock_case
from approvals.cases.models import Case
from approvals.cases.services import calendar_of, pause_clock
from approvals.parties.models import Role, User
from approvals.policies.queries import policy
from approvals.record.refusals import Conflict, NotAcceptable, Refusal, require
from approvals.record.services import write_trail
from relics.appointments.absences import DAYS, absences_of
from relics.appointments.models import LIVE, Booking, NoShowNotice, Postponement
from relics.appointments.queries import DECISION, no_shows_of
from relics.appointments.rules import too_late

from .rights import acting_agent, acting_officer

NOTICE_SIGNERS = (Role.SCHEDULER, Role.INTAKE, Role.APPROVER)


@transaction.atomic
def give_no_show_notice(case: Case, *, text: str, by: User) -> NoShowNotice:
    """Tell the applicant in writing what its missed days lead to (R-APPT-07); an officer signs.

    Raises Conflict while the missed days are fewer than the office's policy, or told already.
    """
    case = lock_case(case.pk)
    office = acting_officer(by, case.office.office if case.office else None, NOTICE_SIGNERS)
    standing = absences_of(case)
    if standing.state != "notice_due":
        sentence = _("未到场 %(count)d 次，现在不需要书面告知。") % {"count": standing.count}
        raise Conflict(Refusal("no_notice_due", sentence, "R-APPT-07"))
    if not text.strip():
        raise NotAcceptable(Refusal("text_missing", _("请写明告知内容。"), "R-APPT-07"))
    missed = no_shows_of(case)[0]
    days = policy(DAYS, office)
    notice = NoShowNotice.objects.create(
        case=case,
        booking=missed,
        count=standing.count,
        text=text.strip(),
        answer_by=calendar_of(office).due(timezone.localdate(), days).on,
        signed_by=by,
    )
    write_trail(
        case.chain,
        "booking.warn",
        by=by,
        subject=f"booking:{missed.pk}",
        after={"count": standing.count, "answer_by": notice.answer_by},
        reason=notice.text,
        acting_for=office.name,
    )
    return notice


@transaction.atomic
def postpone(booking: Booking, *, consent: str, until: date, by: User) -> Postponement:
    """The applicant puts its day off and consents to the decision clock standing (R-APPT-06 [D]).

    By an agent of the case's acting party, before the day. It records the consent and pauses
    the clock until that day; the caller cancels or moves the booking in the same transaction.
    """
    case = lock_case(booking.case_id)
    party = acting_agent(by, case)
    current = Booking.objects.select_related("session__office__party").get(pk=booking.pk)
    if current.status not in LIVE:
        raise Conflict(Refusal("booking_state", _("该预约已不能推迟。"), "R-APPT-06"))
    require(too_late(current, timezone.localdate()))
    if not consent.strip():
        raise NotAcceptable(
            Refusal(
                "consent_missing",
                _("推迟预约须书面同意中止办理期限。"),
                "R-APPT-06",
                _("请写明同意中止期限。"),
            )
        )
    if until <= current.session.date:
        sentence = _("推迟至的日期须晚于原场次 %(day)s。") % {"day": current.session.date}
        raise NotAcceptable(Refusal("not_later", sentence, "R-APPT-06"))
    put_off = Postponement.objects.create(
        case=case, booking=current, until=until, consent=consent.strip(), asked_by=by
    )
    write_trail(
        case.chain,
        "booking.postpone",
        by=by,
        subject=f"booking:{current.pk}",
        after={"session": str(current.session), "until": until},
        reason=put_off.consent,
        acting_for=party.name,
    )
    _leave_out_of_the_clock(put_off, by)
    return put_off


def _leave_out_of_the_clock(put_off: Postponement, by: User) -> None:
    """From the day that is given up: only what the applicant itself delays (R-APPT-06)."""
    pause_clock(
        put_off.case,
        DECISION,
        ground="postponement",
        notice=put_off.consent,
        consent_by=by,
        starts_on=max(put_off.booking.session.date, timezone.localdate() + timedelta(days=1)),
        until=put_off.until,
        by=by,
    )
