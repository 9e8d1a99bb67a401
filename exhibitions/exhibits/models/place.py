"""Where an exhibit can be: the store in the zone, the booths of a place, a case, the road."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party
from exhibitions.permits.models import Site


class PlaceKind(models.TextChoices):
    STORE = "store", _("区内库位")
    ROAD = "road", _("运输途中")
    SITE = "site", _("展示场所")
    BOOTH = "booth", _("展位")
    CASE = "case", _("展柜或箱")
    CUSTOMER = "customer", _("买受人")
    HELD = "held", _("查封扣押处")


MOVABLE = (PlaceKind.CASE,)


class Place(models.Model):
    """A place of custody (存放位置) of one operator.

    Fixed places stand in a site or in the zone. A case (展柜、箱) is a place that moves: what is
    in it goes where it goes, by the events of the case itself. `tag` is what is scanned.
    """

    operator = models.ForeignKey(Party, models.PROTECT, related_name="places")
    kind = models.CharField(_("类别"), max_length=8, choices=PlaceKind.choices)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="places")
    name = models.CharField(_("名称"), max_length=100)
    tag = models.CharField(_("标签"), max_length=40)

    class Meta:
        verbose_name = _("存放位置")
        verbose_name_plural = _("存放位置")
        ordering = ["operator", "kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["operator", "tag"], name="place_one_per_tag"),
            models.CheckConstraint(
                condition=Q(kind__in=PlaceKind.values) & ~Q(tag="") & ~Q(name=""),
                name="place_is_named",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[PlaceKind.SITE, PlaceKind.BOOTH]) | Q(site__isnull=False),
                name="place_of_a_site_has_it",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def moves(self) -> bool:
        """Whether it goes about with what is in it."""
        return self.kind in MOVABLE
