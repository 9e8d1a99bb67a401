"""What a rule set is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

Effect = Literal["prohibited", "in_principle", "ethnic"]


class Evidence(StrEnum):
    """How well a rule is known; only a rule that was read may be printed as law."""

    READ = "V"
    SECONDARY = "V2"
    COMPUTED = "C"
    MEMORY = "M"
    DESIGN = "D"


@dataclass(frozen=True, slots=True)
class Line:
    """A year line (年限): what was made in or before `year` (inclusive) falls under `rule`.

    `effect` is `prohibited` (R-STD-02), `in_principle` (R-STD-01: prohibited if it has value) or
    `ethnic` (R-STD-03: prohibited if it is a representative ethnic-minority relic).
    """

    year: int
    rule: str
    effect: Effect
    evidence: Evidence
    citation: str
    effective_from: date
    effective_to: date | None = None

    @property
    def key(self) -> str:
        return str(self.year)


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure and whether the year lines apply to it (R-STD-08)."""

    key: str
    names: tuple[str, ...]
    lines_apply: bool
    rule: str
    evidence: Evidence
    citation: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of the exit standard; a case pins `version` and is judged by it for good.

    `strict_rule` is the rule by which a range that crosses a line falls on the strict side.
    """

    version: str
    title: str
    effective_from: date
    effective_to: date | None
    evidence: Evidence
    reason: str
    strict_rule: str
    lines: tuple[Line, ...]
    procedures: Mapping[str, Procedure]

    def procedure(self, name: str) -> Procedure | None:
        """Return the procedure of a key or one of its other names (复出境), or None."""
        wanted = name.strip().casefold().replace("-", "_").replace(" ", "_")
        for procedure in self.procedures.values():
            if wanted == procedure.key or wanted in procedure.names:
                return procedure
        return None
