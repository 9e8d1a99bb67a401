"""A side files its list or says it anew; either is matched at once."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Party, User
from approvals.policies.queries import policy
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.status import can_proceed
from exhibitions.books.models import Book, Document, Line
from exhibitions.books.rules import holder_right
from exhibitions.books.services import Paper, call_off_going, commit
from exhibitions.transfers.models import Side, TransferList
from exhibitions.transfers.policies import LIST_DAYS
from exhibitions.transfers.queries import items_of
from exhibitions.transfers.rules import RULE, Told, not_open, said_refusal, shown_refusal

from .acts import lock_pair, locked, set_items, tell
from .matching import match_list


@transaction.atomic
def file_out_list(
    book: Book, number: str, lines: Sequence[Line], *, to: Party, by: User
) -> TransferList:
    """The giver files which lines of its book go to which enterprise (转出清单, R-CENT-07).

    The lines are 预减 from now on; what they say is taken from the book. Raises Conflict where
    a line is not free or is in a show.
    """
    told = _told_of(book, lines)
    lock_pair(number)
    one = TransferList(side=Side.OUT, book=book, number=number, partner=to, filed_by=by)
    _file(one, told, by)
    require(shown_refusal(lines), error=Conflict)
    commit(lines, Paper(Document.TRANSFER, number), by=by)
    return match_list(one, by=by)


@transaction.atomic
def file_in_list(
    book: Book, number: str, told: Sequence[Told], *, counterpart: str, by: User
) -> TransferList:
    """The receiver files what it expects by the giver's list (转入清单), before or after it."""
    if not counterpart.strip():
        raise NotAcceptable(Refusal("no_counterpart", _("请填写对方的核注清单编号。"), RULE, ""))
    lock_pair(counterpart)
    one = TransferList(side=Side.IN, book=book, number=number, counterpart=counterpart, filed_by=by)
    _file(one, told, by)
    return match_list(one, by=by)


@transaction.atomic
def correct_out_list(one: TransferList, lines: Sequence[Line], *, by: User) -> TransferList:
    """The giver changes which lines go; what stays and what comes anew is posted on the book."""
    held = _reopened(one, _told_of(one.book, lines), by)
    before = {item.line_id: item.line for item in items_of(held)}
    asked = {line.pk: line for line in lines}
    paper = Paper(Document.TRANSFER, held.number)
    dropped = [line for key, line in before.items() if key not in asked and line is not None]
    added = [line for key, line in asked.items() if key not in before]
    require(shown_refusal(added), error=Conflict)
    if dropped:
        call_off_going(dropped, paper, by=by)
    if added:
        commit(added, paper, by=by)
    return _corrected(held, _told_of(held.book, lines), by)


@transaction.atomic
def correct_in_list(one: TransferList, told: Sequence[Told], *, by: User) -> TransferList:
    """The receiver says anew what it expects."""
    return _corrected(_reopened(one, told, by), told, by)


def _told_of(book: Book, lines: Sequence[Line]) -> list[Told]:
    if any(line.book_id != book.pk for line in lines):
        raise NotAcceptable(
            Refusal("line_of_another_book", _("清单只能列本账册的账册行。"), "R-CENT-03", "")
        )
    return [
        Told(line.object.number, line.hs_code, line.price, line.currency, 1, line) for line in lines
    ]


def _file(one: TransferList, told: Sequence[Told], by: User) -> None:
    require(holder_right(one.book, by), error=NotAllowed)
    require(said_refusal(one.number, told), error=NotAcceptable)
    if one.partner_id == one.book.holder_id and one.side == Side.OUT:
        _require_elsewhere(one)
    days = int(policy(LIST_DAYS.key, one.book.zone.party, one.book.customs))
    one.expires_on = timezone.localdate() + timedelta(days=days)
    try:
        with transaction.atomic():
            one.save()
            set_items(one, told)
    except IntegrityError as error:
        raise Conflict(
            Refusal(
                "list_number_used",
                _("这个核注清单编号已经用过，或已有清单对应同一份转出清单。"),
                RULE,
                _("请核对编号，或更正已有的清单。"),
            )
        ) from error
    tell(one, "file", by=by, objects=[item.object_number for item in told])


def _require_elsewhere(one: TransferList) -> None:
    """One enterprise may move its own goods, from its book of one zone to that of another."""
    elsewhere = one.book.holder.books.exclude(zone=one.book.zone_id)
    if not elsewhere.filter(closed_on__isnull=True).exists():
        raise NotAcceptable(
            Refusal(
                "no_book_elsewhere",
                _("转入企业在其他区没有账册，不是区间流转。"),
                RULE,
                _("请填写另一综合保税区的转入企业。"),
            )
        )


def _reopened(one: TransferList, told: Sequence[Told], by: User) -> TransferList:
    held = locked(one)
    require(holder_right(held.book, by), error=NotAllowed)
    if not can_proceed(held.correct):
        raise Conflict(not_open(held))
    require(said_refusal(held.number, told), error=NotAcceptable)
    return held


def _corrected(held: TransferList, told: Sequence[Told], by: User) -> TransferList:
    held.correct()
    held.round += 1
    held.differences = []
    held.save(update_fields=["status", "round", "differences"])
    set_items(held, told)
    tell(held, "correct", by=by, objects=[item.object_number for item in told])
    return match_list(held, by=by)
