"""The book itself, the write-off cycle its holder chose, and what was reported for each cycle."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User, Zone
from approvals.record.models import append_only
from approvals.record.status import StatusField, StatusModel, moves, status_constraint


class Book(models.Model):
    """An account book of one enterprise (电子账册), opened by customs under its own number.

    Bonded and other goods in one place are kept in books of their own (notice item 14): the
    `nature` of the book is that of everything on it.
    """

    class Nature(models.TextChoices):
        BONDED = "bonded", _("保税")
        ORDINARY = "ordinary", _("非保税")

    number = models.CharField(_("账册编号"), max_length=20, unique=True)
    nature = models.CharField(
        _("货物状态"), max_length=8, choices=Nature.choices, default=Nature.BONDED
    )
    holder = models.ForeignKey(
        Party, models.PROTECT, related_name="books", verbose_name=_("经营企业")
    )
    zone = models.ForeignKey(
        Zone, models.PROTECT, related_name="books", verbose_name=_("综合保税区")
    )
    customs = models.ForeignKey(
        Party, models.PROTECT, related_name="books_kept", verbose_name=_("主管海关")
    )
    opened_on = models.DateField(_("启用日期"))
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("电子账册")
        verbose_name_plural = _("电子账册")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="book_has_a_number"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="book_closes_after_it_opens",
            ),
            models.UniqueConstraint(
                fields=["holder", "zone", "nature"],
                condition=Q(closed_on__isnull=True),
                name="book_one_open_of_each_nature",
            ),
        ]
        triggers = [pgtrigger.Protect(name="book_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.number

    @property
    def chain(self) -> str:
        """Where the acts on this book are recorded."""
        return f"book:{self.pk}"

    @property
    def is_bonded(self) -> bool:
        return self.nature == self.Nature.BONDED


class Cycle(models.Model):
    """From a day on the book is settled every so many months (核销周期), by the holder's choice."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="cycles")
    starts_on = models.DateField(_("自"))
    months = models.PositiveSmallIntegerField(_("周期（月）"))
    chosen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(_("选定时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("核销周期")
        verbose_name_plural = _("核销周期")
        ordering = ["book", "-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["book", "starts_on"], name="cycle_one_from_a_day"),
            models.CheckConstraint(
                condition=Q(months__gte=1) & Q(months__lte=12), name="cycle_of_some_months"
            ),
        ]
        triggers = append_only("cycle_append_only")

    def __str__(self) -> str:
        return f"{self.months}"


class SettlementStatus(models.TextChoices):
    REPORTED = "reported", _("已核报，待海关核销")
    RETURNED = "returned", _("退回核对")
    SETTLED = "settled", _("已核销")


class Settlement(StatusModel):
    """One cycle reported by the holder and settled by customs (自主核报与核销).

    The four counts are pieces: what stood at the beginning, came in, was written off and stood
    at the end; they are computed from the postings, and the database keeps the sum right.
    """

    machine = "R-CENT-05"
    Status = SettlementStatus

    book = models.ForeignKey(Book, models.PROTECT, related_name="settlements")
    starts_on = models.DateField(_("自"))
    ends_on = models.DateField(_("至"))
    opening = models.PositiveIntegerField(_("期初件数"))
    received = models.PositiveIntegerField(_("实增件数"))
    written_off = models.PositiveIntegerField(_("实减件数"))
    closing = models.PositiveIntegerField(_("期末件数"))
    counted = models.PositiveIntegerField(_("实盘件数"))
    remark = models.CharField(_("说明"), max_length=500, blank=True)
    status = StatusField(
        _("状态"), default=SettlementStatus.REPORTED, choices=SettlementStatus.choices
    )
    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("核报时间"), auto_now_add=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("核销时间"), null=True)
    answer = models.CharField(_("海关意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("账册核销")
        verbose_name_plural = _("账册核销")
        ordering = ["book", "-ends_on"]
        constraints = [
            status_constraint("settlement_status_known", SettlementStatus),
            models.UniqueConstraint(fields=["book", "ends_on"], name="settlement_once_a_cycle"),
            models.CheckConstraint(
                condition=Q(closing=F("opening") + F("received") - F("written_off")),
                name="settlement_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(counted=F("closing")) | ~Q(remark=""),
                name="settlement_difference_explained",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="settlement_ends_after_it_starts"
            ),
        ]
        triggers = [pgtrigger.Protect(name="settlement_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.book} {self.ends_on}"

    @moves(status, source=SettlementStatus.REPORTED, target=SettlementStatus.SETTLED)
    def settle(self) -> None:
        """Customs agrees: the cycle is closed (R-CENT-05)."""

    @moves(status, source=SettlementStatus.REPORTED, target=SettlementStatus.RETURNED)
    def give_back(self) -> None:
        """Customs asks the holder to look again."""

    @moves(status, source=SettlementStatus.RETURNED, target=SettlementStatus.REPORTED)
    def report_again(self) -> None:
        """Put right and reported again."""
