"""Opening, pausing, extending and stopping the clocks of a case."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases.engine import lock_case
from approvals.cases.intervals import due_after
from approvals.cases.models import Case, Clock, ClockExtension, ClockPause
from approvals.parties.models import Office, Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal
from approvals.record.services import write_trail
from approvals.record.workdays import OfficeHours

from .numbers import calendar_of

ADDED_DAYS = 10
"""Working days by which the default term may be made longer, once (R-GEN-07)."""
DELIVERY_DAYS = 10
"""Working days from the decision to the paper in the applicant's hands (R-GEN-09)."""
MAY_PAUSE = (Role.INTAKE, Role.SCHEDULER, Role.APPROVER)


def open_clock(
    case: Case, kind: str, *, rule: str, working_days: int, received_at: datetime
) -> Clock:
    """Start a statutory clock at the office from a receipt (R-CAL-03, R-GEN-02).

    Receipt after office hours or on a closed day counts from the next working day; the opening
    day itself is not counted.
    """
    if case.office is None:
        raise ValueError("a clock needs an office: the case has none")
    calendar = calendar_of(case.office)
    office = Office.objects.get(party=case.office)
    hours = OfficeHours(office.opens_at, office.closes_at)
    receipt = calendar.effective_receipt(received_at, hours)
    due = calendar.due(receipt.effective_on, working_days)
    return Clock.objects.create(
        case=case,
        kind=kind,
        rule=rule,
        received_at=received_at,
        starts_on=receipt.effective_on,
        working_days=working_days,
        due_on=due.on,
        beyond_calendar=due.provisional or receipt.provisional,
        calendar=due.calendar,
    )


def stop_clock(case: Case, kind: str, *, because: str) -> None:
    """Stop the running clock of a kind; the row stays as evidence."""
    Clock.objects.filter(case=case, kind=kind, stopped_at__isnull=True).update(
        stopped_at=timezone.now(), stopped_because=because
    )


def confirm_clock(case: Case, kind: str) -> None:
    """The file was found complete: the date is no longer provisional for that reason."""
    Clock.objects.filter(
        case=case, kind=kind, stopped_at__isnull=True, confirmed_at__isnull=True
    ).update(confirmed_at=timezone.now())


def open_delivery_clock(case: Case, *, decided_at: datetime) -> Clock:
    """The paper must reach the applicant within ten working days of the decision (R-GEN-09)."""
    open_clock(
        case,
        "delivery",
        rule="R-GEN-09",
        working_days=DELIVERY_DAYS,
        received_at=decided_at,
    )
    confirm_clock(case, "delivery")
    return Clock.objects.get(case=case, kind="delivery", stopped_at__isnull=True)


def pause_clock(
    case: Case,
    kind: str,
    *,
    ground: str,
    notice: str,
    until: date,
    by: User,
    consent_by: User | None = None,
    starts_on: date | None = None,
) -> ClockPause:
    """Leave whole days out of a running clock, from tomorrow up to and without `until`.

    `notice` names or is what told the applicant how long it takes (R-GEN-08: expert review,
    hearing; not the office's own appraisal). A postponement that the applicant asks for needs
    `consent_by`, a person of its side (R-APPT-06). Raises NotAllowed, NotAcceptable, Conflict.
    """
    with transaction.atomic():
        case = lock_case(case.pk)
        clock = _running(case, kind)
        first = starts_on or timezone.localdate() + timedelta(days=1)
        _check_pause(case, ground, notice, consent_by, by)
        if until <= first:
            raise NotAcceptable(
                Refusal(
                    "pause_is_empty",
                    _("恢复计时日必须晚于停计首日。"),
                    "R-GEN-08",
                    _("请填写告知书写明的所需时间。"),
                )
            )
        try:
            with transaction.atomic():
                pause = ClockPause.objects.create(
                    clock=clock,
                    ground=ground,
                    notice=notice.strip(),
                    starts_on=first,
                    until=until,
                    consent_by=consent_by,
                    created_by=by,
                )
        except IntegrityError as error:
            if "clock_pause_never_twice" not in str(error):
                raise
            raise Conflict(
                Refusal("pause_overlaps", _("这段时间已在停计之中。"), "R-GEN-08")
            ) from error
        _recount(
            clock,
            "clock.pause",
            by=by,
            reason=notice.strip(),
            told={"ground": ground, "from": str(first), "until": str(until)},
        )
    return pause


def _check_pause(case: Case, ground: str, notice: str, consent_by: User | None, by: User) -> None:
    office, side = case.office_id or 0, case.acting_party.pk
    postponed = ground == ClockPause.Ground.POSTPONEMENT
    own_wish = postponed and holds_role(by, Role.AGENT, side)
    if not own_wish and not any(holds_role(by, role, office) for role in MAY_PAUSE):
        raise NotAllowed(Refusal("no_right", _("只有本机构人员可以登记停计。"), "R-GEN-08"))
    if ground not in ClockPause.Ground.values:
        raise NotAcceptable(Refusal("pause_without_ground", _("停计须有法定事由。"), "R-GEN-08"))
    if not notice.strip():
        raise NotAcceptable(
            Refusal(
                "pause_without_notice",
                _("停计须书面告知申请人所需时间。"),
                "R-GEN-08",
                _("请填写告知书编号或内容。"),
            )
        )
    if postponed and (consent_by is None or not holds_role(consent_by, Role.AGENT, side)):
        raise NotAcceptable(
            Refusal(
                "pause_without_consent",
                _("申请人要求延后的，须由申请人一方确认同意。"),
                "R-APPT-06",
                _("请由申请人经办人确认。"),
            )
        )


def resume_clock(case: Case, kind: str, *, by: User) -> ClockPause:
    """Let the clock run again today, before the announced day. Raises Conflict if none waits."""
    with transaction.atomic():
        case = lock_case(case.pk)
        clock = _running(case, kind)
        office = case.office_id or 0
        if not any(holds_role(by, role, office) for role in MAY_PAUSE):
            raise NotAllowed(Refusal("no_right", _("只有本机构人员可以恢复计时。"), "R-GEN-08"))
        today = timezone.localdate()
        pause = clock.pauses.filter(ended_on__isnull=True, until__gt=today).first()
        if pause is None:
            raise Conflict(Refusal("not_paused", _("该期限没有在停计。"), "R-GEN-08"))
        pause.ended_on, pause.ended_by = max(today, pause.starts_on), by
        pause.save(update_fields=["ended_on", "ended_by"])
        _recount(clock, "clock.resume", by=by, told={"from": str(pause.ended_on)})
    return pause


def end_postponement(case: Case, kind: str, *, on: date, by: User) -> ClockPause | None:
    """The applicant comes on a day before the one it put off to: the clock runs from that day.

    Called where the case is booked again, its row locked; nobody has to resume it (R-APPT-06).
    None where no postponement reaches beyond the day.
    """
    pause = ClockPause.objects.filter(
        clock__case=case,
        clock__kind=kind,
        clock__stopped_at__isnull=True,
        ground=ClockPause.Ground.POSTPONEMENT,
        ended_on__isnull=True,
        until__gt=on,
    ).first()
    if pause is None:
        return None
    pause.ended_on, pause.ended_by = max(on, pause.starts_on), by
    pause.save(update_fields=["ended_on", "ended_by"])
    _recount(_running(case, kind), "clock.resume", by=by, told={"from": str(pause.ended_on)})
    return pause


def extend_clock(case: Case, kind: str, *, reason: str, notice: str, by: User) -> Clock:
    """Ten working days more, once, by the approver and told with its reason (R-GEN-07).

    Refused where the law sets a period of its own, such as R-EXIT-02.
    """
    with transaction.atomic():
        case = lock_case(case.pk)
        clock = _running(case, kind)
        if not holds_role(by, Role.APPROVER, case.office_id or 0):
            raise NotAllowed(Refusal("no_right", _("延长期限由审批人批准。"), "R-GEN-07"))
        if clock.rule != "R-GEN-07":
            raise Conflict(
                Refusal(
                    "special_period",
                    _("该期限由专门规定（%(rule)s）确定，不得延长。") % {"rule": clock.rule},
                    "R-GEN-07",
                )
            )
        if not reason.strip() or not notice.strip():
            raise NotAcceptable(
                Refusal("extension_not_told", _("延长期限须写明理由并告知申请人。"), "R-GEN-07")
            )
        if ClockExtension.objects.filter(clock=clock).exists():
            raise Conflict(Refusal("extended_already", _("该期限已延长过一次。"), "R-GEN-07"))
        ClockExtension.objects.create(
            clock=clock,
            working_days=ADDED_DAYS,
            reason=reason.strip(),
            notice=notice.strip(),
            approved_by=by,
        )
        _recount(clock, "clock.extend", by=by, reason=reason, told={"days": ADDED_DAYS})
    return clock


def _running(case: Case, kind: str) -> Clock:
    clock = Clock.objects.filter(case=case, kind=kind, stopped_at__isnull=True).first()
    if clock is None:
        raise Conflict(Refusal("no_clock", _("没有正在计算的这项期限。"), "R-GEN-08"))
    return clock


def _recount(
    clock: Clock, verb: str, *, by: User, told: dict[str, object], reason: str = ""
) -> None:
    """Count the end anew from all intervals, and write both ends into the trail."""
    office = clock.case.office
    assert office is not None, "a clock has an office"
    before = clock.due_on
    extended = ClockExtension.objects.filter(clock=clock).first()
    days = clock.working_days + (extended.working_days if extended else 0)
    pauses = [(one.starts_on, one.ended_on or one.until) for one in clock.pauses.all()]
    due = due_after(calendar_of(office), clock.starts_on, days, pauses)
    clock.due_on, clock.beyond_calendar, clock.calendar = due.on, due.provisional, due.calendar
    clock.save(update_fields=["due_on", "beyond_calendar", "calendar"])
    write_trail(
        clock.case.chain,
        verb,
        by=by,
        subject=f"clock:{clock.pk}",
        before={"due_on": str(before)},
        after={**told, "due_on": str(due.on), "provisional": due.provisional},
        reason=reason,
        acting_for=office.name,
    )
