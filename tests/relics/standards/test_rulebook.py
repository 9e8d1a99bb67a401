"""The exit standard as dated data (R-GEN-01, R-STD-01..03, R-STD-08)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from relics.standards.rulebook import (
    Evidence,
    ImproperRulebook,
    NoRuleInForce,
    Rulebook,
    exit_standard,
)

TWO_VERSIONS = """
[[rule_set]]
version = "first"
title = "示例标准一"
effective_from = 2007-01-01
effective_to = 2019-12-31
evidence = "D"
strict_rule = "R-STD-11"
procedure = []
line = [
  {year = 1911, rule = "R-A", effect = "prohibited", evidence = "V2", citation = "示例", effective_from = 2007-01-01},
  {year = 1949, rule = "R-B", effect = "in_principle", evidence = "V2", citation = "示例", effective_from = 2007-01-01, effective_to = 2009-12-31},
]

[[rule_set]]
version = "second"
title = "示例标准二"
effective_from = %s
evidence = "D"
strict_rule = "R-STD-11"
procedure = []
line = []
"""


def book(tmp_path: Path, text: str) -> Rulebook:
    path = tmp_path / "示例.toml"
    path.write_text(text, encoding="utf-8")
    return Rulebook.load(path)


def test_the_standard_of_2007_has_the_three_lines() -> None:
    rule_set = exit_standard().in_force(dt.date(2026, 11, 23))
    assert rule_set.version == "cn-exit-2007.1"
    assert [(line.year, line.rule, line.effect) for line in rule_set.lines] == [
        (1911, "R-STD-02", "prohibited"),
        (1949, "R-STD-01", "in_principle"),
        (1966, "R-STD-03", "ethnic"),
    ]


def test_no_line_claims_more_evidence_than_was_read() -> None:
    rule_set = exit_standard().in_force(dt.date(2026, 11, 23))
    assert {line.evidence for line in rule_set.lines} == {Evidence.SECONDARY}
    assert rule_set.evidence is Evidence.DESIGN


def test_before_the_first_version_no_rule_is_in_force() -> None:
    with pytest.raises(NoRuleInForce) as caught:
        exit_standard().in_force(dt.date(2006, 12, 31))
    assert caught.value.sentence == (
        "2006-12-31 没有有效的审核标准版本；最早的版本自 2007-01-01 起。"
    )
    assert exit_standard().in_force(dt.date(2007, 1, 1)).version == "cn-exit-2007.1"


def test_the_day_picks_the_version_and_the_lines_in_force(tmp_path: Path) -> None:
    rules = book(tmp_path, TWO_VERSIONS % "2020-01-01")
    assert [line.year for line in rules.in_force(dt.date(2009, 12, 31)).lines] == [1911, 1949]
    assert [line.year for line in rules.in_force(dt.date(2010, 1, 1)).lines] == [1911]
    assert rules.in_force(dt.date(2019, 12, 31)).version == "first"
    assert rules.in_force(dt.date(2020, 1, 1)).version == "second"


def test_a_pinned_version_is_found_by_its_key_for_good(tmp_path: Path) -> None:
    rules = book(tmp_path, TWO_VERSIONS % "2020-01-01")
    assert rules.version("first").title == "示例标准一"
    with pytest.raises(KeyError):
        rules.version("third")


def test_a_gap_between_versions_is_nobodys_rule(tmp_path: Path) -> None:
    rules = book(tmp_path, TWO_VERSIONS % "2021-01-01")
    with pytest.raises(NoRuleInForce):
        rules.in_force(dt.date(2020, 6, 1))


@pytest.mark.parametrize(
    "text",
    [
        TWO_VERSIONS % "2019-12-31",
        (TWO_VERSIONS % "2020-01-01").replace('"second"', '"first"'),
        (TWO_VERSIONS % "2020-01-01").replace('"V2"', '"sure"'),
        (TWO_VERSIONS % "2020-01-01").replace("strict_rule", "lenient_rule"),
        "rule_set = [",
        "",
    ],
)
def test_an_improper_rulebook_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ImproperRulebook):
        book(tmp_path, text)


@pytest.mark.parametrize(
    ("name", "key", "applies"),
    [
        ("exit", "exit", True),
        ("re-exit", "re_exit", False),
        ("复出境", "re_exit", False),
        ("Temporary Exit", "temporary_exit", False),
    ],
)
def test_the_lines_do_not_apply_to_re_exit_and_temporary_exit(
    name: str, key: str, *, applies: bool
) -> None:
    procedure = exit_standard().in_force(dt.date(2026, 11, 23)).procedure(name)
    assert procedure is not None
    assert (procedure.key, procedure.lines_apply) == (key, applies)
