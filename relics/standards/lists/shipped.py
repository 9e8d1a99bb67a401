"""The lists that come with the product: what holds until an office puts a version into force."""

from functools import cache
from pathlib import Path
from typing import Any

from relics.standards.lists.columns import list_kind
from relics.standards.lists.reading import read_list
from relics.standards.rulebook import exit_standard

Row = dict[str, Any]
FOLDER = Path(__file__).parent.parent / "tables" / "lists"


def shipped_key(key: str) -> str:
    """The version key of the list that comes with the product."""
    return exit_standard().rule_sets[-1].version if key == "year_lines" else f"{key}.1"


@cache
def shipped_rows(key: str) -> tuple[Row, ...]:
    """The lines of the list that comes with the product."""
    if key == "year_lines":
        return tuple(_line_rows())
    path = FOLDER / f"{key}.csv"
    return tuple(read_list(list_kind(key), path.read_bytes(), path.name))


def _line_rows() -> list[Row]:
    return [
        {
            "year": line.year,
            "rule": line.rule,
            "effect": line.effect,
            "citation": line.citation,
            "evidence": str(line.evidence),
            "effective_from": line.effective_from.isoformat(),
            "effective_to": line.effective_to.isoformat() if line.effective_to else "",
        }
        for line in exit_standard().rule_sets[-1].lines
    ]
