"""The list that each side of a transfer files, and what it says of each object (R-CENT-07)."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User
from approvals.record.models import append_only
from approvals.record.status import StatusField, StatusModel, moves, status_constraint
from exhibitions.books.models import Book, Line


class Side(models.TextChoices):
    OUT = "out", _("转出")
    IN = "in", _("转入")


class ListStatus(models.TextChoices):
    """How a list stands: matched, unmatched or mismatch (R-CENT-07), or over."""

    UNMATCHED = "unmatched", _("待对碰")
    MISMATCH = "mismatch", _("对碰不符")
    MATCHED = "matched", _("已对碰")
    WITHDRAWN = "withdrawn", _("已撤回")
    LAPSED = "lapsed", _("已失效")


S = ListStatus
OPEN = (S.UNMATCHED, S.MISMATCH)


class TransferList(StatusModel):
    """One side's own list of a zone-to-zone transfer (区间流转核注清单).

    The list of the giver (`side` out) says which lines of its book go to which enterprise
    (`partner`); that of the receiver names the giver's list by its number (`counterpart`).
    `round` counts how often it was filed or corrected; the items of each round are kept.
    `differences` is what the last matching found, told alike on both lists.
    """

    Status = ListStatus

    side = models.CharField(_("方向"), max_length=3, choices=Side.choices)
    book = models.ForeignKey(
        Book, models.PROTECT, related_name="transfer_lists", verbose_name=_("电子账册")
    )
    number = models.CharField(_("核注清单编号"), max_length=18, unique=True)
    partner = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="transfers_offered",
        verbose_name=_("转入企业"),
    )
    counterpart = models.CharField(_("对方核注清单编号"), max_length=18, blank=True)
    matched_with = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = StatusField(_("状态"), default=S.UNMATCHED, choices=S.choices)
    round = models.PositiveSmallIntegerField(_("提交次数"), default=1)
    differences: Any = models.JSONField(_("差异"), default=list, blank=True)
    expires_on = models.DateField(_("有效期至"))
    warned_on = models.DateField(_("提醒日期"), null=True, blank=True)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("提交时间"), auto_now_add=True)
    ended_at = models.DateTimeField(_("了结时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("流转核注清单")
        verbose_name_plural = _("流转核注清单")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["counterpart", "status"], name="transfer_by_counterpart")]
        constraints = [
            status_constraint("transfer_status_known", ListStatus),
            models.CheckConstraint(
                condition=~Q(number="")
                & (
                    Q(side="out", partner__isnull=False, counterpart="")
                    | (Q(side="in", partner__isnull=True) & ~Q(counterpart=""))
                ),
                name="transfer_says_whom",
            ),
            models.CheckConstraint(
                condition=Q(status="matched", matched_with__isnull=False, differences=[])
                | (~Q(status="matched") & Q(matched_with__isnull=True)),
                name="transfer_matched_with_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="mismatch") | ~Q(differences=[]),
                name="transfer_mismatch_is_named",
            ),
            models.UniqueConstraint(
                fields=["book", "counterpart"],
                condition=Q(side="in", status__in=OPEN),
                name="transfer_one_open_answer",
            ),
        ]
        triggers = [pgtrigger.Protect(name="transfer_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.number

    @property
    def chain(self) -> str:
        """Where the acts on this list are recorded."""
        return f"transfer:{self.pk}"

    @property
    def pair_key(self) -> str:
        """The giver's number, which both lists of a transfer know."""
        return self.number if self.side == Side.OUT else self.counterpart

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @moves(status, source=OPEN, target=S.UNMATCHED)
    def correct(self) -> None:
        """Its own side says it anew; it is matched again at once."""

    @moves(status, source=OPEN, target=S.MISMATCH)
    def differ(self) -> None:
        """Both lists stand and say different things: both stay open (edge case 50)."""

    @moves(status, source=S.MISMATCH, target=S.UNMATCHED)
    def stand_alone(self) -> None:
        """The other list is there no more."""

    @moves(status, source=OPEN, target=S.MATCHED)
    def match(self) -> None:
        """Both say the same: the giver's lines are written off, the receiver's received."""

    @moves(status, source=OPEN, target=S.WITHDRAWN)
    def withdraw(self) -> None:
        """Its own side takes it back."""

    @moves(status, source=OPEN, target=S.LAPSED)
    def lapse(self) -> None:
        """Its time is over."""


class ListItem(models.Model):
    """What a list says of one object (清单商品项); append-only, one set for each round."""

    list = models.ForeignKey(TransferList, models.PROTECT, related_name="items")
    round = models.PositiveSmallIntegerField(_("提交次数"))
    sequence = models.PositiveSmallIntegerField(_("商品序号"))
    line = models.ForeignKey(
        Line, models.PROTECT, null=True, blank=True, related_name="transfer_items"
    )
    object_number = models.CharField(_("登记号"), max_length=60)
    hs_code = models.CharField(_("商品编码"), max_length=10)
    quantity = models.PositiveIntegerField(_("数量"), default=1)
    price = models.DecimalField(_("申报单价"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("币制"), max_length=3)

    class Meta:
        verbose_name = _("流转商品项")
        verbose_name_plural = _("流转商品项")
        ordering = ["list", "round", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "round", "sequence"], name="transfer_item_in_order"
            ),
            models.UniqueConstraint(
                fields=["list", "round", "object_number"], name="transfer_item_once"
            ),
            models.CheckConstraint(
                condition=~Q(object_number="")
                & ~Q(hs_code="")
                & ~Q(currency="")
                & Q(price__gt=0, quantity__gt=0),
                name="transfer_item_told_in_full",
            ),
        ]
        triggers = append_only("transfer_item_append_only")

    def __str__(self) -> str:
        return self.object_number
