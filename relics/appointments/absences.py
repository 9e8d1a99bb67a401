"""What follows when nobody comes (R-APPT-07): a new booking, then a notice, never a refusal.

The law is silent; both numbers are policies of the office ([D]).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.cases.models import Case
from approvals.policies.queries import policy
from approvals.policies.registry import Policy
from approvals.record.refusals import Refusal

from .models import NoShowNotice
from .queries import live_booking, no_shows_of
from .waiting import entry_of

LIMIT = "appointments.no_shows"
DAYS = "appointments.no_show_days"
POLICIES = (
    Policy(
        key=LIMIT,
        title=gettext_lazy("预约：第几次未到场须书面告知"),
        rule="R-APPT-07",
        evidence="D",
        default=2,
        kind="number",
        unit=gettext_lazy("次"),
        help=gettext_lazy("在此之前未到场的，可以另行预约，不作处理。"),
        least=2,
        most=9,
    ),
    Policy(
        key=DAYS,
        title=gettext_lazy("预约：未到场告知后的答复期限"),
        rule="R-APPT-07",
        evidence="D",
        default=5,
        kind="number",
        unit=gettext_lazy("工作日"),
        help=gettext_lazy("期满仍未预约的，由工作人员签署后视为撤回，不作不予许可处理。"),
        least=1,
        most=60,
    ),
)

State = Literal["none", "free", "notice_due", "warned", "may_withdraw"]


@dataclass(frozen=True)
class Absences:
    """How a case stands after days on which nobody came.

    ``free``: it just books again. ``notice_due``: an officer has to tell it in writing.
    ``warned``: told, and may still book until `answer_by`. ``may_withdraw``: an officer may sign
    that the case counts as withdrawn. `limit` is the missed day from which it is told, read only
    where a day was missed.
    """

    state: State
    count: int
    limit: int = 0
    answer_by: date | None = None


def absences_of(case: Case, on: date | None = None) -> Absences:
    """Count the missed days of the case against its office's policy."""
    count = no_shows_of(case).count()
    if not count:
        return Absences("none", 0)
    limit = policy(LIMIT, case.office)
    if count < limit:
        return Absences("free", count, limit)
    notice = NoShowNotice.objects.filter(case=case).order_by("-pk").first()
    if notice is None or notice.count < count:
        return Absences("notice_due", count, limit)
    over = (on or timezone.localdate()) > notice.answer_by and not _has_answered(case)
    return Absences("may_withdraw" if over else "warned", count, limit, notice.answer_by)


def _has_answered(case: Case) -> bool:
    """It has booked again, or waits for seats that the office does not have."""
    return live_booking(case) is not None or entry_of(case) is not None


def withdrawal_refusal(case: Case, on: date | None = None) -> Refusal | None:
    """Why the case may not be treated as withdrawn for its absences; asked before the signature."""
    standing = absences_of(case, on)
    if standing.state == "may_withdraw":
        return None
    if standing.state == "warned":
        sentence = _("告知的答复期限（%(day)s）未满，或已另行预约。") % {"day": standing.answer_by}
        return Refusal("no_show_warned", sentence, "R-APPT-07")
    sentence = _("未到场 %(count)d 次，尚未书面告知，不能视为撤回。") % {"count": standing.count}
    return Refusal("no_show_not_told", sentence, "R-APPT-07", _("请先签署未到场告知。"))
