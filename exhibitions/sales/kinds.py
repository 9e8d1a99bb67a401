"""What this room registers: policies, words of its verbs, and what keeps a permit open."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.cases.wording import register_sentences
from approvals.policies.registry import register_policy
from approvals.record.refusals import Refusal
from exhibitions.permits.closing import register_closing_check
from exhibitions.permits.models import DisplayPermit

from .models import OPEN, Sale
from .policies import POLICIES

TOLD = {
    "sales.reserve": gettext_lazy("预订展品"),
    "sales.sell": gettext_lazy("签订销售合同"),
    "sales.cancel": gettext_lazy("撤销销售"),
    "sales.declared": gettext_lazy("海关接受申报"),
    "sales.tax_paid": gettext_lazy("税款已缴"),
    "sales.deliver": gettext_lazy("交付买受人"),
    "sales.request_refund": gettext_lazy("申请退货"),
    "sales.amend": gettext_lazy("海关更正，退货恢复"),
    "sales.refuse_refund": gettext_lazy("海关不予更正"),
    "sales.file": gettext_lazy("文物销售备案"),
    "sales.alarm_year_end": gettext_lazy("年末提醒：已售未申报"),
    "sales.alarm_year_over": gettext_lazy("跨年未申报"),
    "sales.alarm_filing_near": gettext_lazy("销售备案即将到期"),
    "sales.alarm_filing_over": gettext_lazy("销售备案逾期"),
}
DESK = {
    "sales.read_buyer": gettext_lazy("查阅买受人信息"),
    "sales.hand_in_licence": gettext_lazy("交验销售许可"),
    "sales.verify_licence": gettext_lazy("海关验核许可"),
    "sales.reject_licence": gettext_lazy("海关不予认可许可"),
    "sales.seller_licence": gettext_lazy("登记文物经营许可证"),
    "sales.foreign_share": gettext_lazy("登记外资比例"),
}
BAD = (
    "sales.refuse_refund",
    "sales.alarm_year_over",
    "sales.alarm_filing_over",
    "sales.reject_licence",
)


def still_selling(permit: DisplayPermit) -> Iterable[Refusal]:
    """Every sale must be delivered or undone before the permit is closed (§10.8, R-CENT-06)."""
    for sale in Sale.objects.filter(exhibit__item__permit=permit, status__in=OPEN):
        yield Refusal(
            "sale_open",
            _("“%(name)s”的销售尚未办结。") % {"name": sale.exhibit.item.name},
            "R-CENT-06",
            _("请办完申报、缴税和交付，或撤销销售。"),
        )


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    for one in POLICIES:
        register_policy(one)
    register_sentences(TOLD, desk=DESK, bad=BAD)
    register_closing_check(still_selling)
