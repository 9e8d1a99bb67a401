"""What the law asks of an exhibition abroad and of every temporary exit (rules §3, §10.6)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.policies.queries import policy
from approvals.record.refusals import Refusal
from approvals.record.workdays import WorkCalendar
from relics.register.models import Grade
from relics.reviews.models import ReviewItem

from .models import Loan, LoanPlan

RULE = "§10.6"
FIRST_GRADE_MOST = 120
FIRST_GRADE_SHARE = 20
TERM_MONTHS = 12
"""Read in the law's own text [V:S1,S2]: 120 pieces or sets, 20 %, one year."""


def term_refusal(starts_on: date, ends_on: date) -> Refusal | None:
    """A term is one year at most; the date is not rolled over a holiday (R-GEN-14)."""
    if ends_on <= starts_on:
        return Refusal("term_backwards", _("期限止须晚于期限起。"), RULE, _("请核对批准文件。"))
    last = WorkCalendar().months_later(starts_on, TERM_MONTHS).on
    if ends_on > last:
        return Refusal(
            "term_too_long",
            _("临时出境期限最长一年，最晚至 %(last)s。") % {"last": last},
            RULE,
            _("请按批准的期限填写；到期前可以申请展期一次。"),
        )
    return None


def plan_refusals(plan: LoanPlan | None) -> Iterator[Refusal]:
    """What the plan of an application lacks or contradicts."""
    if plan is None:
        yield Refusal(
            "no_plan",
            _("尚未填写批准文件、目的和期限。"),
            RULE,
            _("请在“批准与期限”中填写。"),
        )
        return
    if refusal := term_refusal(plan.starts_on, plan.ends_on):
        yield refusal
    if plan.ends_on < timezone.localdate():
        yield Refusal("term_over", _("批准的期限已过。"), RULE, _("请核对批准文件。"))


def first_grade_counts(items: Sequence[ReviewItem]) -> tuple[int, int]:
    """First-grade relics and all exhibits, in pieces or sets as the rule counts (case 16)."""
    counted = [(item.object.grade == Grade.FIRST, item.object.quantity) for item in items]
    return sum(n for first, n in counted if first), sum(n for _first, n in counted)


def exhibition_refusals(plan: LoanPlan, items: Sequence[ReviewItem]) -> Iterator[Refusal]:
    """The lines of an exhibition abroad: whose approval it needs, and what may not go at all."""
    if plan.purpose != LoanPlan.Purpose.EXHIBITION:
        return
    first, every = first_grade_counts(items)
    beyond = first > FIRST_GRADE_MOST or first * 100 > FIRST_GRADE_SHARE * every
    if beyond and plan.authority != LoanPlan.Authority.STATE_COUNCIL:
        yield Refusal(
            "state_council_only",
            _(
                "一级文物 %(first)d 件（套），展品共 %(every)d 件（套），超过 120 件（套）或 20%%，"
                "须经国务院批准。"
            )
            % {"first": first, "every": every},
            RULE,
            _("请减少一级文物，或提交国务院的批准文件。"),
        )
    for item in items:
        yield from _barred(item)


def _barred(item: ReviewItem) -> Iterator[Refusal]:
    """Sole specimens and fragile ones of the first grade, and what was never shown at home."""
    told = getattr(item, "loan_statement", None)
    name = item.object.name
    if told is None:
        yield Refusal(
            "not_stated",
            _("“%(name)s”未说明是否孤品、易损、曾否在国内正式展出。") % {"name": name},
            RULE,
            _("请在“出展文物说明”中逐件说明。"),
        )
        return
    if item.object.grade == Grade.FIRST and (told.is_sole_specimen or told.is_fragile):
        yield Refusal(
            "sole_or_fragile",
            _("“%(name)s”是一级文物中的孤品或易损品，禁止出境展览。") % {"name": name},
            RULE,
            _("请从清单中移出。"),
        )
    if not told.was_shown:
        yield Refusal(
            "never_shown",
            _("“%(name)s”未曾在国内正式展出，不得出境展览。") % {"name": name},
            RULE,
            _("请从清单中移出。"),
        )


def extension_barred(loan: Loan) -> Refusal | None:
    """Why the term cannot be extended at all: once only, and before it is over."""
    if loan.status not in Loan.ABROAD:
        return Refusal("not_abroad", _("该文物不在境外，无须展期。"), RULE)
    if hasattr(loan, "extension"):
        return Refusal("extended_once", _("已展期一次，不得再次展期。"), RULE, _("请安排复进境。"))
    if loan.due_on < timezone.localdate():
        return Refusal("term_over", _("期限已过，不能展期。"), RULE, _("请立即安排复进境。"))
    return None


def extension_refusal(loan: Loan, until: date) -> Refusal | None:
    """Once, by one year at most, asked before the term is over."""
    if refusal := extension_barred(loan):
        return refusal
    last = WorkCalendar().months_later(loan.due_on, TERM_MONTHS).on
    if not loan.due_on < until <= last:
        return Refusal(
            "extension_too_long",
            _("展期最长一年，须在 %(first)s 之后、最晚至 %(last)s。")
            % {"first": loan.due_on, "last": last},
            RULE,
        )
    return None


def recall_barred(loan: Loan) -> Refusal | None:
    """Why it cannot be called back: it is not abroad, or was called back already."""
    if loan.status == Loan.Status.RECALLED:
        return Refusal("recalled_already", _("已要求召回。"), RULE, _("请督促申请人安排复进境。"))
    if loan.status not in Loan.ABROAD:
        return Refusal("not_abroad", _("该文物不在境外，无须召回。"), RULE)
    return None


def days_of_warning(office: Any) -> list[int]:
    """How many days before the end an alarm is given: the office's own policy (R-TEMP-04)."""
    days: list[int] = policy("loan.alarms", office)
    return days


def is_overdue(loan: Loan) -> bool:
    return loan.status in Loan.ABROAD and loan.due_on < timezone.localdate()


def warned_from(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
