"""What a zone may decide of central declarations; none of it was read in the official text."""

from django.utils.translation import gettext_lazy as _

from approvals.policies.registry import Policy

MONTHS = Policy(
    key="declarations.months",
    title=_("集中申报的期间"),
    rule="R-CENT-05",
    evidence="M",
    default=3,
    kind="number",
    unit=_("个月"),
    least=1,
    most=12,
    help=_("从每年1月起算，不跨年。"),
)
DUE_DAY = Policy(
    key="declarations.due_day",
    title=_("期间结束后次月几日前申报"),
    rule="R-CENT-05",
    evidence="M",
    default=15,
    kind="number",
    unit=_("日"),
    least=1,
    most=28,
)
WARN_DAYS = Policy(
    key="declarations.warn_days",
    title=_("申报期限前几天提醒"),
    rule="R-CENT-05",
    evidence="D",
    default=7,
    kind="number",
    unit=_("天"),
    least=1,
    most=60,
)
POLICIES = (MONTHS, DUE_DAY, WARN_DAYS)
