"""What zone and customs decide about displays; each line is not law in print."""

from django.utils.translation import gettext_lazy as _

from approvals.policies.registry import Policy

MONTHS = Policy(
    key="display.months",
    title=_("一次展示的最长期限"),
    rule="R-BOND-14",
    evidence="M",
    default=6,
    kind="number",
    unit=_("个月"),
    least=1,
    most=24,
)
PROLONG_MONTHS = Policy(
    key="display.prolong_months",
    title=_("展期一次延长的最长期限"),
    rule="R-BOND-14",
    evidence="M",
    default=6,
    kind="number",
    unit=_("个月"),
    least=1,
    most=24,
)
PROLONG_TIMES = Policy(
    key="display.prolong_times",
    title=_("展期延长的最多次数"),
    rule="R-BOND-14",
    evidence="M",
    default=3,
    kind="number",
    unit=_("次"),
    least=0,
    most=20,
    help=_("参照暂时进境货物的延期次数（R-TEMP-10）。"),
)
LICENCE_AT_FILING = Policy(
    key="display.licence_at_filing",
    title=_("展销的文物和艺术品，申请展示许可时须有许可证件"),
    rule="R-CENT-04",
    evidence="D",
    default=True,
    kind="yes_no",
    help=_("不要求的，也须在销售前交海关验核（R-BOND-06）。"),
)
POLICIES = (MONTHS, PROLONG_MONTHS, PROLONG_TIMES, LICENCE_AT_FILING)
