"""At which side of the bonded trade a person works: for the firm, or at its customs."""

from dataclasses import dataclass
from typing import Any

from .models import Role
from .queries import Anyone, memberships_of

FIRMS_PEOPLE = (Role.OPERATOR, Role.AGENT)
"""Who acts for a firm: holds its book, handles its exhibits, declares what it sold."""


@dataclass(frozen=True)
class Sides:
    """`holds` for the firm, `keeps` for customs; both may be true, and neither."""

    holds: bool
    keeps: bool

    @property
    def shell(self) -> str:
        """Officers work at the desk, all others on the public pages."""
        return "base_work.html" if self.keeps else "base_public.html"

    @property
    def shown(self) -> dict[str, Any]:
        """What a page needs to know of it."""
        return {"holds": self.holds, "keeps": self.keeps, "shell": self.shell}


def sides_of(user: Anyone, *, firm: int | None = None, customs: int | None = None) -> Sides:
    """At which side the user works, in one query; without a key, of any firm or any customs."""
    held = list(memberships_of(user).values_list("role", "party_id"))
    return Sides(
        holds=any(role in FIRMS_PEOPLE and firm in (None, party) for role, party in held),
        keeps=any(role == Role.CUSTOMS and customs in (None, party) for role, party in held),
    )
