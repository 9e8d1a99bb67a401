"""What the pages of the books show alike."""

from typing import Any, cast

from django.http import HttpRequest

from approvals.parties.models import Role, User
from approvals.parties.queries import memberships_of
from exhibitions.books.models import Account, Book, Line
from exhibitions.books.rules import HOLDERS

TONES = {
    Account.OUTSIDE: "waiting",
    Account.COMING: "accepted",
    Account.FREE: "approved",
    Account.GOING: "review",
    Account.GONE: "waiting",
}


def person(request: HttpRequest) -> User:
    """Who is signed in; for views behind `login_required`."""
    return cast("User", request.user)


def sides_of(user: User, book: Book | None = None) -> dict[str, bool]:
    """At which side of a book (of any book) the user works: `holds`, `keeps`; and the shell."""
    held = list(memberships_of(user).values_list("role", "party_id"))
    holds = any(
        role in HOLDERS and (book is None or party == book.holder_id) for role, party in held
    )
    keeps = any(
        role == Role.CUSTOMS and (book is None or party == book.customs_id) for role, party in held
    )
    return {"holds": holds, "keeps": keeps}


def shell_of(sides: dict[str, bool]) -> str:
    return "base_work.html" if sides["keeps"] else "base_public.html"


def row_of(line: Line) -> dict[str, Any]:
    """A line as the table shows it; `stood` where another day was asked for."""
    account = Account(getattr(line, "stood", line.account) or Account.OUTSIDE)
    return {"line": line, "label": account.label, "tone": TONES[account]}
