"""The registry of adverse acts: what a room to the right says of each kind of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class AdverseKind:
    """One kind of act against an applicant (不利决定).

    `role` at the case's office signs it. `on_signed(act, officer)` runs inside the signing
    transaction: it moves the trade's status and issues the paper of the kind `paper`. `rights`
    is what the form proposes; the officer's own words are what is signed. `grounds(case)` are
    the provisions that the case's office may print today: the officer chooses among them and
    those of the draft (R-GEN-01). A kind without it is bound to no list.
    """

    key: str
    title: str | Promise
    role: str
    on_signed: Callable[[Any, Any], None] | None = None
    paper: str = ""
    rights: str = ""
    grounds: Callable[[Any], list[str]] | None = None

    def grounds_for(self, act: Any) -> list[str]:
        """What the officer may choose as the ground of the act, that of the draft first."""
        return list(dict.fromkeys([*act.ground, *(self.grounds(act.case) if self.grounds else ())]))


_KINDS: dict[str, AdverseKind] = {}


def register_adverse_kind(kind: AdverseKind) -> None:
    """Register a kind; the same key twice with other content is a mistake in the code."""
    if _KINDS.setdefault(kind.key, kind) != kind:
        raise ValueError(f"adverse kind {kind.key} is registered twice")


def adverse_kind(key: str) -> AdverseKind:
    return _KINDS[key]


def adverse_kinds() -> list[AdverseKind]:
    return list(_KINDS.values())
