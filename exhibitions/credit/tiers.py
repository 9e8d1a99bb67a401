"""The tiers of credit by date (R-CRED): three to 2026-03-31, five since."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tier(models.TextChoices):
    """A tier of either set; the words are those of the day's own order."""

    ADVANCED = "advanced", _("高级认证企业")
    CERTIFIED = "certified", _("认证企业")
    ORDINARY = "ordinary", _("常规企业")
    OTHER = "other", _("其他注册登记和备案企业")
    DISCREDITED = "discredited", _("失信企业")
    GRAVE = "grave", _("严重失信企业")


FIVE_SINCE = date(2026, 4, 1)
THREE = (Tier.ADVANCED, Tier.OTHER, Tier.DISCREDITED)
FIVE = (Tier.ADVANCED, Tier.CERTIFIED, Tier.ORDINARY, Tier.DISCREDITED, Tier.GRAVE)
RANKS = {
    Tier.ADVANCED: 1,
    Tier.CERTIFIED: 2,
    Tier.ORDINARY: 3,
    Tier.OTHER: 3,
    Tier.DISCREDITED: 4,
    Tier.GRAVE: 5,
}
"""From the best to the worst; the policies speak of the five, 其他 stands where 常规 does now."""


def tiers_on(day: date) -> tuple[Tier, ...]:
    """The set of the day: Order 251 to 2026-03-31, Order 282 since (R-CRED)."""
    return FIVE if day >= FIVE_SINCE else THREE


def rank_of(tier: Tier | None, *, unrated: Tier = Tier.ORDINARY) -> int:
    """How low the tier stands; who has none stands where `unrated` does."""
    return RANKS[unrated if tier is None else tier]
