"""Stock-takes: which exhibits were drawn, what was seen, what is missing."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from exhibitions.permits.models import Site

from .exhibit import Exhibit
from .place import Place


class CountStatus(models.TextChoices):
    OPEN = "open", _("盘点中")
    CLOSED = "closed", _("已结束")


class Count(StatusModel):
    """A stock-take of a place (盘点).

    A full count asks for every exhibit there. A draw asks for some: customs commits to a seed by
    its SHA-256 before it begins, opens the seed at the end, and the exhibits drawn follow from
    the seed and the list of that moment, so that neither side could have chosen them.
    """

    Status = CountStatus

    site = models.ForeignKey(Site, models.PROTECT, related_name="counts")
    status = StatusField(_("状态"), default=CountStatus.OPEN, choices=CountStatus.choices)
    expected = ArrayField(models.BigIntegerField(), verbose_name=_("应盘展品"))
    commitment = models.CharField(_("抽样承诺摘要"), max_length=64, blank=True)
    share = models.PositiveSmallIntegerField(_("抽样比例（%）"), default=100)
    seed = models.CharField(_("抽样种子"), max_length=64, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("开始时间"), auto_now_add=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("结束时间"), null=True)
    result = models.JSONField(_("结果"), default=dict, blank=True)

    class Meta:
        verbose_name = _("盘点")
        verbose_name_plural = _("盘点")
        ordering = ["-pk"]
        constraints = [
            status_constraint("count_status_known", CountStatus),
            models.UniqueConstraint(
                fields=["site"], condition=Q(status="open"), name="count_one_open_per_site"
            ),
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=100) & (Q(share=100) | ~Q(commitment="")),
                name="count_draw_is_committed",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(commitment="") | ~Q(seed=""),
                name="count_draw_is_opened",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="count_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="count_keeps_its_list",
                operation=pgtrigger.UpdateOf("expected", "commitment", "share", "opened_at"),
            ),
        ]

    @moves(status, source=CountStatus.OPEN, target=CountStatus.CLOSED)
    def close(self) -> None:
        """All that was looked for was seen, or is told as missing (R-BOND-03)."""


class Sighting(models.Model):
    """One scan of a stock-take (盘点扫描): an exhibit seen somewhere, or a tag nobody knows."""

    count = models.ForeignKey(Count, models.PROTECT, related_name="sightings")
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    tag = models.CharField(_("扫描内容"), max_length=200)
    key = models.CharField(_("幂等键"), max_length=64, unique=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(_("扫描时间"))
    at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("盘点扫描")
        verbose_name_plural = _("盘点扫描")
        ordering = ["pk"]
        triggers = append_only("sighting_append_only")
