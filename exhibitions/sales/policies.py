"""What the law leaves to zone and customs about sales; and the figures that it gives."""

from django.utils.translation import gettext_lazy as _

from approvals.policies.registry import Policy

FILING_DAYS = 30
"""R-TRADE-05: the sale of a relic is filed within so many days."""
TAX_DAYS = 15
"""R-BOND-10: tax is paid within so many days of the declaration."""
RELIC_YEARS = 75
"""R-TRADE-06, R-DATA-01."""
AUCTION_YEARS = 5
"""R-TRADE-07: from the end of the mandate."""
CUSTOMS_YEARS = 3
"""R-DATA-02: from the release."""

STAY_SETTLED = Policy(
    key="sales.stay_settled",
    title=_("暂时进境文物交付前须在审核机构办结境内结案"),
    rule="R-TEMP-13",
    evidence="M",
    default=True,
    kind="yes_no",
)
WARN_DAYS = Policy(
    key="sales.warn_days",
    title=_("文物销售备案到期前几天提醒"),
    rule="R-TRADE-05",
    evidence="D",
    default=7,
    kind="number",
    unit=_("天"),
    least=1,
    most=29,
)
YEAR_END = Policy(
    key="sales.year_end_alarm",
    title=_("已售未申报的，年末前几天起提醒"),
    rule="R-CENT-05",
    evidence="M",
    default=16,
    kind="number",
    unit=_("天"),
    least=1,
    most=90,
    help=_("默认自12月15日起提醒；跨年未申报的停止新的销售。"),
)
POLICIES = (STAY_SETTLED, WARN_DAYS, YEAR_END)
