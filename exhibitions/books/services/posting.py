"""Posting on the lines of a book: many at once, on one paper, in one transaction.

Each verb takes lines of one book and writes all postings with one statement, whose keys it
returns; the database moves the lines. Nothing is written unless all units stand where they are
to be taken from.

All verbs raise NotAllowed, NotAcceptable without lines of one book or a paper, and Conflict
where a unit stands elsewhere or the book is closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.prepared import all_rows
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import Clockwork, post_outbox, write_trail
from exhibitions.books.models import MOVES, Book, Line, Move
from exhibitions.books.rules import (
    closed_refusal,
    posting_right,
    standing_refusal,
    stock_elsewhere_refusal,
    taken_meanwhile,
)

Poster = User | Clockwork
INCREASES = (Move.RECEIVE, Move.RESTORE)


# One planned statement locks the lines in order, finds those whose unit stands where it is taken
# from, and writes their postings: a posting is on the way of every gate pass.

POST = """
WITH held AS MATERIALIZED (
    SELECT id, sequence FROM books_line
    WHERE id = ANY(%(lines)s) AND account = %(debit)s ORDER BY id FOR UPDATE),
posted AS (
    INSERT INTO books_posting (line_id, move, debit, credit, document, document_number,
        reason, by_id, at)
    SELECT id, %(move)s, %(debit)s, %(credit)s, %(document)s, %(number)s,
        %(reason)s, %(by)s, %(at)s FROM held ORDER BY id
    RETURNING id, line_id)
SELECT posted.id, held.sequence FROM posted JOIN held ON held.id = posted.line_id ORDER BY posted.id
"""


@dataclass(frozen=True)
class Paper:
    """On what a posting rests (记账依据): a `Document` and its number; `reason` in words."""

    document: str
    number: str
    reason: str = ""


def expect(lines: Sequence[Line], paper: Paper, *, by: Poster) -> list[int]:
    """Announce what is to come in (预增)."""
    return _post(Move.EXPECT, lines, paper, by)


def call_off_coming(lines: Sequence[Line], paper: Paper, *, by: Poster) -> list[int]:
    """What was announced does not come (撤销预增)."""
    return _post(Move.CALL_OFF_COMING, lines, paper, by)


def receive(lines: Sequence[Line], paper: Paper, *, by: Poster) -> list[int]:
    """What was announced has come in (实增)."""
    return _post(Move.RECEIVE, lines, paper, by)


def commit(lines: Sequence[Line], paper: Paper, *, by: Poster) -> list[int]:
    """Announce what is to go out (预减); it stays stock until it is written off."""
    return _post(Move.COMMIT, lines, paper, by)


def call_off_going(lines: Sequence[Line], paper: Paper, *, by: Poster) -> list[int]:
    """What was to go out stays, or came back unsold (撤销预减)."""
    return _post(Move.CALL_OFF_GOING, lines, paper, by)


def write_off(lines: Sequence[Line], paper: Paper, *, by: Poster) -> list[int]:
    """Declared, released and through the gate: gone for good (实减, rules §6.3)."""
    return _post(Move.WRITE_OFF, lines, paper, by)


def restore(lines: Sequence[Line], paper: Paper, *, by: Poster) -> list[int]:
    """Stock again, only by customs' record of an amendment (更正恢复, edge case 35)."""
    return _post(Move.RESTORE, lines, paper, by)


VERBS = {
    Move.EXPECT: expect,
    Move.CALL_OFF_COMING: call_off_coming,
    Move.RECEIVE: receive,
    Move.COMMIT: commit,
    Move.CALL_OFF_GOING: call_off_going,
    Move.WRITE_OFF: write_off,
    Move.RESTORE: restore,
}
"""The verb of each move."""


def _post(move: Move, lines: Sequence[Line], paper: Paper, by: Poster) -> list[int]:
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
            if move in INCREASES:
                require(stock_elsewhere_refusal(lines), error=Conflict)
            made = all_rows(POST, _row(move, lines, paper, by))
            if len(made) < len(set(lines)):
                posted = {sequence for _key, sequence in made}
                rest = [line for line in _fresh(lines) if line.sequence not in posted]
                require(standing_refusal(rest, move), error=Conflict)
                raise Conflict(taken_meanwhile())
            _tell(book, move, [sequence for _key, sequence in made], paper, by)
    except IntegrityError as error:
        raise Conflict(taken_meanwhile()) from error
    for line in lines:
        line.account = MOVES[move][1]
    return [key for key, _sequence in made]


def _one_book(lines: Sequence[Line]) -> Book:
    if len({line.book_id for line in lines}) != 1:
        raise NotAcceptable(
            Refusal("one_book_at_a_time", _("请选择同一账册的账册行。"), "R-CENT-03", "")
        )
    return lines[0].book


def _fresh(lines: Sequence[Line]) -> list[Line]:
    return list(Line.objects.filter(pk__in=[line.pk for line in lines]).order_by("pk"))


def _row(move: Move, lines: Sequence[Line], paper: Paper, by: Poster) -> dict[str, Any]:
    debit, credit = MOVES[move]
    return {
        "lines": [line.pk for line in lines],
        "move": str(move),
        "debit": str(debit),
        "credit": str(credit),
        "document": paper.document,
        "number": paper.number.strip(),
        "reason": paper.reason.strip(),
        "by": by.pk if isinstance(by, User) else None,
        "at": timezone.now(),
    }


def _tell(book: Book, move: Move, lines: Sequence[int], paper: Paper, by: Poster) -> None:
    """The act on the book's record, and to customs' own system."""
    said = {
        "move": str(move),
        "document": paper.document,
        "number": paper.number.strip(),
        "lines": list(lines),
    }
    subject = f"book:{book.pk}"
    write_trail(
        book.chain, f"books.{move}", by=by, subject=subject, after=said, reason=paper.reason
    )
    post_outbox("customs", "book.posted", subject=subject, payload={"book": book.number, **said})
