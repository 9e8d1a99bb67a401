"""A readable difference between two rounds: what was said before, and what is said now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from .models import Round

MISSING = object()


@dataclass(frozen=True)
class Change:
    """One place that differs. `kind`: added, removed or changed; empty sides are None."""

    path: str
    label: str
    kind: str
    before: Any
    after: Any


def diff_of_rounds(
    earlier: Round, later: Round, labels: Mapping[str, str | Promise] | None = None
) -> list[Change]:
    """Everything in which two rounds differ, in the order of their paths."""
    return list(diff_of(earlier.snapshot, later.snapshot, labels))


def diff_of(
    before: Any, after: Any, labels: Mapping[str, str | Promise] | None = None
) -> Iterator[Change]:
    """The leaves in which two JSON values differ.

    Paths are dotted, a list's place among them: ``objects.2.name``. `labels` gives the words
    of a path with its numbers left out: ``{"objects.name": "名称"}``; a path without a word
    shows as itself.
    """
    old, new = dict(_leaves(before)), dict(_leaves(after))
    for path in [*old, *(one for one in new if one not in old)]:
        was, now = old.get(path, MISSING), new.get(path, MISSING)
        if was == now:
            continue
        kind = "added" if was is MISSING else "removed" if now is MISSING else "changed"
        yield Change(
            path=".".join(path),
            label=_label(path, labels or {}),
            kind=kind,
            before=None if was is MISSING else was,
            after=None if now is MISSING else now,
        )


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    inner: list[tuple[str, Any]] = []
    if isinstance(value, Mapping):
        inner = [(str(key), one) for key, one in sorted(value.items())]
    elif isinstance(value, list):
        inner = [(str(place), one) for place, one in enumerate(value, 1)]
    for key, one in inner:
        yield from _leaves(one, (*path, key))
    if path and not inner and not isinstance(value, Mapping | list):
        yield path, value


def _label(path: tuple[str, ...], labels: Mapping[str, str | Promise]) -> str:
    bare = ".".join(part for part in path if not part.isdigit())
    numbers = " ".join(f"#{part}" for part in path if part.isdigit())
    return f"{numbers} {labels.get(bare, bare)}".strip()
