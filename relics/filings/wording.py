"""How statuses look and what comes next, in one place."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.cases.models import Case

from .models import ENDED, Purpose, Status

TONES: dict[str, str] = {
    Status.DRAFT: "waiting",
    Status.FILED: "review",
    Status.RETURNED: "correction",
    Status.ACTIVE: "approved",
    Status.CHANGED: "review",
    Status.IN_DISPLAY: "approved",
    Status.LINE2_REQUESTED: "review",
    Status.APPROVAL_OK: "accepted",
    Status.RELEASED: "approved",
    Status.REEXPORTED: "approved",
    Status.CANCELLED: "waiting",
    Status.REFUSED: "refused",
    Status.STOPPED: "refused",
}
NEXT: dict[str, str | Promise] = {
    Status.DRAFT: _("填写并提交备案"),
    Status.FILED: _("等待备案机构审查"),
    Status.RETURNED: _("按告知书补正后重新提交"),
    Status.ACTIVE: _("可用于已备案的用途；也可补充、变更或注销"),
    Status.CHANGED: _("等待备案机构确认变更"),
    Status.IN_DISPLAY: _("展示中；展示结束后登记归还"),
    Status.LINE2_REQUESTED: _("等待省级批准并逐项核对名录"),
    Status.APPROVAL_OK: _("等待海关放行"),
    Status.RELEASED: _("已办结"),
    Status.REEXPORTED: _("已办结"),
    Status.CANCELLED: _("已办结"),
    Status.REFUSED: _("可按决定书补齐后另行备案，或寻求救济"),
    Status.STOPPED: _("请按新的种类继续办理"),
}
MILESTONES: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("填写"), (Status.DRAFT,)),
    (_("审查"), (Status.FILED, Status.RETURNED, Status.REFUSED)),
    (
        _("备案有效"),
        (Status.ACTIVE, Status.CHANGED, Status.IN_DISPLAY, Status.CANCELLED, Status.STOPPED),
    ),
)
LINE_TWO: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("二线批准"), (Status.LINE2_REQUESTED,)),
    (_("放行"), (Status.APPROVAL_OK, Status.RELEASED)),
)
ABROAD: tuple[tuple[str | Promise, tuple[str, ...]], ...] = ((_("复出境"), (Status.REEXPORTED,)),)
BAD = (Status.REFUSED, Status.STOPPED, Status.CANCELLED)


def tone_of(status: str) -> str:
    return TONES[status]


def steps_of(case: Case) -> list[dict[str, str | Promise]]:
    """The way of a filing, as `components/steps.html` draws it: only the ways that it goes."""
    filing = case.filing
    way = list(MILESTONES)
    if filing.status == Status.REEXPORTED:
        way += ABROAD
    elif filing.port_id is not None or Purpose.DOMESTIC in filing.purposes:
        way += LINE_TWO
    at = next(place for place, (_title, inside) in enumerate(way) if filing.status in inside)
    state = "now"
    if filing.status in ENDED:
        state = "refused" if filing.status in BAD else "done"
    return [
        {"title": title, "state": "done" if place < at else state if place == at else "next"}
        for place, (title, _inside) in enumerate(way)
    ]
