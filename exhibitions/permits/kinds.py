"""What this room registers: two procedures, their papers, acts, policies and words."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.adverse import AdverseKind, register_adverse_kind
from approvals.cases.kinds import CaseKind, register_case_kind
from approvals.cases.wording import register_sentences
from approvals.certificates.registry import register_kind
from approvals.parties.models import Role
from approvals.policies.registry import register_policy
from approvals.record.background import enqueue
from exhibitions.credit.changes import RatingChanged, on_rating_changed
from exhibitions.guarantees.changes import GuaranteeChanged, on_guarantee_changed
from relics.reviews.papers import RIGHTS

from . import papers, services
from .closing import register_closing_check
from .cover import locked_refusals
from .flows import DisplayFlow, ShowroomFlow
from .policies import POLICIES
from .wording import display_steps, showroom_steps

OPENED_BY = (Role.OPERATOR, Role.CUSTOMS)
SHOWROOM = CaseKind(
    key="showroom",
    title=_("展示场所核准"),
    flow=ShowroomFlow,
    url_name="permits:site",
    desk_url_name="permits:site",
    steps=showroom_steps,
    turn_pages={"fix": "permits:site_edit"},
    opened_by=OPENED_BY,
)
DISPLAY = CaseKind(
    key="display",
    title=_("保税展示交易许可"),
    flow=DisplayFlow,
    url_name="permits:permit",
    desk_url_name="permits:permit",
    steps=display_steps,
    turn_pages={"fix": "permits:application"},
    opened_by=OPENED_BY,
)


def _act(key: str, title: object, on_signed: object) -> AdverseKind:
    return AdverseKind(
        key=key,
        title=title,  # type: ignore[arg-type]
        role=Role.CUSTOMS,
        on_signed=on_signed,  # type: ignore[arg-type]
        paper=key,
        rights=RIGHTS,
    )


ACTS = (
    _act(papers.SITE_REFUSAL, _("不予核准展示场所"), services.site_refusal_signed),
    _act(papers.REFUSAL, _("不予展示许可"), services.refusal_signed),
    _act(papers.PROLONGATION_REFUSAL, _("不予延长展期"), services.prolongation_refusal_signed),
    _act(papers.SUSPENSION, _("暂停展示许可"), services.suspension_signed),
    _act(papers.REVOCATION, _("撤销展示许可"), services.revocation_signed),
)
TOLD = {
    "showroom.draft": _("开始申请展示场所"),
    "showroom.fill": _("填写展示场所"),
    "showroom.submit": _("提交展示场所"),
    "showroom.withdraw": _("撤回展示场所申请"),
    "showroom.return": _("海关退回补正"),
    "showroom.approve": _("海关核准展示场所"),
    "showroom.refuse": _("海关不予核准展示场所"),
    "showroom.end": _("展示场所停用"),
    "display.draft": _("开始申请展示许可"),
    "display.fill": _("填写展示申请"),
    "display.choose": _("选择展品"),
    "display.fill_item": _("填写展品"),
    "display.drop": _("移出展品"),
    "display.licence": _("填写许可证件"),
    "display.submit": _("提交展示申请"),
    "display.withdraw": _("撤回展示申请"),
    "display.return": _("海关退回补正"),
    "display.approve": _("海关准予展示许可"),
    "display.refuse": _("海关不予展示许可"),
    "display.secure": _("担保已落实"),
    "display.open": _("开展"),
    "display.ask_prolongation": _("申请延长展期"),
    "display.prolong": _("海关准予延长展期"),
    "display.refuse_prolongation": _("海关不予延长展期"),
    "display.suspend": _("海关暂停展示许可"),
    "display.resume": _("海关恢复展示许可"),
    "display.revoke": _("海关撤销展示许可"),
    "display.begin_closing": _("收展"),
    "display.close": _("海关结案"),
}
AT_THE_DESK = {
    "display.agree": _("会办机构同意"),
    "display.object": _("会办机构不同意"),
}
"""Single answers before the decision are between the authorities."""
BAD = (
    "showroom.refuse",
    "display.refuse",
    "display.refuse_prolongation",
    "display.suspend",
    "display.revoke",
    "display.object",
)


def _tier_changed(change: RatingChanged) -> None:
    """A tier that may not show any more stops new legs; nothing is cancelled (edge case 42)."""
    services.watch_permits(operator=change.party.pk)


def _guarantee_changed(change: GuaranteeChanged) -> None:
    """Its row is locked now and stands last in line: permits are looked at by a job."""
    if change.freezes:
        enqueue("permits.watch", guarantee_id=change.guarantee.pk)


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    register_case_kind(SHOWROOM)
    register_case_kind(DISPLAY)
    for paper in papers.PAPERS:
        register_kind(paper)
    for one in POLICIES:
        register_policy(one)
    for act in ACTS:
        register_adverse_kind(act)
    on_rating_changed(_tier_changed)
    on_guarantee_changed(_guarantee_changed)
    register_closing_check(locked_refusals)
    register_sentences(TOLD, desk=AT_THE_DESK, bad=BAD)
