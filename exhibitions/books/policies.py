"""What a zone may decide for the books kept in it."""

from django.utils.translation import gettext_lazy as _

from approvals.policies.registry import Policy

CYCLE_BY_HOLDER = Policy(
    key="books.cycle_by_holder",
    title=_("企业可以自定账册核销周期"),
    rule="R-CENT-05",
    evidence="D",
    default=False,
    kind="yes_no",
    help=_("关闭时按本区统一的核销周期核销。"),
)
CYCLE_MONTHS = Policy(
    key="books.cycle_months",
    title=_("账册核销周期"),
    rule="R-CENT-05",
    evidence="D",
    default=12,
    kind="number",
    unit=_("个月"),
    least=1,
    most=12,
)
POLICIES = (CYCLE_BY_HOLDER, CYCLE_MONTHS)
