"""Who was rated how from which day, and when the change was made to count."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User
from approvals.record.models import append_only

from .tiers import FIVE, FIVE_SINCE, THREE, Tier

OF_ITS_DAY = Q(valid_from__lt=FIVE_SINCE, tier__in=[str(one) for one in THREE]) | Q(
    valid_from__gte=FIVE_SINCE, tier__in=[str(one) for one in FIVE]
)


class Rating(models.Model):
    """A tier that customs gave an enterprise, by its document (企业信用等级认定, R-CRED).

    Append-only. The row that begins last governs, of one day the newest; when it ends the
    enterprise has no tier, an older row does not come back. A tier is of the set of its first
    day, and holds no longer than its set does.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="ratings")
    tier = models.CharField(_("信用等级"), max_length=12, choices=Tier.choices)
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至"), null=True, blank=True)
    source = models.CharField(_("认定文书"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("信用等级")
        verbose_name_plural = _("信用等级")
        ordering = ["party", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=OF_ITS_DAY, name="rating_of_the_set_of_its_day"),
            models.CheckConstraint(condition=~Q(source=""), name="rating_has_its_document"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="rating_ends_after_it_begins",
            ),
        ]
        triggers = append_only("rating_append_only")

    def __str__(self) -> str:
        return f"{self.party} {self.get_tier_display()}"


class TierChange(models.Model):
    """A change of tier on the day it began to count (等级变动), as it was told to other rooms."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="tier_changes")
    before = models.CharField(_("原等级"), max_length=12, choices=Tier.choices, blank=True)
    after = models.CharField(_("现等级"), max_length=12, choices=Tier.choices, blank=True)
    on = models.DateField(_("日期"))
    at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("等级变动")
        verbose_name_plural = _("等级变动")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["party", "-id"], name="tier_change_latest")]
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="tier_change_changes")
        ]
        triggers = append_only("tier_change_append_only")
