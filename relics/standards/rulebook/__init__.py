"""The rule book as dated data: which lines, in force when, on whose authority (R-GEN-01)."""

from relics.standards.rulebook.book import (
    ImproperRulebook,
    NoRuleInForce,
    Rulebook,
    exit_standard,
)
from relics.standards.rulebook.rules import Evidence, Line, Procedure, RuleSet

__all__ = [
    "Evidence",
    "ImproperRulebook",
    "Line",
    "NoRuleInForce",
    "Procedure",
    "RuleSet",
    "Rulebook",
    "exit_standard",
]
