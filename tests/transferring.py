"""Two enterprises of two zones, and the lists that each files (R-CENT-07)."""

from dataclasses import dataclass
from typing import Any

from exhibitions.books.models import Line
from exhibitions.transfers import services
from exhibitions.transfers.models import TransferList
from exhibitions.transfers.queries import whole
from exhibitions.transfers.rules import Told

from . import bonded, factories

OUT, IN = "QD9801E000001", "QD9802I000001"


@dataclass
class Pair:
    """The giver and the receiver, each with its book and its customs, and what may go."""

    giver: bonded.Firm
    receiver: bonded.Firm
    lines: list[Line]


def make_pair(count: int = 2, giver: bonded.Firm | None = None) -> Pair:
    giver = giver or bonded.make_firm()
    receiver = bonded.make_firm(factories.make_zone(), factories.make_port())
    return Pair(giver, receiver, bonded.in_stock(giver, count))


def told(pair: Pair, **changed: Any) -> list[Told]:
    """What the receiver expects: as the book of the giver has it, the first item changed."""
    rows = [
        Told(line.object.number, line.hs_code, line.price, line.currency) for line in pair.lines
    ]
    if changed:
        first = {name: getattr(rows[0], name) for name in Told.__dataclass_fields__}
        rows[0] = Told(**{**first, **changed})
    return rows


def given(pair: Pair, number: str = OUT) -> TransferList:
    return services.file_out_list(
        pair.giver.book, number, pair.lines, to=pair.receiver.holder, by=pair.giver.agent
    )


def expected(pair: Pair, number: str = IN, **changed: Any) -> TransferList:
    return services.file_in_list(
        pair.receiver.book, number, told(pair, **changed), counterpart=OUT, by=pair.receiver.agent
    )


def mismatched(pair: Pair) -> tuple[TransferList, TransferList]:
    out = given(pair)
    into = expected(pair, quantity=2)
    return fresh(out), fresh(into)


def fresh(one: TransferList) -> TransferList:
    return whole(TransferList.objects.all()).get(pk=one.pk)


def accounts(*books: Any) -> list[tuple[str, str]]:
    """Where the objects of the books stand: (object, account), in order."""
    lines = Line.objects.filter(book__in=books).select_related("object")
    return sorted((line.object.number, str(line.account)) for line in lines)
