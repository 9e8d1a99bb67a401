"""What each tier opens: the rules say it in outline only, customs decides the rest."""

from django.utils.translation import gettext_lazy as _

from approvals.policies.registry import Policy, Words

from .tiers import FIVE, Tier

RULE = "R-CRED"
TIERS = tuple((str(one), one.label) for one in FIVE)


def _lowest(key: str, title: Words, rule: str, evidence: str, default: Tier) -> Policy:
    return Policy(
        f"credit.{key}",
        title,
        rule,
        evidence,  # type: ignore[arg-type]
        str(default),
        "choice",
        choices=TIERS,
        help=_("等级低于所选的企业不适用。"),
    )


def _share(tier: Tier, default: int) -> Policy:
    return Policy(
        f"credit.share.{tier}",
        _("布控查验比例：%(tier)s") % {"tier": tier.label},
        RULE,
        "D",
        default,
        "number",
        unit="%",
        least=0,
        most=100,
    )


POLICIES = (
    _lowest("show", _("可以申请保税展示的最低信用等级"), RULE, "D", Tier.ORDINARY),
    _lowest("central", _("可以集中申报的最低信用等级"), "R-CENT-02", "V2", Tier.ORDINARY),
    _lowest("sampled", _("可以抽查、不必逐批查验的最低信用等级"), RULE, "D", Tier.ORDINARY),
    _lowest("unrated", _("尚无信用等级的企业按何等级办理"), RULE, "D", Tier.ORDINARY),
    _share(Tier.ADVANCED, 1),
    _share(Tier.CERTIFIED, 2),
    _share(Tier.ORDINARY, 5),
    _share(Tier.DISCREDITED, 100),
    _share(Tier.GRAVE, 100),
)
