"""The registry of case kinds: what a room to the right hands the engine."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class CaseKind:
    """One procedure (业务类型): its flow, its number series and where its page is."""

    key: str
    title: str | Promise
    flow: Any
    prefix: str
    url_name: str


_KINDS: dict[str, CaseKind] = {}


def register_case_kind(kind: CaseKind) -> None:
    """Register a procedure; a key registered twice is a mistake in the code."""
    if kind.key in _KINDS and _KINDS[kind.key] != kind:
        raise ValueError(f"case kind {kind.key} is registered twice")
    _KINDS[kind.key] = kind


def kind_of(key: str) -> CaseKind:
    return _KINDS[key]


def case_kinds() -> list[CaseKind]:
    return list(_KINDS.values())
