"""What an authority may decide for its zone; each line is a rule that is not law in print."""

from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party
from approvals.policies.registry import Policy

WHO = (
    (str(Party.Kind.CULTURE), _("文化行政部门")),
    (str(Party.Kind.RELIC_OFFICE), _("文物进出境审核机构")),
    (str(Party.Kind.ZONE), _("综保区管理机构")),
)
ARTWORK_AUTHORITY = Policy(
    key="filings.authority.artwork",
    title=_("艺术品、复仿制品和一般物品的备案由谁受理"),
    rule="R-ART-08",
    evidence="D",
    default=str(Party.Kind.CULTURE),
    kind="choice",
    choices=WHO,
)
RELIC_AUTHORITY = Policy(
    key="filings.authority.relic",
    title=_("文物的备案由谁受理"),
    rule="R-ART-08",
    evidence="D",
    default=str(Party.Kind.RELIC_OFFICE),
    kind="choice",
    choices=WHO,
)
LIGHT_STORAGE = Policy(
    key="filings.storage_light",
    title=_("仅为保税存储的艺术品，备案后即发回执，不作审查"),
    rule="R-ART-08",
    evidence="D",
    default=True,
    kind="yes_no",
    help=_("参照其他自由贸易试验区的做法。"),
)
OPERATOR_NUMBER = Policy(
    key="filings.operator_number",
    title=_("为销售备案时须填艺术品经营单位备案号"),
    rule="R-ART-02",
    evidence="V2",
    default=True,
    kind="yes_no",
)
FOREIGN_SHOW_DAYS = Policy(
    key="filings.foreign_show_days",
    title=_("境外艺术品在公共场所展销，提前多少天申请"),
    rule="R-ART-04",
    evidence="M",
    default=45,
    kind="number",
    unit=_("天"),
    least=1,
    most=180,
)
POLICIES = (
    ARTWORK_AUTHORITY,
    RELIC_AUTHORITY,
    LIGHT_STORAGE,
    OPERATOR_NUMBER,
    FOREIGN_SHOW_DAYS,
)
