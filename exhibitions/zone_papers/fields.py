"""The field tables of the papers (rules §9.10-9.15), kept as data beside the code.

Where the published text gave the element's name it stands as given [V2]; where only the Chinese
term was read the name is ours [D], and an installation that knows better changes the table.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

TABLE = Path(__file__).parent / "tables" / "fields.csv"
Kind = Literal["text", "number", "date", "code"]
TITLES = {"declaration": "业务申报表", "inventory": "核注清单", "ledger": "电子账册"}


@dataclass(frozen=True)
class Field:
    """One field: `length` in characters or digits, `places` after the point; `codes` if closed."""

    name: str
    title: str
    kind: Kind
    length: int
    places: int
    required: bool
    codes: tuple[str, ...]
    evidence: str


@dataclass(frozen=True)
class Form:
    """A paper: the fields of its head, and those of each of its rows."""

    key: str
    title: str
    head: Sequence[Field]
    rows: Sequence[Field]


@cache
def forms() -> dict[str, Form]:
    """Every paper by its key, read once from the table."""
    found: dict[str, dict[str, list[Field]]] = {}
    with TABLE.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            field = Field(
                name=row["name"],
                title=row["title"],
                kind=row["kind"],  # type: ignore[arg-type]
                length=int(row["length"]),
                places=int(row["places"] or 0),
                required=row["required"] == "yes",
                codes=tuple(row["codes"].split()),
                evidence=row["evidence"],
            )
            found.setdefault(row["form"], {"head": [], "row": []})[row["part"]].append(field)
    return {key: Form(key, TITLES[key], made["head"], made["row"]) for key, made in found.items()}
