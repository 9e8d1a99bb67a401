"""The addresses of the account books."""

from typing import Any

from tests import bonded
from tests.reviewing import World

from .rows import LIST, LOCKED, Row

ROWS = {
    "books:list": LIST,
    "books:new": Row("200 ports", "422 ports"),
    "books:book": Row("200 side customs", "422 side customs", "book"),
    "books:lines_new": Row("200 agent", "302 agent", "book"),
    "books:line": Row("200 side customs", "422 side customs", "book-line"),
    "books:photo": Row("200 side customs", LOCKED, "book-line"),
}
TOLD = {"customs": ("books:list", "books:book", "books:line")}
"""The customs that keeps a book reads whose it is."""


def places(world: World) -> dict[str, dict[str, Any]]:
    """A book of the dealer with one line whose object has a photograph."""
    firm = bonded.make_firm(
        port=world.port, holder=world.dealer, agent=world.agent, customs=world.customs
    )
    [line] = bonded.lines(firm, thing=world.new_object())
    return {"book": {"pk": firm.book.pk}, "book-line": {"pk": line.pk}}
