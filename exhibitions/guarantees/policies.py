"""What about guarantees is for customs to set."""

from django.utils.translation import gettext_lazy as _

from approvals.policies.registry import Policy

BUFFER = Policy(
    key="guarantees.buffer_days",
    title=_("担保期限应晚于展示结束日的天数"),
    rule="R-GUAR-11",
    evidence="D",
    default=30,
    kind="number",
    unit=_("天"),
    least=0,
    most=365,
    help=_("留给申报和缴税；担保剩余天数少于此数即视为即将到期。"),
)
POLICIES = (BUFFER,)
