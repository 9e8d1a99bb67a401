"""What the pages of the books show alike."""

from typing import Any

from exhibitions.books.models import Account, Line

TONES = {
    Account.OUTSIDE: "waiting",
    Account.COMING: "accepted",
    Account.FREE: "approved",
    Account.GOING: "review",
    Account.GONE: "waiting",
}


def row_of(line: Line) -> dict[str, Any]:
    """A line as the table shows it; `stood` where another day was asked for."""
    account = Account(getattr(line, "stood", line.account) or Account.OUTSIDE)
    return {"line": line, "label": account.label, "tone": TONES[account]}
