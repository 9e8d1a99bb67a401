"""Hold a range of years against the year lines: advice beside the people's, never a decision.

For every line the finding says, as a dated fact:

* `before`: all of the range lies in or before the line's year;
* `after`: all of it lies after that year;
* `straddles`: it begins in or before that year and ends after it;
* `unknown`: the years that are known do not tell.

The verdict follows from the facts. `prohibited`: the range begins in or before the year of the
line that always prohibits (1911, R-STD-02), a straddle too, for doubt falls on the strict side
(R-STD-11). `no_line`: certainly after the last line; people still judge all else. `panel`:
everything else, unknown dates and dates with a "?" that would otherwise be `no_line` included.

Under a procedure to which the lines do not apply (re-exit, temporary exit: R-STD-08) the facts
stay, the verdict is `panel`, the rules are those of the procedure, and `applies` is False.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from relics.standards.dates import DateRange
from relics.standards.rulebook import Line, RuleSet

Position = Literal["before", "after", "straddles", "unknown"]
Verdict = Literal["prohibited", "no_line", "panel"]


class UnknownProcedure(Exception):
    """The rule set knows no such procedure; `sentence` names those it knows."""

    def __init__(self, name: str, rule_set: RuleSet) -> None:
        self.sentence = _("没有名为“%(name)s”的程序；可用的是 %(known)s。") % {
            "name": name,
            "known": _("、").join(rule_set.procedures),
        }
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the lines say of one object, and by which version (R-STD-01..03, 08, 11).

    `lines` maps the year of each line ("1911") to the range's position. `rules` are the ids the
    verdict rests on, `decisive` is the year of the line that prohibits. `sentence` explains
    it in the reader's language.
    """

    from_: int | None
    to: int | None
    lines: dict[str, Position]
    verdict: Verdict
    rules: tuple[str, ...]
    version: str
    applies: bool = True
    questioned: bool = False
    decisive: str = ""

    def as_json(self) -> dict[str, Any]:
        """The finding for machines; `applies` stands only where the lines do not apply."""
        told: dict[str, Any] = {
            "from": self.from_,
            "to": self.to,
            "lines": self.lines,
            "verdict": self.verdict,
            "rules": list(self.rules),
        }
        return told if self.applies else told | {"applies": False}

    @property
    def sentence(self) -> str:
        """Explain the verdict to a dealer or an appraiser, in the language now active."""
        if not self.applies:
            return _("本程序不适用年限标准，由专家按程序核对。")
        if self.verdict == "prohibited":
            return _prohibited_sentence(self)
        if self.verdict == "no_line":
            return _("年代晚于全部年限（%(lines)s），不触及年限；其余由专家判断。") % {
                "lines": _("、").join(self.lines)
            }
        return _panel_sentence(self)


def judge(dated: DateRange, rule_set: RuleSet, procedure: str = "exit") -> Finding:
    """Judge one dating by one version of the standard. Raises `UnknownProcedure`."""
    known = rule_set.procedure(procedure)
    if known is None:
        raise UnknownProcedure(procedure, rule_set)
    positions = {line.key: position_of(dated, line.year) for line in rule_set.lines}
    verdict: Verdict = "panel"
    rules: tuple[str, ...] = (known.rule,)
    decisive = ""
    if known.lines_apply:
        verdict, rules, decisive = _weigh(dated, rule_set, positions)
    return Finding(
        from_=dated.year_from,
        to=dated.year_to,
        lines=positions,
        verdict=verdict,
        rules=rules,
        version=rule_set.version,
        applies=known.lines_apply,
        questioned=dated.questioned,
        decisive=decisive,
    )


def finding_kept(told: Mapping[str, Any], rule_set: RuleSet) -> Finding:
    """The finding that `as_json` kept, so that its sentence speaks the reader's language.

    `rule_set` is the version it was judged by: it says which line the first rule belongs to.
    """
    rules = tuple(told["rules"])
    decisive = ""
    if told["verdict"] == "prohibited":
        decisive = next(
            line.key
            for line in rule_set.lines
            if line.effect == "prohibited" and line.rule == rules[0]
        )
    return Finding(
        from_=told["from"],
        to=told["to"],
        lines=told["lines"],
        verdict=told["verdict"],
        rules=rules,
        version=rule_set.version,
        applies=told.get("applies", True),
        decisive=decisive,
    )


def position_of(dated: DateRange, year: int) -> Position:
    """Say where a range lies about a line's year (inclusive); `unknown` unless it is certain."""
    if dated.year_from is not None and dated.year_from > year:
        return "after"
    if dated.year_to is not None and dated.year_to <= year:
        return "before"
    if dated.year_from is not None and dated.year_to is not None:
        return "straddles"
    return "unknown"


def _weigh(
    dated: DateRange, rule_set: RuleSet, positions: dict[str, Position]
) -> tuple[Verdict, tuple[str, ...], str]:
    """Return the verdict, the rules it rests on, and the year of the line that prohibits."""
    for line in rule_set.lines:
        if line.effect == "prohibited" and _begins_by(dated, line):
            sure = positions[line.key] == "before"
            rules = (line.rule,) if sure else (line.rule, rule_set.strict_rule)
            return "prohibited", rules, line.key
    open_lines = [line for line in rule_set.lines if positions[line.key] != "after"]
    if rule_set.lines and not open_lines and not dated.questioned:
        return "no_line", (), ""
    met = [line.rule for line in open_lines if positions[line.key] != "unknown"]
    sure = all(positions[line.key] == "before" for line in open_lines)
    if not sure or not open_lines or dated.questioned:
        met.append(rule_set.strict_rule)
    return "panel", tuple(dict.fromkeys(met)), ""


def _begins_by(dated: DateRange, line: Line) -> bool:
    """Say whether the range certainly begins in or before the line's year."""
    if dated.year_from is not None:
        return dated.year_from <= line.year
    return dated.year_to is not None and dated.year_to <= line.year


def _crossed(finding: Finding) -> str:
    return _("、").join(year for year, place in finding.lines.items() if place == "straddles")


def _prohibited_sentence(finding: Finding) -> str:
    year = {"year": finding.decisive}
    position = finding.lines[finding.decisive]
    if position == "before":
        return _("年代在 %(year)s 年以前（含），一律禁止出境。") % year
    if position == "straddles":
        crossed = {"crossed": _crossed(finding)}
        return _("年代跨越 %(crossed)s 年线，从严按禁止出境处理。") % crossed
    return _("年代始于 %(year)s 年以前（含），止年不明，从严按禁止出境处理。") % year


def _panel_sentence(finding: Finding) -> str:
    if finding.from_ is None and finding.to is None:
        return _("年代不明，无法对照年限，由专家判断。")
    if set(finding.lines.values()) == {"after"}:
        return _("年代似晚于全部年限，但原记录存疑，由专家判断。")
    if crossed := _crossed(finding):
        return _("年代跨越 %(crossed)s 年线，由专家判断。") % {"crossed": crossed}
    if met := [year for year, place in finding.lines.items() if place == "before"]:
        return _("年代在 %(met)s 年以前（含），由专家判断其价值与类别。") % {"met": met[0]}
    return _("年代只知一端，与年限的关系无法确定，由专家判断。")
