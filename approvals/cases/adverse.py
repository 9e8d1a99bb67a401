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
    is what the form proposes; the officer's own words are what is signed.
    """

    key: str
    title: str | Promise
    role: str
    on_signed: Callable[[Any, Any], None] | None = None
    paper: str = ""
    rights: str = ""


_KINDS: dict[str, AdverseKind] = {}


def register_adverse_kind(kind: AdverseKind) -> None:
    """Register a kind; the same key twice with other content is a mistake in the code."""
    if _KINDS.setdefault(kind.key, kind) != kind:
        raise ValueError(f"adverse kind {kind.key} is registered twice")


def adverse_kind(key: str) -> AdverseKind:
    return _KINDS[key]


def adverse_kinds() -> list[AdverseKind]:
    return list(_KINDS.values())
