"""What must hold before each step. None, or a Refusal."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases.services import calendar_of
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Refusal
from approvals.record.services import Actor
from exhibitions.credit.queries import standing_of
from exhibitions.credit.rules import exemption_refusal as tier_refusal

from .models import Guarantee
from .queries import acts_for, free_of, last_show_end

DECIDE_DAYS, DECIDE_DAYS_GENERAL, CHANGE_DAYS = 5, 10, 5
"""Working days in which customs decides (R-GUAR-04)."""

FETCH_MONTHS, NOTICE_MONTHS = 3, 12
"""Months in which a cleared deposit is fetched, before and after the notice (R-GUAR-06)."""


def customs_refusal(guarantee: Guarantee, by: Actor) -> Refusal | None:
    """Only officers of the customs that holds it."""
    if isinstance(by, User) and not holds_role(by, Role.CUSTOMS, guarantee.customs_id):
        return Refusal(
            "no_right",
            _("只有受理该担保的海关可以办理。"),
            "R-GUAR-04",
            _("请由该海关的关员办理。"),
        )
    return None


def holder_refusal(guarantee: Guarantee, by: User) -> Refusal | None:
    """Only who acts for the holder."""
    if acts_for(by, guarantee.holder_id):
        return None
    return Refusal(
        "no_right",
        _("只有被担保企业的经办人可以办理。"),
        "R-GUAR-03",
        _("请由该企业的经办人办理。"),
    )


def lock_right_refusal(guarantee: Guarantee, by: Actor) -> Refusal | None:
    """Who lets goods out locks: customs, the holder's own people, the system."""
    if not isinstance(by, User) or acts_for(by, guarantee.holder_id):
        return None
    return customs_refusal(guarantee, by)


def exemption_refusal(guarantee: Guarantee, on: date) -> Refusal | None:
    """An exemption is for the highest tier of the day only (R-GUAR-07)."""
    if guarantee.form != Guarantee.Form.EXEMPTION:
        return None
    return tier_refusal(standing_of(guarantee.holder, on, guarantee.customs))


def live_refusal(guarantee: Guarantee, on: date) -> Refusal | None:
    """Why nothing new may be locked on it, however much it covers (R-GUAR-05, R-BOND-04)."""
    if guarantee.status != Guarantee.Status.ACTIVE:
        return Refusal(
            "guarantee_frozen",
            _("担保“%(number)s”为“%(status)s”，不能锁定新的物品。")
            % {
                "number": guarantee.document_no,
                "status": Guarantee.Status(guarantee.status).label,
            },
            "R-GUAR-05",
            _("请先增加担保、延长期限，或改用其他担保。"),
        )
    if not guarantee.valid_from <= on <= guarantee.valid_to:
        told = {"start": guarantee.valid_from.isoformat(), "end": guarantee.valid_to.isoformat()}
        return Refusal(
            "guarantee_out_of_term",
            _("担保期限为 %(start)s 至 %(end)s，今天不在期限内。") % told,
            "R-GUAR-11",
            _("请延长期限，或改用其他担保。"),
        )
    return exemption_refusal(guarantee, on)


def cover_refusal(guarantee: Guarantee, need: Decimal, on: date | None = None) -> Refusal | None:
    """Why the need cannot be locked: by how much it goes over (case 27)."""
    day = on or timezone.localdate()
    closed = live_refusal(guarantee, day)
    free = free_of(guarantee, day)
    return closed if closed or need <= free else short_refusal(need, free)


def short_refusal(need: Decimal, free: Decimal) -> Refusal:
    """The guarantee has less room than is needed; the sentence names the shortfall to the cent."""
    told = {"need": f"{need:,.2f}", "free": f"{free:,.2f}", "short": f"{need - free:,.2f}"}
    return Refusal(
        "cover_short",
        _("担保余额不足：需要 %(need)s 元，可用 %(free)s 元，差额 %(short)s 元。") % told,
        "R-GUAR-02",
        _("请增加担保，或先让其他物品回区。"),
    )


def term_refusal(guarantee: Guarantee, show_ends: date) -> Refusal | None:
    """Why a show may not last until that day under this guarantee (R-GUAR-11, case 29)."""
    last = last_show_end(guarantee)
    if show_ends <= last:
        return None
    told = {
        "until": guarantee.valid_to.isoformat(),
        "end": show_ends.isoformat(),
        "last": last.isoformat(),
    }
    return Refusal(
        "guarantee_ends_first",
        _("担保至 %(until)s 止，展示拟至 %(end)s 止；在此担保下展示最晚至 %(last)s。") % told,
        "R-GUAR-11",
        _("请延长担保期限，或缩短展示期限。"),
    )


def licence_refusal(*, needed: bool, verified: bool) -> Refusal | None:
    """A guarantee never replaces a licence (R-BOND-05): whatever is covered, it is asked for."""
    if verified or not needed:
        return None
    return Refusal(
        "licence_not_replaced",
        _("担保不能代替许可证件。"),
        "R-BOND-05",
        _("请先取得并核验许可证件。"),
    )


def decision_due(guarantee: Guarantee, start: date) -> date:
    """The day by which customs decides on what was handed in (R-GUAR-04)."""
    days = DECIDE_DAYS_GENERAL if guarantee.is_general else DECIDE_DAYS
    return calendar_of(guarantee.customs).due(start, days).on


def change_due(guarantee: Guarantee, start: date) -> date:
    """The day by which customs decides on a change (R-GUAR-04)."""
    return calendar_of(guarantee.customs).due(start, CHANGE_DAYS).on


def change_term_refusal(guarantee: Guarantee, on: date) -> Refusal | None:
    """A change is asked for before the guarantee ends (R-GUAR-04)."""
    if on <= guarantee.valid_to:
        return None
    return Refusal(
        "change_too_late",
        _("担保已于 %(day)s 到期，变更应在到期前申请。") % {"day": guarantee.valid_to.isoformat()},
        "R-GUAR-04",
        _("请另行提供担保。"),
    )


def notice_day(guarantee: Guarantee) -> date | None:
    """From which day on customs may give notice of a deposit that nobody fetched (R-GUAR-06)."""
    return _months_after(guarantee, guarantee.cleared_on, FETCH_MONTHS)


def treasury_day(guarantee: Guarantee) -> date | None:
    """From which day on a deposit goes to the treasury, a year after the notice (R-GUAR-06)."""
    return _months_after(guarantee, guarantee.noticed_on, NOTICE_MONTHS)


def _months_after(guarantee: Guarantee, day: date | None, months: int) -> date | None:
    """The day after the term: on its last day the holder may still come."""
    if day is None:
        return None
    last = calendar_of(guarantee.customs).months_later(day, months)
    return max(last.on, last.rolled) + timedelta(days=1)


def too_early_refusal(day: date | None) -> Refusal | None:
    """The term within which the holder may come is not over."""
    if day is not None and timezone.localdate() >= day:
        return None
    told = {"day": day.isoformat() if day else "—"}
    return Refusal(
        "term_not_over",
        _("期限未满，最早可于 %(day)s 办理。") % told,
        "R-GUAR-06",
        _("请在期满后办理。"),
    )


def still_locked_refusal(guarantee: Guarantee) -> Refusal | None:
    """It is given back when nothing is locked on it any more (R-GUAR-06)."""
    if guarantee.required == 0:
        return None
    return Refusal(
        "still_locked",
        _("尚有 %(sum)s 元被锁定，不能解除担保。") % {"sum": f"{guarantee.required:,.2f}"},
        "R-GUAR-06",
        _("请先办结全部物品的回区或内销手续。"),
    )


def money_refusal(amount: Decimal) -> Refusal | None:
    """A sum of money is more than nothing, in whole cents."""
    if amount.is_finite() and 0 < amount < Decimal(10) ** 14 and amount == round(amount, 2):
        return None
    return Refusal("sum_impossible", _("金额须大于零，精确到分。"), "R-GUAR-02", _("请填写金额。"))
