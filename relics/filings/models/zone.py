"""Which authorities serve a zone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, Zone

TAKERS = (Party.Kind.CULTURE, Party.Kind.RELIC_OFFICE, Party.Kind.ZONE)


class ZoneAuthority(models.Model):
    """The authority of a kind that serves a zone (综保区对口机构).

    Which kind takes which filings is a dated policy; here stands only who it is.
    """

    zone = models.ForeignKey(
        Zone, models.PROTECT, related_name="filing_authorities", verbose_name=_("综合保税区")
    )
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        related_name="+",
        limit_choices_to={"kind__in": TAKERS},
        verbose_name=_("机构"),
    )

    class Meta:
        verbose_name = _("综保区对口机构")
        verbose_name_plural = _("综保区对口机构")
        constraints = [
            models.UniqueConstraint(fields=["zone", "party"], name="zone_authority_once"),
        ]

    def __str__(self) -> str:
        return str(self.party)
