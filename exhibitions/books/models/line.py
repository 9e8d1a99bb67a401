"""A line of a book: one object, quantity one, and where its one unit stands."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from relics.register.models import RelicObject

from .book import Book


class Account(models.TextChoices):
    """Where the unit of a line stands."""

    OUTSIDE = "outside", _("未入账")
    COMING = "coming", _("待入账")
    FREE = "free", _("在账可动")
    GOING = "going", _("在账待减")
    GONE = "gone", _("已核减")


IN_STOCK = (Account.FREE, Account.GOING)
"""The unit counts as stock: 实增 less 实减 (rules §9.15)."""

ONLY_BY_POSTING = """
IF NEW.account IS DISTINCT FROM OLD.account AND pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'line_moves_by_posting: the account of a line moves with a posting only';
END IF;
RETURN NEW;
"""


class Line(models.Model):
    """A line of the account book (账册底账行): one art object, one line, quantity one.

    So that object, line, mark and photograph stay one to one (rules §9.15). `account` is kept
    by the database from the postings; 实增, 实减, 预增 and 预减 are read from it.
    """

    book = models.ForeignKey(Book, models.PROTECT, related_name="lines")
    sequence = models.PositiveIntegerField(_("备案序号"))
    item_number = models.CharField(_("料号"), max_length=30)
    object = models.ForeignKey(
        RelicObject, models.PROTECT, related_name="book_lines", verbose_name=_("文物或艺术品")
    )
    hs_code = models.CharField(_("商品编码"), max_length=10)
    name = models.CharField(_("商品名称"), max_length=200)
    model = models.CharField(_("规格型号"), max_length=500, blank=True)
    unit = models.CharField(_("申报计量单位"), max_length=3)
    price = models.DecimalField(_("申报单价"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("币制"), max_length=3)
    origin_country = models.CharField(_("原产国（地区）"), max_length=3, blank=True)
    account = models.CharField(
        _("账面状态"), max_length=8, choices=Account.choices, default=Account.OUTSIDE
    )
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("备案时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("账册行")
        verbose_name_plural = _("账册行")
        ordering = ["book", "sequence"]
        indexes = [models.Index(fields=["book", "account"], name="line_by_account")]
        constraints = [
            models.UniqueConstraint(fields=["book", "sequence"], name="line_one_per_sequence"),
            models.UniqueConstraint(fields=["book", "item_number"], name="line_one_per_item"),
            models.UniqueConstraint(
                fields=["object"],
                condition=Q(account__in=IN_STOCK),
                name="line_one_stock_of_object",
            ),
            models.CheckConstraint(
                condition=Q(account__in=Account.values), name="line_account_known"
            ),
            models.CheckConstraint(
                condition=~Q(item_number="") & ~Q(hs_code="") & ~Q(currency="") & Q(price__gt=0),
                name="line_is_told_in_full",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="line_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="line_moves_by_posting",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("account"),
                func=ONLY_BY_POSTING,
            ),
            pgtrigger.Trigger(
                name="line_begins_outside",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.account <> 'outside'"),
                func="RAISE EXCEPTION 'line_begins_outside: a new line has nothing on it';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book_id}/{self.sequence} {self.name}"

    @property
    def expected_in(self) -> int:
        """预增: announced and not yet arrived."""
        return int(self.account == Account.COMING)

    @property
    def received(self) -> int:
        """实增: has come in."""
        return int(self.account in (*IN_STOCK, Account.GONE))

    @property
    def expected_out(self) -> int:
        """预减: on its way out, or out of the zone on show."""
        return int(self.account == Account.GOING)

    @property
    def written_off(self) -> int:
        """实减: declared and gone for good."""
        return int(self.account == Account.GONE)

    @property
    def balance(self) -> int:
        """账面结余: 实增 less 实减."""
        return self.received - self.written_off

    @property
    def movable(self) -> int:
        """可动: the balance less 预减."""
        return self.balance - self.expected_out
