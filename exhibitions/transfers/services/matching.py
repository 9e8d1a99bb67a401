"""The matching itself (自动对碰): both lists stand, and say the same or not (R-CENT-07)."""

from django.db import transaction
from django.utils import timezone

from approvals.parties.models import User
from approvals.record.refusals import Refused
from approvals.record.services import CLOCKWORK
from exhibitions.books.models import Document, Line
from exhibitions.books.services import LineWords, Paper, expect, open_lines, receive, write_off
from exhibitions.transfers.models import Side, TransferList
from exhibitions.transfers.queries import items_of, other_of, whole
from exhibitions.transfers.rules import differences

from .acts import tell


def match_list(one: TransferList, *, by: User) -> TransferList:
    """Match the list with the other side's if that stands; inside the lock of the pair.

    Equal: both are matched and both books posted in this transaction. Different: both are told
    each difference, stay open, and nothing moves (edge case 50).
    """
    found = other_of(one)
    if found is None:
        return one
    other = whole(TransferList.objects.select_for_update(of=("self",))).get(pk=found.pk)
    out, into = (one, other) if one.side == Side.OUT else (other, one)
    said = differences(items_of(out), items_of(into)) or _posted(out, into, by)
    for held, twin in ((out, into), (into, out)):
        if said:
            held.differ()
            held.differences = said
        else:
            held.match()
            held.matched_with, held.differences, held.ended_at = twin, [], timezone.now()
        held.save(update_fields=["status", "differences", "matched_with", "ended_at"])
        verb = "differ" if said else "match"
        tell(held, verb, by=CLOCKWORK, other=twin.number, differences=said)
    return one


def _posted(out: TransferList, into: TransferList, by: User) -> list[dict[str, str]]:
    """Write off at the giver's, then receive at the receiver's; what a book refuses is told."""
    try:
        with transaction.atomic():
            given = [item.line for item in items_of(out) if item.line is not None]
            write_off(given, Paper(Document.TRANSFER, out.number), by=CLOCKWORK)
            opener = by if by.pk == into.filed_by_id else into.filed_by
            made = open_lines(into.book, [_words(line) for line in given], by=opener)
            paper = Paper(Document.TRANSFER, into.number)
            expect(made, paper, by=CLOCKWORK)
            receive(made, paper, by=CLOCKWORK)
    except Refused as error:
        return [
            {"object": "", "what": "refused", "given": str(error.refusal.sentence), "expected": ""}
        ]
    return []


def _words(line: Line) -> LineWords:
    """The giver's facts as the receiver's line tells them: nothing is typed twice."""
    return LineWords(
        line.object,
        hs_code=line.hs_code,
        unit=line.unit,
        price=line.price,
        currency=line.currency,
        name=line.name,
        model=line.model,
        origin_country=line.origin_country,
    )
