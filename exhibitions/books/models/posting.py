"""Postings: each moves the one unit of a line from one account to another, and is never undone.

One row is one double entry: what it takes from the one account it gives to the other, so the
book always adds up. The database moves the line with the row and refuses a row that does not
find the unit where it says it is.
"""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.models import append_only

from .line import IN_STOCK, Account, Line

__all__ = ["IN_STOCK", "MOVES", "Account", "Document", "Move", "Posting"]


class Move(models.TextChoices):
    """What a posting does (记账类型), in the words of the bonded books."""

    EXPECT = "expect", _("预增")
    CALL_OFF_COMING = "call_off_coming", _("撤销预增")
    RECEIVE = "receive", _("实增")
    COMMIT = "commit", _("预减")
    CALL_OFF_GOING = "call_off_going", _("撤销预减")
    WRITE_OFF = "write_off", _("实减")
    RESTORE = "restore", _("更正恢复")


MOVES: dict[str, tuple[str, str]] = {
    Move.EXPECT: (Account.OUTSIDE, Account.COMING),
    Move.CALL_OFF_COMING: (Account.COMING, Account.OUTSIDE),
    Move.RECEIVE: (Account.COMING, Account.FREE),
    Move.COMMIT: (Account.FREE, Account.GOING),
    Move.CALL_OFF_GOING: (Account.GOING, Account.FREE),
    Move.WRITE_OFF: (Account.GOING, Account.GONE),
    Move.RESTORE: (Account.GONE, Account.FREE),
}
"""From which account to which."""


class Document(models.TextChoices):
    """The paper on which a posting rests (记账依据, R-CENT-01, rules §6.3)."""

    INVENTORY = "inventory", _("核注清单")
    WAREHOUSE = "warehouse", _("出入库单")
    GATE_PASS = "gate_pass", _("核放单")
    DECLARATION = "declaration", _("报关单")
    CENTRAL = "central", _("集中申报")
    TRANSFER = "transfer", _("区间流转")
    AMENDMENT = "amendment", _("海关更正记录")
    STOCK = "stock", _("盘点")


MOVES_THE_LINE = """
UPDATE books_line AS line SET account = posted.credit
  FROM posted, books_book AS book
 WHERE line.id = posted.line_id AND line.account = posted.debit
   AND book.id = line.book_id AND book.closed_on IS NULL;
GET DIAGNOSTICS moved = ROW_COUNT;
SELECT count(*) INTO asked FROM posted;
IF moved <> asked THEN
    RAISE EXCEPTION 'posting_finds_no_unit: % of % lines stand where the posting says', moved, asked
        USING ERRCODE = 'check_violation';
END IF;
RETURN NULL;
"""


def _known_moves() -> Q:
    known = Q()
    for move, (debit, credit) in MOVES.items():
        known |= Q(move=move, debit=debit, credit=credit)
    return known


class Posting(models.Model):
    """One unit moved (记账): what, by which paper, by whom."""

    line = models.ForeignKey(Line, models.PROTECT, related_name="postings")
    move = models.CharField(_("记账类型"), max_length=16, choices=Move.choices)
    debit = models.CharField(_("自"), max_length=8, choices=Account.choices)
    credit = models.CharField(_("至"), max_length=8, choices=Account.choices)
    document = models.CharField(_("依据"), max_length=12, choices=Document.choices)
    document_number = models.CharField(_("依据编号"), max_length=64)
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("记账")
        verbose_name_plural = _("记账")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["document", "document_number"], name="posting_by_document"),
        ]
        constraints = [
            models.CheckConstraint(condition=_known_moves(), name="posting_is_a_known_move"),
            models.CheckConstraint(
                condition=Q(document__in=Document.values) & ~Q(document_number=""),
                name="posting_rests_on_a_paper",
            ),
            models.CheckConstraint(
                condition=~Q(move=Move.RESTORE) | Q(document=Document.AMENDMENT),
                name="posting_restores_by_amendment",
            ),
        ]
        triggers = [
            *append_only("posting_append_only"),
            pgtrigger.Trigger(
                name="posting_moves_its_line",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="posted"),
                declare=[("moved", "integer"), ("asked", "integer")],
                func=MOVES_THE_LINE,
            ),
        ]
