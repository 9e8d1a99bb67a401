"""Ranges held against the year lines: advice that falls on the strict side in doubt."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from relics.standards.dates import DateRange
from relics.standards.dates.range import Span
from relics.standards.judging import (
    Finding,
    UnknownProcedure,
    finding_kept,
    judge,
    position_of,
)
from relics.standards.rulebook import exit_standard

RULES = exit_standard().in_force(dt.date(2026, 11, 23))
LINES = (1911, 1949, 1966)
some_year = st.one_of(st.none(), st.integers(1800, 2026), st.integers(-3000, -1))


def dated(begin: int | None, end: int | None, *, questioned: bool = False) -> DateRange:
    known = begin is not None or end is not None
    span = Span(begin, end, questioned=questioned) if known else None
    return DateRange.of(span, "years" if known else "none")


def found(begin: int | None, end: int | None, procedure: str = "exit") -> Finding:
    return judge(dated(begin, end), RULES, procedure)


@st.composite
def ranges(draw: st.DrawFn) -> tuple[int | None, int | None]:
    begin, end = draw(some_year), draw(some_year)
    if begin is not None and end is not None and begin > end:
        begin, end = end, begin
    return begin, end


@pytest.mark.parametrize(
    ("begin", "end", "lines", "verdict", "rules"),
    [
        (1661, 1722, "before before before", "prohibited", ["R-STD-02"]),
        (-300, -101, "before before before", "prohibited", ["R-STD-02"]),
        (1911, 1911, "before before before", "prohibited", ["R-STD-02"]),
        (1905, 1920, "straddles before before", "prohibited", ["R-STD-02", "R-STD-11"]),
        (1911, 1912, "straddles before before", "prohibited", ["R-STD-02", "R-STD-11"]),
        (1850, 1970, "straddles straddles straddles", "prohibited", ["R-STD-02", "R-STD-11"]),
        (1912, 1912, "after before before", "panel", ["R-STD-01", "R-STD-03"]),
        (1912, 1949, "after before before", "panel", ["R-STD-01", "R-STD-03"]),
        (1940, 1950, "after straddles before", "panel", ["R-STD-01", "R-STD-03", "R-STD-11"]),
        (1950, 1966, "after after before", "panel", ["R-STD-03"]),
        (1966, 1967, "after after straddles", "panel", ["R-STD-03", "R-STD-11"]),
        (1967, 1967, "after after after", "no_line", []),
        (1967, None, "after after after", "no_line", []),
        (1950, None, "after after unknown", "panel", ["R-STD-11"]),
        (1850, None, "unknown unknown unknown", "prohibited", ["R-STD-02", "R-STD-11"]),
        (None, 1899, "before before before", "prohibited", ["R-STD-02"]),
        (None, 1930, "unknown before before", "panel", ["R-STD-01", "R-STD-03", "R-STD-11"]),
        (None, None, "unknown unknown unknown", "panel", ["R-STD-11"]),
    ],
)
def test_every_position_about_the_lines_has_its_verdict(
    begin: int | None, end: int | None, lines: str, verdict: str, rules: list[str]
) -> None:
    finding = found(begin, end)
    assert list(finding.lines) == ["1911", "1949", "1966"]
    assert " ".join(finding.lines.values()) == lines
    assert (finding.verdict, list(finding.rules)) == (verdict, rules)
    assert finding.version == "cn-exit-2007.1"


def test_a_doubted_date_after_every_line_goes_to_people() -> None:
    finding = judge(dated(1970, 1975, questioned=True), RULES)
    assert set(finding.lines.values()) == {"after"}
    assert (finding.verdict, finding.rules) == ("panel", ("R-STD-11",))


def test_a_doubted_date_before_1911_stays_prohibited() -> None:
    finding = judge(dated(1700, 1800, questioned=True), RULES)
    assert (finding.verdict, finding.rules) == ("prohibited", ("R-STD-02",))


@pytest.mark.parametrize("procedure", ["re_exit", "temporary_exit"])
@pytest.mark.parametrize(("begin", "end"), [(1661, 1722), (1970, 1975), (None, None)])
def test_where_the_lines_do_not_apply_the_facts_stand_and_people_judge(
    procedure: str, begin: int | None, end: int | None
) -> None:
    finding = found(begin, end, procedure)
    assert finding.lines == found(begin, end).lines
    assert (finding.verdict, finding.rules, finding.applies) == ("panel", ("R-STD-08",), False)
    assert finding.as_json()["applies"] is False
    assert finding.sentence == "本程序不适用年限标准，由专家按程序核对。"


def test_an_unknown_procedure_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownProcedure) as caught:
        found(1850, 1850, "smuggling")
    assert caught.value.sentence == (
        "没有名为“smuggling”的程序；可用的是 exit、re_exit、temporary_exit。"
    )


@pytest.mark.parametrize(
    ("begin", "end", "sentence"),
    [
        (1661, 1722, "年代在 1911 年以前（含），一律禁止出境。"),
        (1905, 1920, "年代跨越 1911 年线，从严按禁止出境处理。"),
        (1850, None, "年代始于 1911 年以前（含），止年不明，从严按禁止出境处理。"),
        (1912, 1949, "年代在 1949 年以前（含），由专家判断其价值与类别。"),
        (1940, 1950, "年代跨越 1949 年线，由专家判断。"),
        (1950, None, "年代只知一端，与年限的关系无法确定，由专家判断。"),
        (None, None, "年代不明，无法对照年限，由专家判断。"),
        (
            1967,
            1970,
            "年代晚于全部年限（1911、1949、1966），不触及年限；其余由专家判断。",
        ),
    ],
)
def test_every_finding_explains_itself(begin: int | None, end: int | None, sentence: str) -> None:
    assert found(begin, end).sentence == sentence


@given(ranges())
def test_a_position_is_told_only_where_every_year_of_the_range_agrees(
    years: tuple[int | None, int | None],
) -> None:
    begin, end = years
    for year in LINES:
        low = -99_999 if begin is None else begin
        high = 99_999 if end is None else end
        may_be_before, may_be_after = low <= year, high > year
        position = position_of(dated(begin, end), year)
        if not may_be_before:
            assert position == "after"
        elif not may_be_after:
            assert position == "before"
        else:
            assert position == ("unknown" if None in years else "straddles")


@given(ranges(), st.booleans())
def test_nothing_that_may_be_old_escapes_the_people(
    years: tuple[int | None, int | None], questioned: bool
) -> None:
    begin, end = years
    finding = judge(dated(begin, end, questioned=questioned), RULES)
    if finding.verdict == "no_line":
        assert begin is not None
        assert begin > 1966
    if begin is not None and begin <= 1911:
        assert finding.verdict == "prohibited"
    if finding.verdict == "prohibited":
        assert begin is None or begin <= 1911
        assert begin is not None or (end is not None and end <= 1911)


@given(st.integers(1800, 2026), st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_a_wider_range_is_never_judged_more_mildly(
    begin: int, length: int, earlier: int, later: int
) -> None:
    strictness = {"no_line": 0, "panel": 1, "prohibited": 2}
    narrow = found(begin, begin + length)
    wide = found(begin - earlier, begin + length + later)
    assert strictness[wide.verdict] >= strictness[narrow.verdict]


TABLE = """source_id,date_text,date_begin_year,date_end_year,dynasty,reign
a1,1900-1915,1900,1915,,
a2,ca. 3rd-2nd century BC,-300,-101,,
a3,n.d.,0,0,,
a4,,1850,1800,,
a5,1972,1972,1972,,
a6,1912-1949,,,,
"""


def judged(path: Path, *words: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("judge", str(path), "--on", "2026-11-23", "--json", *words, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "示例.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.mark.django_db
def test_the_command_gives_one_line_of_json_per_row_in_order(table: Path) -> None:
    lines = judged(table)
    assert [line["id"] for line in lines] == ["a1", "a2", "a3", "a4", "a5", "a6"]
    assert lines[0] == {
        "id": "a1",
        "from": 1900,
        "to": 1915,
        "lines": {"1911": "straddles", "1949": "before", "1966": "before"},
        "verdict": "prohibited",
        "rules": ["R-STD-02", "R-STD-11"],
    }
    assert [line["verdict"] for line in lines] == [
        "prohibited", "prohibited", "panel", "panel", "no_line", "panel",
    ]  # fmt: skip
    assert lines[3]["from"] is None


@pytest.mark.django_db
def test_every_row_says_that_the_lines_do_not_apply(table: Path) -> None:
    lines = judged(table, "--procedure", "re-exit")
    assert {(line["verdict"], line["applies"], *line["rules"]) for line in lines} == {
        ("panel", False, "R-STD-08")
    }


@pytest.mark.django_db
def test_chinese_headings_and_gb18030_are_read(tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    text = "文物清单,,\n编号,名称,年代,起始年,终止年\n甲一,示例瓶,清乾隆,,\n,示例碗,,前300,前200\n"
    path.write_bytes(text.encode("gb18030"))
    assert [(line["id"], line["from"], line["to"]) for line in judged(path)] == [
        ("甲一", 1736, 1795),
        ("4", -300, -200),
    ]


@pytest.mark.django_db
def test_people_get_a_sentence_for_every_row(table: Path) -> None:
    out = io.StringIO()
    call_command("judge", str(table), "--on", "2026-11-23", stdout=out)
    first, *_, impossible, _fifth, _sixth = out.getvalue().splitlines()
    assert first == (
        "a1\t1900 – 1915\t1911:跨越 1949:以前 1966:以前\tR-STD-02,R-STD-11\t"
        "年代跨越 1911 年线，从严按禁止出境处理。"
    )
    assert impossible.endswith("起始年晚于终止年，互相矛盾，年代按不明处理，请专家判断。")


LINES_OF_1955 = """年份,规则,效力,出处,依据等级,施行日,终止日
1955,R-STD-02,prohibited,示例依据,V2,2007-01-01,
"""


def test_without_a_database_the_lines_that_come_with_the_product_are_used(table: Path) -> None:
    nowhere = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere"}
    told = subprocess.run(
        [sys.executable, "-m", "django", "judge", str(table), "--on", "2026-11-23", "--json"],
        env=nowhere,
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(told.stdout.splitlines()) == 6
    assert told.stderr.splitlines()[-1].endswith("cn-exit-2007.1")


def test_the_lines_of_a_file_are_tried_without_putting_them_into_force(
    table: Path, tmp_path: Path
) -> None:
    lines = tmp_path / "示例年限.csv"
    lines.write_text(LINES_OF_1955, encoding="utf-8")
    out, said = io.StringIO(), io.StringIO()
    words = ("--on", "2026-11-23", "--json", "--lines", str(lines))
    call_command("judge", str(table), *words, stdout=out, stderr=said)
    first = json.loads(out.getvalue().splitlines()[0])
    assert (first["lines"], first["verdict"]) == ({"1955": "before"}, "prohibited")
    assert said.getvalue() == "2026-11-23 的年限标准版本：示例年限.csv\n"


def test_a_file_that_is_no_list_of_lines_is_refused(table: Path, tmp_path: Path) -> None:
    said = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("judge", str(table), "--lines", str(tmp_path / "none.csv"), stderr=said)
    assert (ended.value.code, said.getvalue().count("\n")) == (2, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "words", "sentence"),
    [
        ("编号,年代\n1,清\n", ["--on", "2006-12-31"], "2006-12-31 没有有效的审核标准版本；"),
        ("编号,年代\n1,清\n", ["--on", "someday"], "“someday”不是日期，"),
        ("编号,年代\n1,清\n", ["--procedure", "x"], "没有名为“x”的程序；"),
        ("编号,名称\n1,示例瓶\n", [], "表中没有年代列；"),
        ("", [], "文件是空的。"),
    ],
)
def test_the_command_answers_unreadable_input_with_one_sentence(
    tmp_path: Path, content: str, words: list[str], sentence: str
) -> None:
    path = tmp_path / "示例.csv"
    path.write_text(content, encoding="utf-8")
    out, complaint = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("judge", str(path), "--json", *words, stdout=out, stderr=complaint)
    assert (ended.value.code, out.getvalue()) == (2, "")
    assert complaint.getvalue().startswith(sentence)
    assert complaint.getvalue().count("\n") == 1


@given(ranges(), st.booleans(), st.sampled_from(["exit", "re_exit"]))
def test_a_finding_that_was_kept_explains_itself_as_on_the_day(
    years: tuple[int | None, int | None], questioned: bool, procedure: str
) -> None:
    made = judge(dated(*years, questioned=questioned), RULES, procedure)
    assert finding_kept(made.as_json(), RULES).sentence == made.sentence


def test_a_finding_that_was_kept_speaks_the_language_of_its_reader() -> None:
    kept = finding_kept(found(1900, 1920).as_json(), RULES)
    with translation.override("en"):
        english = kept.sentence
    assert "1911" in english
    assert english.isascii()
    assert kept.sentence == "年代跨越 1911 年线，从严按禁止出境处理。"
