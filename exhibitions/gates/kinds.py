"""What this room registers: policies, words of its verbs, and what keeps a permit open."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.cases.wording import register_sentences
from approvals.policies.registry import register_policy
from approvals.record.refusals import Refusal
from exhibitions.permits.closing import register_closing_check
from exhibitions.permits.models import DisplayPermit

from .models import OPEN, GatePass
from .policies import POLICIES

TOLD = {
    "gates.apply": gettext_lazy("申请核放单"),
    "gates.withdraw": gettext_lazy("撤回核放单申请"),
    "gates.manual": gettext_lazy("核放单转人工审核"),
    "gates.approve": gettext_lazy("核放单审核通过"),
    "gates.refuse": gettext_lazy("核放单退单"),
    "gates.void": gettext_lazy("核放单作废"),
    "gates.hold": gettext_lazy("车辆滞留"),
    "gates.settle": gettext_lazy("卡口异常处理"),
    "gates.inspect": gettext_lazy("登记查验结果"),
    "gates.crossing_passed": gettext_lazy("过卡放行"),
    "gates.crossing_held": gettext_lazy("过卡滞留"),
    "gates.crossing_refused": gettext_lazy("不予过卡"),
}
BAD = ("gates.refuse", "gates.hold", "gates.crossing_held", "gates.crossing_refused")


def still_at_the_gate(permit: DisplayPermit) -> Iterable[Refusal]:
    """Every pass must be used or given up before the permit is closed (§10.8)."""
    for one in GatePass.objects.filter(permit=permit, status__in=OPEN):
        yield Refusal(
            "pass_open",
            _("核放单 %(pass)s 尚未办结。") % {"pass": one},
            "R-GATE-01",
            _("请过卡、撤回或作废。"),
        )


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    for one in POLICIES:
        register_policy(one)
    register_sentences(TOLD, bad=BAD)
    register_closing_check(still_at_the_gate)
