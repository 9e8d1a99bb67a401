"""Who has to put a difference right, and how soon."""

from django.utils.translation import gettext_lazy as _

from approvals.policies.registry import Policy

from .checks import CHECKS
from .models import Owner

FOR_CUSTOMS = Policy(
    key="matching.for_customs",
    title=_("由海关处理的账实差异"),
    rule="R-BOND-02",
    evidence="D",
    default=",".join(one.key for one in CHECKS if one.owner == Owner.CUSTOMS),
    kind="text",
    choices=tuple((one.key, one.sentence) for one in CHECKS),
    help=_("其余差异由经营单位处理。"),
)
DAYS = Policy(
    key="matching.days",
    title=_("账实差异的处理期限"),
    rule="R-BOND-02",
    evidence="D",
    default=3,
    kind="number",
    unit=_("个工作日"),
    least=1,
    most=30,
)
POLICIES = (FOR_CUSTOMS, DAYS)
