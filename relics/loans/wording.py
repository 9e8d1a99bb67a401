"""How what is abroad is told: the way it goes, what comes next and who acts."""

from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Loan, LoanExtension, LoanStatus, Recall

Words = str | Promise
TONES: dict[str, str] = {
    LoanStatus.REVIEWED: "waiting",
    LoanStatus.LEFT: "accepted",
    LoanStatus.ON_SHOW: "accepted",
    LoanStatus.RECALLED: "correction",
    LoanStatus.RETURNING: "review",
    LoanStatus.REENTERED: "review",
    LoanStatus.MATCHED: "approved",
    LoanStatus.MISMATCHED: "refused",
    LoanStatus.CANCELLED: "waiting",
}
NEXT: dict[str, Words] = {
    LoanStatus.REVIEWED: gettext_lazy("等待口岸海关放行出境"),
    LoanStatus.LEFT: gettext_lazy("申请人：展览开幕后报告，期满前申请复进境"),
    LoanStatus.ON_SHOW: gettext_lazy("申请人：期满前申请复进境"),
    LoanStatus.RECALLED: gettext_lazy("申请人：立即申请复进境"),
    LoanStatus.RETURNING: gettext_lazy("等待原审核机构到场登记"),
    LoanStatus.REENTERED: gettext_lazy("审核机构：两人与出境存档比对"),
    LoanStatus.MATCHED: gettext_lazy("已归还，办结"),
    LoanStatus.MISMATCHED: gettext_lazy("比对不符，已报告主管机关"),
    LoanStatus.CANCELLED: gettext_lazy("未出境，办结"),
}
WAY: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (gettext_lazy("审核"), ()),
    (gettext_lazy("口岸出境"), (LoanStatus.REVIEWED, LoanStatus.CANCELLED)),
    (gettext_lazy("在境外"), (LoanStatus.LEFT, LoanStatus.ON_SHOW, LoanStatus.RECALLED)),
    (gettext_lazy("复进境"), (LoanStatus.RETURNING,)),
    (
        gettext_lazy("比对"),
        (LoanStatus.REENTERED, LoanStatus.MATCHED, LoanStatus.MISMATCHED),
    ),
)
DONE = (LoanStatus.MATCHED,)
BAD = (LoanStatus.MISMATCHED, LoanStatus.CANCELLED)


def tone_of(loan: Loan, *, overdue: bool) -> str:
    """The colour of the status; a term that is over is a refusal in itself."""
    return "refused" if overdue else TONES[loan.status]


def steps_of(loan: Loan) -> list[dict[str, Words]]:
    """The way of the object, as `components/steps.html` draws it."""
    at = next(place for place, (_title, inside) in enumerate(WAY) if loan.status in inside)
    state = "done" if loan.status in DONE else "refused" if loan.status in BAD else "now"
    return [
        {"title": title, "state": "done" if place < at else state if place == at else "next"}
        for place, (title, _inside) in enumerate(WAY)
    ]


def days_left(loan: Loan) -> int | None:
    """Whole days to the last lawful day abroad, negative when over; None once it is back."""
    if loan.status not in Loan.OPEN:
        return None
    return (loan.due_on - timezone.localdate()).days


def history_of(loan: Loan) -> list[dict[str, Any]]:
    """What was ordered about it, the newest first, as `components/timeline.html` draws it."""
    told: list[dict[str, Any]] = []
    if extension := getattr(loan, "extension", None):
        text = _("延至 %(day)s；文号 %(number)s") % {
            "day": extension.until,
            "number": extension.approval_number,
        }
        told.append(_moment(_("展期"), extension, text, "done"))
    if recall := getattr(loan, "recall_record", None):
        text = _("%(reason)s；文号 %(number)s") % {
            "reason": recall.reason,
            "number": recall.instruction,
        }
        told.append(_moment(_("要求召回"), recall, text, "refused"))
    return sorted(told, key=lambda one: one["at"], reverse=True)


def _moment(title: str, record: Recall | LoanExtension, text: str, tone: str) -> dict[str, Any]:
    return {"title": title, "at": record.at, "by": str(record.by), "text": text, "tone": tone}
