"""What this room registers: its paper, its policies and the words of its verbs."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.wording import register_sentences
from approvals.certificates.registry import CertificateKind, register_kind
from approvals.policies.registry import register_policy

from .policies import POLICIES

REPORT = CertificateKind(
    key="freeze_report",
    title_zh="文物冻结情况报告",
    title_en="Report of a Frozen Object",
    template="certificates/freeze_report.html",
    requires=("objects", "items"),
    office_only=True,
)
DESK = {
    "watchlist.check": _("比对追索名录"),
    "watchlist.judge": _("核实疑似名录条目"),
    "freeze.open": _("冻结文物"),
    "freeze.report": _("签发冻结报告"),
    "freeze.instruct": _("录入处置指令"),
}
"""For officers only: the applicant's timeline must not warn anybody."""


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    register_kind(REPORT)
    for one in POLICIES:
        register_policy(one)
    register_sentences({}, desk=DESK)
