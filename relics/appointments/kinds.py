"""What this room registers: its policies and the words of its verbs."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.wording import register_sentences
from approvals.certificates.registry import CertificateKind, register_kind
from approvals.policies.registry import register_policy

from .absences import POLICIES
from .measure import MINUTES
from .waiting import ANSWER

TOLD = {
    "waiting.join": _("加入候补"),
    "waiting.leave": _("退出候补"),
    "waiting.offer": _("有候补名额，请在时限内答复"),
    "waiting.requeue": _("所保留的场次已停办，继续候补"),
    "waiting.lapse": _("候补名额逾期未答复"),
    "visit.ask": _("申请上门办理"),
    "visit.grant": _("已安排上门办理"),
    "visit.decline": _("未安排上门办理"),
    "booking.warn": _("多次未到场，书面告知"),
    "booking.postpone": _("申请人推迟预约并同意中止期限"),
    "booking.day_closed": _("预约当日审核机构停办，请改期"),
}
TOLD_BY_PROCEDURES = {
    "appointment.move": _("审核机构调整了预约场次"),
    "absence.withdraw": _("多次未到场，视为撤回申请"),
}
BAD = ("waiting.lapse", "visit.decline", "booking.warn", "booking.day_closed", "absence.withdraw")
PAPERS = (
    CertificateKind(
        key="no_show_notice",
        title_zh="未到场告知书",
        title_en="Notice of Missed Appointments",
        template="certificates/absence_notice.html",
        requires=("items", "reasons"),
    ),
    CertificateKind(
        key="deemed_withdrawal",
        title_zh="视为撤回申请通知书",
        title_en="Notice of Deemed Withdrawal",
        template="certificates/absence_notice.html",
        requires=("items", "reasons", "rights"),
    ),
)


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    for one in (*MINUTES, *POLICIES, ANSWER):
        register_policy(one)
    register_sentences({**TOLD, **TOLD_BY_PROCEDURES}, bad=BAD)
    for paper in PAPERS:
        register_kind(paper)
