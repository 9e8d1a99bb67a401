"""What a new version of a list changes, line by line, for people to read before it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from relics.standards.lists.columns import Column, ListKind

Row = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A line that both versions have, with the cells that differ: column, before, after."""

    line: Row
    cells: tuple[tuple[Column, str, str], ...]


@dataclass(frozen=True)
class Difference:
    """Lines that a version adds, takes out and changes."""

    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(kind: ListKind, before: Sequence[Row], after: Sequence[Row]) -> Difference:
    """Compare two versions; a line is the same line if its identity agrees."""
    old, new = _named(kind, before), _named(kind, after)
    return Difference(
        added=tuple(row for name, row in new.items() if name not in old),
        removed=tuple(row for name, row in old.items() if name not in new),
        changed=tuple(
            Change(row, cells)
            for name, row in new.items()
            if name in old and (cells := _cells(kind, old[name], row))
        ),
    )


def _named(kind: ListKind, rows: Sequence[Row]) -> dict[tuple[Any, ...], Row]:
    """A line by its identity; where it stands for several times, its place among them tells."""
    named: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        name = tuple(row[column] for column in kind.identity)
        place = 0
        while (*name, place) in named:
            place += 1
        named[*name, place] = row
    return named


def _cells(kind: ListKind, before: Row, after: Row) -> tuple[tuple[Column, str, str], ...]:
    return tuple(
        (column, said(before[column.name]), said(after[column.name]))
        for column in kind.columns
        if before[column.name] != after[column.name]
    )


def said(value: Any) -> str:
    """A cell as people read it."""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
