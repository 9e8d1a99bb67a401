"""What a zone or its customs decides for transfers between zones."""

from django.utils.translation import gettext_lazy as _

from approvals.policies.registry import Policy

LIST_DAYS = Policy(
    key="transfers.list_days",
    title=_("流转核注清单的有效期"),
    rule="R-CENT-07",
    evidence="D",
    default=30,
    kind="number",
    unit=_("天"),
    least=1,
    most=365,
    help=_("到期仍未对碰的清单自动失效，账册撤销预减。"),
)
WARN_DAYS = Policy(
    key="transfers.warn_days",
    title=_("流转核注清单到期前的提醒"),
    rule="R-CENT-07",
    evidence="D",
    default=5,
    kind="number",
    unit=_("天"),
    least=0,
    most=60,
)
POLICIES = (LIST_DAYS, WARN_DAYS)
