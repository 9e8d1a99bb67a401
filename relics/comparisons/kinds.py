"""What this room registers: its paper, its policies and the words of its verbs."""

from django.utils.translation import gettext_lazy as _

from approvals.cases.wording import register_sentences
from approvals.certificates.registry import CertificateKind, register_kind
from approvals.policies.registry import register_policy

from .differences import POLICIES

SHEET = CertificateKind(
    key="comparison_sheet",
    title_zh="实物比对表",
    title_en="Comparison Sheet",
    template="certificates/comparison_sheet.html",
    requires=("objects", "items", "appraisers", "ground"),
)
TOLD = {
    "comparison.begin": _("开始实物比对"),
    "comparison.conclude": _("实物比对有了结论"),
    "comparison.settle": _("差异认定有了结果"),
}
DESK = {
    "reference.record": _("实物存档"),
    "comparison.photo": _("拍摄现场照片"),
    "comparison.measures": _("复测尺寸与质量"),
    "comparison.marks": _("查验标识与关封"),
    "comparison.sign": _("签署实物比对"),
    "comparison.explain": _("提出差异说明"),
    "comparison.suspect_swap": _("提出疑似调换"),
    "comparison.leave_unexplained": _("提出差异未说明"),
    "comparison.judge": _("签署差异认定"),
}


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    register_kind(SHEET)
    for one in POLICIES:
        register_policy(one)
    register_sentences(TOLD, desk=DESK)
