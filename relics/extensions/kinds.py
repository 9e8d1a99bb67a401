"""What this room registers: the procedure, its papers, policies, its act against the applicant."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.cases.adverse import AdverseKind, register_adverse_kind
from approvals.cases.kinds import CaseKind, register_case_kind
from approvals.cases.models import Case
from approvals.cases.wording import register_sentences
from approvals.certificates.registry import CertificateKind, register_kind
from approvals.parties.models import Role
from approvals.policies.registry import Policy, register_policy
from relics.reviews.papers import RIGHTS
from relics.reviews.papers.grounds import printable_grounds

from .flows import ExtensionFlow
from .models import Authority, ExtensionStatus
from .services import refusal_signed
from .services.answering import REFUSAL


def steps_of(case: Case) -> Sequence[dict[str, Any]]:
    """The way of an application in three steps."""
    status = case.extension.status
    titles = (_("填写提交"), _("文物部门和海关答复"), _("决定"))
    at = {ExtensionStatus.DRAFT: 0, ExtensionStatus.SUBMITTED: 1}.get(status, 3)
    last = "refused" if status == ExtensionStatus.REFUSED else "done"
    states = ["done" if place < at else "now" if place == at else "next" for place in range(3)]
    if at > 2:
        states[2] = last
    if status == ExtensionStatus.TAKEN_BACK:
        states = ["done", "refused", "next"]
    return [{"title": title, "state": state} for title, state in zip(titles, states, strict=True)]


EXTENSION = CaseKind(
    key="extension",
    title=_("暂时进境文物延期"),
    flow=ExtensionFlow,
    url_name="extensions:case",
    desk_url_name="extensions:case",
    steps=steps_of,
    turn_pages={
        "office": "extensions:office",
        "customs": "extensions:customs",
        "refuse": "extensions:refusal",
    },
)
PAPERS = (
    CertificateKind(
        key="extension_receipt",
        title_zh="延期申请回执",
        title_en="Receipt of an Application for Extension",
        template="certificates/extension_receipt.html",
        requires=("objects",),
    ),
    CertificateKind(
        key="extension_notice",
        title_zh="准予延期通知书",
        title_en="Notice of Extension",
        template="certificates/extension_notice.html",
        requires=("objects", "ground"),
        recipients=("customs", "relic_office"),
    ),
    CertificateKind(
        key=REFUSAL,
        title_zh="不予延期决定书",
        title_en="Decision Refusing an Extension",
        template="certificates/extension_refusal.html",
        requires=("objects", "ground", "reasons", "rights"),
        recipients=("customs", "relic_office"),
    ),
)
POLICIES = (
    Policy(
        key="extension.authority",
        title=_("暂时进境文物延期由谁决定"),
        rule="R-TEMP-09",
        evidence="M",
        default="office",
        kind="choice",
        choices=tuple(Authority.choices),
        help=_("按综合保税区或机构设定；由国家文物局决定的，审批人录入其文号。"),
    ),
    Policy(
        key="extension.customs",
        title=_("暂时进境文物延期须海关同意"),
        rule="R-TEMP-04",
        evidence="M",
        default=True,
        kind="yes_no",
        help=_("文物部门和海关都同意才延期；不须海关同意的，海关期限不随之延长。"),
    ),
    Policy(
        key="extension.months",
        title=_("一次延期的最长期限"),
        rule="R-TEMP-04",
        evidence="M",
        default=6,
        kind="number",
        unit=_("个月"),
        least=1,
        most=24,
    ),
    Policy(
        key="extension.customs_months",
        title=_("海关一次延期的最长期限"),
        rule="R-TEMP-10",
        evidence="V2",
        default=6,
        kind="number",
        unit=_("个月"),
        least=1,
        most=24,
    ),
    Policy(
        key="extension.customs_times",
        title=_("海关延期的最多次数"),
        rule="R-TEMP-10",
        evidence="V2",
        default=3,
        kind="number",
        unit=_("次"),
        least=0,
        most=20,
    ),
    Policy(
        key="extension.show_months",
        title=_("展览在境超过此期限须直属海关批准"),
        rule="R-TEMP-10",
        evidence="V2",
        default=24,
        kind="number",
        unit=_("个月"),
        least=1,
        most=120,
    ),
)
REFUSAL_ACT = AdverseKind(
    key=REFUSAL,
    title=_("不予延期"),
    role=Role.APPROVER,
    on_signed=refusal_signed,
    paper=REFUSAL,
    rights=RIGHTS,
    grounds=printable_grounds,
)
TOLD = {
    "extension.draft": _("开始填写延期申请"),
    "extension.fill": _("填写延期申请"),
    "extension.consent": _("上传申报单位同意书"),
    "extension.submit": _("提交延期申请"),
    "extension.approve": _("准予延期"),
    "extension.refuse": _("不予延期"),
    "extension.take_back": _("撤回延期申请"),
}
AT_THE_DESK = {
    "extension.agree": _("同意延期"),
    "extension.object": _("不同意延期"),
}
"""Single answers before the decision are between the authorities."""


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    register_case_kind(EXTENSION)
    for paper in PAPERS:
        register_kind(paper)
    for policy in POLICIES:
        register_policy(policy)
    register_adverse_kind(REFUSAL_ACT)
    register_sentences(TOLD, desk=AT_THE_DESK, bad=["extension.object", "extension.refuse"])
