"""What this room registers: its procedure, papers, policies and the words of its verbs."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.kinds import CaseKind, register_case_kind
from approvals.cases.wording import register_sentences
from approvals.certificates.registry import register_kind
from approvals.policies.registry import register_policy

from .flows import FilingFlow
from .papers import PAPERS
from .policies import POLICIES
from .wording import steps_of

FILING = CaseKind(
    key="filing",
    title=_("电子备案"),
    flow=FilingFlow,
    url_name="filings:filing",
    desk_url_name="filings:desk",
    steps=steps_of,
    turn_pages={
        "examine": "filings:desk",
        "confirm": "filings:desk",
        "approve": "filings:desk",
        "release": "filings:desk",
    },
)
TOLD = {
    "filing.draft": _("开始填写备案"),
    "filing.fill": _("填写备案内容"),
    "filing.submit": _("提交备案"),
    "filing.answer": _("补正后重新提交"),
    "filing.accept": _("予以备案"),
    "filing.return": _("一次性告知补正"),
    "filing.refuse": _("不予备案"),
    "filing.change": _("申请变更"),
    "filing.supplement": _("补充备案内容"),
    "filing.confirm_change": _("变更已确认"),
    "filing.decline_change": _("变更未确认，恢复原内容"),
    "filing.cancel": _("注销备案"),
    "filing.use": _("使用备案"),
    "filing.end_use": _("结束使用"),
    "filing.request_line_two": _("申请二线出区"),
    "filing.give_up_line_two": _("不再出区"),
    "filing.approve": _("省级批准名录核对一致"),
    "filing.release": _("海关放行进入境内"),
    "filing.reexport": _("海关放行复出境"),
    "filing.retrack": _("认定为其他种类，原备案终止"),
    "filing.lift_sale_lock": _("解除销售锁定"),
    "filing.cites": _("录入濒危物种证明"),
    "filing.cites_copy": _("证明副本已交回"),
}
BAD = ("filing.refuse", "filing.retrack", "filing.decline_change")


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    register_case_kind(FILING)
    for paper in PAPERS:
        register_kind(paper)
    for one in POLICIES:
        register_policy(one)
    register_sentences(TOLD, bad=BAD)
