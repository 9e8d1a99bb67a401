"""What must hold before a party is rated, and what a tier closes. None, or a Refusal."""

from datetime import date

from django.utils.translation import gettext as _

from approvals.parties.models import Party, User
from approvals.record.refusals import Refusal

from .queries import Standing, rates_parties
from .tiers import Tier, tiers_on

RULE = "R-CRED"


def rater_refusal(user: User) -> Refusal | None:
    """Tiers are recorded by officers of customs."""
    if rates_parties(user):
        return None
    return Refusal("no_right", _("只有海关关员可以登记信用等级。"), RULE, _("请由海关办理。"))


def rating_refusal(
    party: Party, tier: str, *, valid_from: date, valid_to: date | None, source: str
) -> Refusal | None:
    """Why this tier cannot be recorded for the party from the day on."""
    if party.kind != Party.Kind.ENTERPRISE:
        return Refusal("no_enterprise", _("只有企业有海关信用等级。"), RULE)
    of_the_day = tiers_on(valid_from)
    if tier not in of_the_day:
        told = {
            "day": valid_from.isoformat(),
            "tiers": _("、").join(str(one.label) for one in of_the_day),
        }
        return Refusal(
            "tier_not_of_its_day",
            _("%(day)s 的信用等级只有：%(tiers)s。") % told,
            RULE,
            _("请按当日有效的办法选择等级。"),
        )
    if valid_to is not None and valid_to < valid_from:
        return Refusal("rating_backwards", _("截止日早于起始日。"), RULE, _("请更正日期。"))
    if not source.strip():
        return Refusal("source_missing", _("请写明认定文书。"), RULE, _("请填写文书名称和编号。"))
    return None


def show_refusal(standing: Standing) -> Refusal | None:
    """Why the enterprise gets no display permit and no new leg (R-CRED, case 42)."""
    if standing.may_show:
        return None
    return Refusal(
        "tier_may_not_show",
        _("%(tier)s不得新办保税展示。") % {"tier": _name(standing.tier)},
        RULE,
        _("信用等级恢复后可再申请；已出区的物品照常回区或办理内销。"),
    )


def central_refusal(standing: Standing) -> Refusal | None:
    """Why the enterprise declares each batch by itself (R-CENT-02)."""
    if standing.may_declare_centrally:
        return None
    return Refusal(
        "tier_declares_each_batch",
        _("%(tier)s不得集中申报。") % {"tier": _name(standing.tier)},
        "R-CENT-02",
        _("请逐批申报。"),
    )


def exemption_refusal(standing: Standing) -> Refusal | None:
    """Why the enterprise must give a guarantee (R-GUAR-07)."""
    if standing.may_be_exempt:
        return None
    return Refusal(
        "tier_not_exempt",
        _("只有高级认证企业可以申请免除担保。"),
        "R-GUAR-07",
        _("请提供保证金、保函或保险单。"),
    )


def _name(tier: Tier | None) -> str:
    return str(tier.label) if tier is not None else _("尚无信用等级的企业")
