"""What this room registers: two procedures, their papers, policies, acts and words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.cases.adverse import AdverseKind, register_adverse_kind
from approvals.cases.kinds import CaseKind, register_case_kind
from approvals.cases.wording import register_sentences
from approvals.certificates.registry import CertificateKind, register_kind
from approvals.parties.models import Role
from approvals.policies.registry import Policy, register_policy
from approvals.record.refusals import Refusal
from relics.register.models import Photo
from relics.reviews.kinds import EXIT_REVIEW
from relics.reviews.papers import RIGHTS
from relics.reviews.papers.grounds import printable_grounds
from relics.reviews.procedures import register_procedure
from relics.reviews.wording import steps_of

from .flows import EntryFlow, TemporaryEntryFlow
from .procedures import Entry, TemporaryEntry
from .services.alarms import OVERDUE, overdue_signed

PAGES = {**EXIT_REVIEW.turn_pages, "check_in": "entries:arrival", "register": "entries:register"}
CASES = tuple(
    CaseKind(
        key=key,
        title=title,
        flow=flow,
        url_name="reviews:case",
        steps=steps_of,
        desk_url_name="reviews:desk_case",
        turn_pages=PAGES,
    )
    for key, title, flow in (
        ("entry", _("文物进境登记"), EntryFlow),
        ("temporary_entry", _("文物临时进境"), TemporaryEntryFlow),
    )
)
PAPERS = tuple(
    CertificateKind(
        key=key,
        title_zh=chinese,
        title_en=english,
        template="certificates/entry_register.html",
        requires=("objects", "carrier", "entry"),
        recipients=("customs", "relic_office"),
    )
    for key, chinese, english in (
        ("entry_register", "文物进境登记表", "Register of Relics Entering"),
        (
            "temporary_entry_register",
            "文物临时进境登记表",
            "Register of Relics Entering Temporarily",
        ),
        (
            "exhibition_entry_register",
            "文物临时进境登记表（展览）",
            "Register of Relics Entering for Exhibition",
        ),
    )
)


def _views_known(value: Any) -> Refusal | None:
    """Only views that a photograph can have."""
    said = str(value).replace("，", ",").replace(" ", "")
    unknown = [one for one in said.split(",") if one and one not in Photo.View.values]
    if not unknown:
        return None
    return Refusal(
        "view_unknown",
        _("没有这些角度：%(views)s。") % {"views": _("、").join(unknown)},
        "R-TEMP-01",
        _("可用：%(views)s。") % {"views": ", ".join(Photo.View.values)},
    )


POLICIES = (
    Policy(
        key="stay.months",
        title=_("暂时进境文物在境期限"),
        rule="R-TEMP-04",
        evidence="M",
        default=6,
        kind="number",
        unit=_("个月"),
        help=_("自加贴临时进境标识、登记之日起算；可按综合保税区或机构另定。"),
        least=1,
        most=24,
    ),
    Policy(
        key="stay.customs_months",
        title=_("海关暂时进境期限"),
        rule="R-TEMP-10",
        evidence="V",
        default=6,
        kind="number",
        unit=_("个月"),
        help=_("自进境之日起算；区内保税货物不起算。"),
        least=1,
        most=24,
    ),
    Policy(
        key="stay.alarms",
        title=_("在境期限届满前的提醒"),
        rule="R-TEMP-04",
        evidence="D",
        default=[60, 30, 15, 7],
        kind="numbers",
        unit=_("天"),
        help=_("届满前还有这些天数时各提醒一次。"),
        least=1,
        most=365,
    ),
    Policy(
        key="entry.views",
        title=_("进境登记必备的照片角度"),
        rule="R-TEMP-01",
        evidence="D",
        default="overall",
        kind="text",
        choices=tuple(Photo.View.choices),
        help=_("以逗号分隔，如 overall,front,back,bottom；复出境按此比对。"),
        check=_views_known,
    ),
)
OVERDUE_ACT = AdverseKind(
    key=OVERDUE,
    title=_("暂时进境逾期认定"),
    role=Role.APPROVER,
    on_signed=overdue_signed,
    rights=RIGHTS,
    grounds=printable_grounds,
)
TOLD = {
    "application.declare_entry": _("填写进境申报"),
    "entry.check_seal": _("查验海关关封"),
    "entry.violation": _("记录缺少的法定步骤"),
    "entry.resume": _("依海关意见恢复办理"),
    "entry.end_halted": _("依海关意见终止办理"),
    "entry.register": _("逐件登记"),
    "entry.finish": _("进境登记完成"),
    "stay.begin_reexit": _("申请复出境"),
    "stay.call_off_reexit": _("复出境申请结束，文物仍在境"),
    "stay.leave": _("已复出境"),
    "stay.ask_extension": _("申请延期"),
    "stay.answer_extension": _("延期申请已有结果"),
    "stay.begin_sale": _("开始办理境内销售"),
    "stay.call_off_sale": _("取消境内销售"),
    "stay.settle": _("境内结案"),
    "stay.fall_overdue": _("认定逾期"),
    "stay.convert": _("转出境审核"),
    "stay.report_incident": _("报告遗失或损毁"),
    "stay.settle_duty": _("税款已处理"),
    "stay.alarm": _("期限提醒"),
}
BAD = ["entry.violation", "entry.end_halted", "stay.fall_overdue", "stay.report_incident"]


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    for procedure in (Entry(), TemporaryEntry()):
        register_procedure(procedure)
    for kind in CASES:
        register_case_kind(kind)
    for paper in PAPERS:
        register_kind(paper)
    for policy in POLICIES:
        register_policy(policy)
    register_adverse_kind(OVERDUE_ACT)
    register_sentences(TOLD, bad=BAD)
