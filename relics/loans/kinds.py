"""What this room registers: two procedures, their papers, the policy of alarms, its words."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.kinds import CaseKind, register_case_kind
from approvals.cases.wording import register_sentences
from approvals.certificates.registry import CertificateKind, register_kind
from approvals.policies.registry import Policy, register_policy
from relics.reviews.kinds import EXIT_REVIEW
from relics.reviews.procedures import register_procedure
from relics.reviews.services.resuming import deem_accepted
from relics.reviews.wording import steps_of

from .flows import ReEntryFlow, TemporaryExitFlow
from .procedures import ReEntry, TemporaryExit

TEMPORARY_EXIT = CaseKind(
    key="temporary_exit",
    title=_("文物临时出境"),
    flow=TemporaryExitFlow,
    url_name="reviews:case",
    steps=steps_of,
    on_deemed_accepted=deem_accepted,
    desk_url_name="reviews:desk_case",
    turn_pages={**EXIT_REVIEW.turn_pages, "verify": "loans:verify"},
)
REENTRY = CaseKind(
    key="reentry",
    title=_("临时出境文物复进境"),
    flow=ReEntryFlow,
    url_name="reviews:case",
    steps=steps_of,
    on_deemed_accepted=deem_accepted,
    desk_url_name="reviews:desk_case",
    turn_pages={**EXIT_REVIEW.turn_pages, "compare": "returns:compare"},
)
PAPERS = (
    CertificateKind(
        key="temporary_exit_permit",
        title_zh="文物临时出境证明",
        title_en="Certificate of Temporary Exit",
        template="certificates/temporary_exit.html",
        number_required=True,
        unnumbered_zh="文物临时出境数据摘录",
        unnumbered_en="Extract of Temporary Exit Data",
        requires=("objects", "carrier", "ground"),
        recipients=("customs", "relic_office"),
    ),
    CertificateKind(
        key="reentry_certificate",
        title_zh="文物临时出境复进境证明",
        title_en="Certificate of Re-entry after Temporary Exit",
        template="certificates/reentry.html",
        requires=("objects",),
        recipients=("customs", "relic_office"),
    ),
)
ALARMS = Policy(
    key="loan.alarms",
    title=_("临时出境期满前的提醒"),
    rule="R-TEMP-04",
    evidence="D",
    default=[60, 30, 15, 7],
    kind="numbers",
    unit=_("天"),
    help=_("期满前还有这些天数时各提醒一次。"),
    least=1,
    most=365,
)
TOLD = {
    "application.plan_loan": _("填写批准与期限"),
    "application.loan_shown": _("境外展出开始"),
    "loan.check_approval": _("两人核对批准文件与实物"),
    "loan.extend": _("展期"),
    "loan.recall": _("要求召回"),
    "loan.alarm": _("期限提醒"),
}


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    for procedure in (TemporaryExit(), ReEntry()):
        register_procedure(procedure)
    for kind in (TEMPORARY_EXIT, REENTRY):
        register_case_kind(kind)
    for paper in PAPERS:
        register_kind(paper)
    register_policy(ALARMS)
    register_sentences(TOLD, bad=["loan.recall"])
