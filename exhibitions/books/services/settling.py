"""A cycle is reported by the holder and settled by customs (自主核报, 核销)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.moving import not_now
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail
from approvals.record.status import can_proceed
from exhibitions.books.cycles import counts_of, cycle_on
from exhibitions.books.models import Book, Settlement
from exhibitions.books.rules import customs_right, holder_right


@transaction.atomic
def report_cycle(book: Book, *, day: date, counted: int, remark: str = "", by: User) -> Settlement:
    """Report the cycle that holds `day`, with what was counted in the house (R-CENT-05).

    The book's own counts come from the postings; a difference must be explained. A report that
    customs gave back is made again in its place.
    """
    require(holder_right(book, by), error=NotAllowed)
    span = cycle_on(book, day)
    if span.ends_on >= timezone.localdate():
        raise Conflict(
            Refusal(
                "cycle_not_over",
                _("本周期到 %(day)s 为止，尚未结束。") % {"day": span.ends_on},
                "R-CENT-05",
                _("请在周期结束后核报。"),
            )
        )
    counts = counts_of(book, span)
    if counted != counts.closing and not remark.strip():
        raise NotAcceptable(
            Refusal(
                "difference_unexplained",
                _("实盘 %(counted)d 件，账面 %(closing)d 件，请说明差异。")
                % {"counted": counted, "closing": counts.closing},
                "R-CENT-05",
                _("请填写说明。"),
            )
        )
    known = Settlement.objects.select_for_update().filter(book=book, ends_on=span.ends_on).first()
    report = known or Settlement(book=book, starts_on=span.starts_on, ends_on=span.ends_on)
    if known is not None:
        if not can_proceed(known.report_again):
            raise Conflict(not_now(known))
        known.report_again()
    report.opening, report.received = counts.opening, counts.received
    report.written_off, report.closing = counts.written_off, counts.closing
    report.counted, report.remark, report.reported_by = counted, remark.strip(), by
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        raise Conflict(_reported()) from error
    _told(report, "report_cycle", by)
    return report


@transaction.atomic
def answer_settlement(
    report: Settlement, *, agrees: bool, answer: str = "", by: User
) -> Settlement:
    """Customs settles the cycle, or gives the report back with its reason."""
    held = (
        Settlement.objects.select_for_update(of=("self",))
        .select_related("book__customs")
        .get(pk=report.pk)
    )
    require(customs_right(held.book.customs, by), error=NotAllowed)
    step = held.settle if agrees else held.give_back
    if not can_proceed(step):
        raise Conflict(not_now(held))
    if not agrees and not answer.strip():
        raise NotAcceptable(
            Refusal("reason_missing", _("退回须写明理由。"), "R-CENT-05", _("请填写海关意见。"))
        )
    step()
    held.answer, held.answered_by, held.answered_at = answer.strip(), by, timezone.now()
    held.save()
    _told(held, "settle" if agrees else "give_back", by, reason=answer.strip())
    return held


def _reported() -> Refusal:
    return Refusal("cycle_reported", _("该周期已经核报。"), "R-CENT-05", _("请刷新页面。"))


def _told(report: Settlement, verb: str, by: User, *, reason: str = "") -> None:
    book = report.book
    after = {
        name: getattr(report, name)
        for name in (
            "starts_on",
            "ends_on",
            "opening",
            "received",
            "written_off",
            "closing",
            "counted",
            "status",
        )
    }
    subject = f"book:{book.pk}"
    write_trail(book.chain, f"books.{verb}", by=by, subject=subject, after=after, reason=reason)
