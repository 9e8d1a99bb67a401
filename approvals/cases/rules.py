"""What must hold for whoever acts in a case, whatever the procedure."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from approvals.parties.queries import mandates_on
from approvals.record.refusals import Refusal

from .models import Case


def mandate_refusal(case: Case) -> Refusal | None:
    """An agent acts only while a mandate of this applicant is in force (R-EXIT-01).

    The case keeps the mandate it began under; a renewed one lets the same agent go on.
    """
    if case.mandate_id is None:
        return None
    given = mandates_on(timezone.localdate())
    if given.filter(principal=case.applicant_id, agent=case.agent_id).exists():
        return None
    return Refusal("mandate_over", _("委托已到期或撤销。"), "R-EXIT-01", _("请重新提交委托书。"))


def wrong_turn_refusal(open_turns: Iterable[str]) -> Refusal:
    """Somebody was first, or it is not time yet: says which turns are open now."""
    now = _("、").join(sorted(set(open_turns))) or _("无待办")
    return Refusal(
        "not_the_turn",
        _("案件当前不在这一步，现在是：%(now)s。") % {"now": now},
        "D-TURN",
        _("请刷新页面查看最新进展。"),
    )


def turn_right_refusal(title: str | Promise) -> Refusal:
    """The person does not hold the role that the turn asks for."""
    return Refusal(
        "no_right",
        _("您没有办理“%(title)s”的权限。") % {"title": title},
        "D-ROLE",
        _("请由具备相应职责的人员办理。"),
    )
