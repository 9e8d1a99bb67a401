"""What this room registers: its policies, its words, and what keeps a permit open."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.cases.wording import register_sentences
from approvals.policies.registry import register_policy
from approvals.record.refusals import Refusal
from exhibitions.permits.closing import register_closing_check
from exhibitions.permits.models import DisplayPermit

from .models import CentralDeclaration, DeclarationStatus
from .policies import POLICIES

TOLD = {
    "declarations.collect": gettext_lazy("归集待申报的销售"),
    "declarations.submit": gettext_lazy("提交集中申报"),
    "declarations.return": gettext_lazy("退回集中申报"),
    "declarations.accept": gettext_lazy("海关接受集中申报"),
    "declarations.pay": gettext_lazy("缴税并核对一致"),
    "declarations.alarm_near": gettext_lazy("集中申报即将到期"),
    "declarations.alarm_late": gettext_lazy("集中申报逾期"),
}
BAD = ("declarations.return", "declarations.alarm_late")


def undone(permit: DisplayPermit) -> Iterable[Refusal]:
    """Every central declaration with a sale of the permit must be matched (§10.8)."""
    waiting = CentralDeclaration.objects.filter(sales__sale__exhibit__item__permit=permit)
    for one in waiting.exclude(status=DeclarationStatus.MATCHED).distinct():
        words = {"period": one, "status": one.get_status_display()}  # type: ignore[attr-defined]
        yield Refusal(
            "declaration_undone",
            _("集中申报 %(period)s %(status)s。") % words,
            "§10.8",
            _("请先办结集中申报。"),
        )


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    for one in POLICIES:
        register_policy(one)
    register_sentences(TOLD, bad=BAD)
    register_closing_check(undone)
