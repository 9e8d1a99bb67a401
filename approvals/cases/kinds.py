"""The registry of case kinds: what a room to the right hands the engine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise


def no_steps(_case: Any) -> Sequence[Mapping[str, Any]]:
    """A procedure that shows no steps of its own."""
    return ()


@dataclass(frozen=True)
class CaseKind:
    """One procedure (业务类型): its flow, and where its pages are.

    `turn_pages` names the page of each turn of the flow, `desk_url_name` the officers' page;
    `steps` gives the way of a case in few steps, as `components/steps.html` draws them.
    `on_deemed_accepted(case)` moves the trade's status when the completeness term ran out
    unanswered (R-GEN-03); a kind without it is never accepted by time alone. `opened_by` names
    the roles that open its cases beside those of every kind: at the applicant, at the office.
    """

    key: str
    title: str | Promise
    flow: Any
    url_name: str
    desk_url_name: str = ""
    turn_pages: Mapping[str, str] = field(default_factory=dict, hash=False)
    steps: Callable[[Any], Sequence[Mapping[str, Any]]] = no_steps
    on_deemed_accepted: Callable[[Any], None] | None = None
    opened_by: tuple[str, ...] = ()


_KINDS: dict[str, CaseKind] = {}


def register_case_kind(kind: CaseKind) -> None:
    """Register a procedure; a key registered twice is a mistake in the code."""
    if kind.key in _KINDS and _KINDS[kind.key] != kind:
        raise ValueError(f"case kind {kind.key} is registered twice")
    _KINDS[kind.key] = kind


def kind_of(key: str) -> CaseKind:
    return _KINDS[key]


def desk_url(case: Any) -> str:
    """The officers' page of a case; the case's own page where its kind has no other."""
    kind = kind_of(case.kind)
    return reverse(kind.desk_url_name or kind.url_name, args=[case.pk])


def case_kinds() -> list[CaseKind]:
    return list(_KINDS.values())
