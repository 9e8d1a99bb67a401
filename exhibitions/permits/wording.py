"""Where a place or a permit stands, in steps, tones and the next lawful act."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case

from .models import DisplayPermit, Site

S, P = DisplayPermit.Status, Site.Status
TONES: dict[str, str] = {
    S.DRAFT: "waiting",
    S.SUBMITTED: "review",
    S.UNDER_REVIEW: "review",
    S.RETURNED: "correction",
    S.REFUSED: "refused",
    S.WITHDRAWN: "waiting",
    S.APPROVED: "accepted",
    S.GUARANTEED: "accepted",
    S.ACTIVE: "approved",
    S.SUSPENDED: "correction",
    S.REVOKED: "refused",
    S.CLOSING: "review",
    S.CLOSED: "waiting",
    P.ENDED: "waiting",
}
SITE_TONES: dict[str, str] = {**TONES, P.APPROVED: "approved"}
NEXT: dict[str, str | Promise] = {
    S.DRAFT: _("选齐展品、填好展期后提交。"),
    S.SUBMITTED: _("会办机构正在答复。"),
    S.UNDER_REVIEW: _("等待海关决定。"),
    S.RETURNED: _("按海关的意见补正后重新提交。"),
    S.REFUSED: _("海关不予许可，理由和救济途径见决定书。"),
    S.WITHDRAWN: _("已撤回。"),
    S.APPROVED: _("提供不少于所需担保的担保。"),
    S.GUARANTEED: _("到展示开始日期即可开展。"),
    S.ACTIVE: _("展品可凭核放单出区；期满前回区、申报或申请延期。"),
    S.SUSPENDED: _("暂停出区；已在展的保持原状，等待海关恢复。"),
    S.REVOKED: _("展品须全部回区，由海关结案。"),
    S.CLOSING: _("展品全部回区或放行、担保解除后，由海关结案。"),
    S.CLOSED: _("已结案。"),
}
WAY = {
    S.DRAFT: 0,
    S.RETURNED: 0,
    S.WITHDRAWN: 0,
    S.SUBMITTED: 1,
    S.UNDER_REVIEW: 1,
    S.REFUSED: 1,
    S.APPROVED: 2,
    S.GUARANTEED: 2,
    S.ACTIVE: 3,
    S.SUSPENDED: 3,
    S.REVOKED: 4,
    S.CLOSING: 4,
    S.CLOSED: 5,
}
ENDED_BADLY = (S.REFUSED, S.WITHDRAWN)


def _steps(titles: Sequence[Any], at: int, *, refused: bool) -> list[dict[str, Any]]:
    now = "refused" if refused else "now"
    return [
        {"title": title, "state": "done" if place < at else now if place == at else "next"}
        for place, title in enumerate(titles)
    ]


def display_steps(case: Case) -> Sequence[dict[str, Any]]:
    """The way of a permit in five steps."""
    status = case.display_permit.status
    titles = (_("填写提交"), _("会办和海关决定"), _("担保"), _("展示"), _("收展结案"))
    return _steps(titles, WAY[status], refused=status in ENDED_BADLY)


def showroom_steps(case: Case) -> Sequence[dict[str, Any]]:
    """The way of a place in two steps."""
    status = case.site.status
    at = {P.DRAFT: 0, P.RETURNED: 0, P.WITHDRAWN: 0, P.SUBMITTED: 1, P.REFUSED: 1}.get(status, 2)
    titles = (_("填写提交"), _("海关核准"))
    return _steps(titles, at, refused=status in (P.REFUSED, P.WITHDRAWN))
