"""Posting on the lines of a book: many at once, on one paper, in one transaction.

Each verb takes lines of one book, locks them in the order of their keys, checks that every unit
stands where it is to be taken from, and writes all postings with one statement; the database
moves the lines. Nothing is written unless all can be.

All verbs raise NotAllowed, NotAcceptable without lines of one book or a paper, and Conflict
where a unit stands elsewhere or the book is closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import Clockwork, post_outbox, write_trail
from exhibitions.books.models import MOVES, Book, Line, Move, Posting
from exhibitions.books.rules import (
    closed_refusal,
    posting_right,
    standing_refusal,
    stock_elsewhere_refusal,
    taken_meanwhile,
)

Poster = User | Clockwork
INCREASES = (Move.RECEIVE, Move.RESTORE)


@dataclass(frozen=True)
class Paper:
    """On what a posting rests (记账依据): a `Document` and its number; `reason` in words."""

    document: str
    number: str
    reason: str = ""


def expect(lines: Sequence[Line], paper: Paper, *, by: Poster) -> list[Posting]:
    """Announce what is to come in (预增)."""
    return _post(Move.EXPECT, lines, paper, by)


def call_off_coming(lines: Sequence[Line], paper: Paper, *, by: Poster) -> list[Posting]:
    """What was announced does not come (撤销预增)."""
    return _post(Move.CALL_OFF_COMING, lines, paper, by)


def receive(lines: Sequence[Line], paper: Paper, *, by: Poster) -> list[Posting]:
    """What was announced has come in (实增)."""
    return _post(Move.RECEIVE, lines, paper, by)


def commit(lines: Sequence[Line], paper: Paper, *, by: Poster) -> list[Posting]:
    """Announce what is to go out (预减); it stays stock until it is written off."""
    return _post(Move.COMMIT, lines, paper, by)


def call_off_going(lines: Sequence[Line], paper: Paper, *, by: Poster) -> list[Posting]:
    """What was to go out stays, or came back unsold (撤销预减)."""
    return _post(Move.CALL_OFF_GOING, lines, paper, by)


def write_off(lines: Sequence[Line], paper: Paper, *, by: Poster) -> list[Posting]:
    """Declared, released and through the gate: gone for good (实减, rules §6.3)."""
    return _post(Move.WRITE_OFF, lines, paper, by)


def restore(lines: Sequence[Line], paper: Paper, *, by: Poster) -> list[Posting]:
    """Stock again, only by customs' record of an amendment (更正恢复, edge case 35)."""
    return _post(Move.RESTORE, lines, paper, by)


def _post(move: Move, lines: Sequence[Line], paper: Paper, by: Poster) -> list[Posting]:
    book = _one_book(lines)
    if not paper.number.strip():
        raise NotAcceptable(
            Refusal("paper_missing", _("记账须注明依据的单证编号。"), "R-CENT-03", "")
        )
    try:
        with transaction.atomic():
            if isinstance(by, User):
                require(posting_right(book, move, by), error=NotAllowed)
            require(closed_refusal(book), error=Conflict)
            held = _held(lines)
            require(standing_refusal(held, move), error=Conflict)
            if move in INCREASES:
                require(stock_elsewhere_refusal(held), error=Conflict)
            made = Posting.objects.bulk_create(_postings(move, held, paper, by))
            _tell(book, move, made, paper, by)
    except IntegrityError as error:
        raise Conflict(taken_meanwhile()) from error
    for line in lines:
        line.account = MOVES[move][1]
    return made


def _one_book(lines: Sequence[Line]) -> Book:
    if len({line.book_id for line in lines}) != 1:
        raise NotAcceptable(
            Refusal("one_book_at_a_time", _("请选择同一账册的账册行。"), "R-CENT-03", "")
        )
    return lines[0].book


def _held(lines: Sequence[Line]) -> list[Line]:
    keys = [line.pk for line in lines]
    return list(Line.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _postings(move: Move, lines: Sequence[Line], paper: Paper, by: Poster) -> list[Posting]:
    debit, credit = MOVES[move]
    return [
        Posting(
            line=line,
            move=move,
            debit=debit,
            credit=credit,
            document=paper.document,
            document_number=paper.number.strip(),
            reason=paper.reason.strip(),
            by=by if isinstance(by, User) else None,
            at=timezone.now(),
        )
        for line in lines
    ]


def _tell(book: Book, move: Move, made: Sequence[Posting], paper: Paper, by: Poster) -> None:
    """The act on the book's record, and to customs' own system."""
    said = {
        "move": str(move),
        "document": paper.document,
        "number": paper.number.strip(),
        "lines": [posting.line.sequence for posting in made],
    }
    subject = f"book:{book.pk}"
    write_trail(
        book.chain, f"books.{move}", by=by, subject=subject, after=said, reason=paper.reason
    )
    post_outbox("customs", "book.posted", subject=subject, payload={"book": book.number, **said})
