"""Open the rule book and find the version in force on a day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from relics.standards.rulebook.rules import Evidence, Line, Procedure, RuleSet

EXIT_STANDARD = Path(__file__).parent / "exit_standard.toml"


class ImproperRulebook(Exception):
    """The file is no rule book: a field is missing, or two versions are in force on one day."""


class NoRuleInForce(Exception):
    """No version of the standard was in force on the day; `sentence` says so to people."""

    def __init__(self, on: date, first: date | None) -> None:
        self.on = on
        self.sentence = _("%(on)s 没有有效的审核标准版本；最早的版本自 %(first)s 起。") % {
            "on": on,
            "first": first or "—",
        }
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Every version of one standard, oldest first."""

    rule_sets: tuple[RuleSet, ...]

    def __post_init__(self) -> None:
        versions = [rule_set.version for rule_set in self.rule_sets]
        if not versions or len(set(versions)) != len(versions):
            raise ImproperRulebook("every version needs a key of its own")
        for older, newer in pairwise(self.rule_sets):
            if older.effective_to is None or older.effective_to >= newer.effective_from:
                raise ImproperRulebook(f"{older.version} and {newer.version} overlap")

    def in_force(self, on: date) -> RuleSet:
        """Return the rule set in force on the day, with those of its lines that are in force.

        Raises `NoRuleInForce` before the first version and in a gap.
        """
        for rule_set in self.rule_sets:
            if _covers(rule_set.effective_from, rule_set.effective_to, on):
                lines = (
                    line
                    for line in rule_set.lines
                    if _covers(line.effective_from, line.effective_to, on)
                )
                return replace(rule_set, lines=tuple(lines))
        raise NoRuleInForce(on, self.rule_sets[0].effective_from)

    def version(self, key: str) -> RuleSet:
        """Return a version by the key that a case pinned; KeyError if it never was."""
        return {rule_set.version: rule_set for rule_set in self.rule_sets}[key]

    @classmethod
    def load(cls, path: Path) -> Rulebook:
        """Read a rule book from its TOML file; raises `ImproperRulebook`."""
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
            return cls(tuple(_rule_set(table) for table in tables["rule_set"]))
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
            raise ImproperRulebook(f"{path.name}: {error}") from error


@cache
def exit_standard() -> Rulebook:
    """The exit standard that comes with the product (文物出境审核标准)."""
    return Rulebook.load(EXIT_STANDARD)


def _covers(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)


def _rule_set(table: Mapping[str, Any]) -> RuleSet:
    procedures = [_procedure(row) for row in _rows(table, "procedure")]
    lines = sorted((_line(row) for row in _rows(table, "line")), key=lambda line: line.year)
    return RuleSet(
        version=table["version"],
        title=table["title"],
        effective_from=table["effective_from"],
        effective_to=table.get("effective_to"),
        evidence=Evidence(table["evidence"]),
        reason=table.get("reason", ""),
        strict_rule=table["strict_rule"],
        lines=tuple(lines),
        procedures={procedure.key: procedure for procedure in procedures},
    )


def _rows(table: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    rows: Sequence[Mapping[str, Any]] = table[name]
    return rows


def _line(row: Mapping[str, Any]) -> Line:
    return Line(**{**row, "evidence": Evidence(row["evidence"])})


def _procedure(row: Mapping[str, Any]) -> Procedure:
    return Procedure(**{**row, "names": tuple(row["names"]), "evidence": Evidence(row["evidence"])})
