"""One record's sources of a date weighed against each other: years, words, dynasty, reign."""

from __future__ import annotations

import datetime as dt

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relics.standards.dates import DateRange, read_range
from relics.standards.dates.range import Span

TODAY = dt.date(2026, 11, 23)
years = st.integers(-9999, 2026).filter(bool)
phrases = st.text(
    alphabet="0123456789 -–~?.,;:()/abcdeghlmnrstuy前后约世纪年代公元清明乾隆至初末中期第二三十〇",
    max_size=30,
)


def in_years(*statements: str) -> tuple[int | None, int | None]:
    found = read_range(*statements, on=TODAY)
    return found.year_from, found.year_to


def test_years_given_outright_come_first() -> None:
    assert in_years("1813", "1862", "ca. 2nd quarter 19th century (?)") == (1813, 1862)
    assert in_years("-300", "-101", "") == (-300, -101)
    assert in_years("公元前300年", "前101", "") == (-300, -101)


def test_zero_and_zero_means_not_given_and_the_words_speak() -> None:
    assert in_years("0", "0", "1741-1830") == (1741, 1830)
    assert in_years("0", "0", "n.d.") == (None, None)
    assert in_years("-100", "0", "1st century BC") == (-100, -1)


@pytest.mark.parametrize(
    ("begin", "end"),
    [("0", "1850"), ("18xx", "1850"), ("1850", "?"), ("1990", "2999"), ("2027", "2028")],
)
def test_an_impossible_or_unreadable_year_leaves_the_pair_unknown(begin: str, end: str) -> None:
    found = read_range(begin, end, on=TODAY)
    assert (found.year_from, found.year_to, found.basis) == (None, None, "none")
    assert len(found.notes) >= 1


def test_years_that_contradict_themselves_are_mended_by_nothing() -> None:
    found = read_range("-500", "-520", "ca. 550-520 BC", "周", on=TODAY)
    assert (found.year_from, found.year_to, found.basis) == (None, None, "none")
    assert str(found.notes[0]) == "起始年晚于终止年，互相矛盾，年代按不明处理，请专家判断。"


def test_years_and_words_without_a_year_in_common_are_taken_together() -> None:
    found = read_range("1960", "1970", "1850年", on=TODAY)
    assert (found.year_from, found.year_to, found.basis) == (1850, 1970, "union")
    assert str(found.notes[-1]) == "年份栏与年代文字互不重合，按两者合并的范围从严处理。"


def test_one_year_alone_leaves_the_other_side_unknown() -> None:
    assert in_years("1850", "") == (1850, None)
    assert in_years("", "1905") == (None, 1905)
    assert in_years("1850", "", "19th century") == (1801, 1900)


def test_reign_and_dynasty_speak_where_nothing_else_does() -> None:
    assert in_years("", "", "", "Qing Dynasty", "Kangxi (1662-1722)") == (1662, 1722)
    assert in_years("", "", "n.d.", "Qing Dynasty") == (1644, 1911)
    assert in_years("", "", "", "Jin [Ch'in] Dynasty") == (None, None)
    assert read_range("", "", "", "明", "乾隆").basis == "union"


def test_a_dynasty_that_the_years_lie_outside_of_is_pointed_out() -> None:
    found = read_range("1922", "1922", "1922", "Qing Dynasty", on=TODAY)
    assert (found.year_from, found.year_to) == (1922, 1922)
    assert [str(note) for note in found.notes] == ["年份不在“Qing Dynasty”之内，请专家留意。"]


def test_nothing_was_made_after_the_day_of_judging() -> None:
    assert in_years("", "", "21st century") == (2001, 2026)
    assert in_years("", "", "2050") == (None, None)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (Span(1843, 1843), "1843"),
        (Span(-300, -101), "-0299/-0100"),
        (Span(-1, 1), "0000/0001"),
        (Span(1288, 1312, circa=True), "1288~/1312~"),
        (Span(1500, 1700, questioned=True), "1500?/1700?"),
        (Span(1500, 1700, circa=True, questioned=True), "1500%/1700%"),
        (Span(1951, None), "1951/"),
        (Span(None, 1899), "/1899"),
    ],
)
def test_edtf_is_written_as_the_standard_has_it(span: Span, text: str) -> None:
    assert DateRange.of(span, "text").edtf == text
    assert str(edtf.parse_edtf(text)) == text


@given(years, years)
def test_readable_years_are_given_back_unchanged(one: int, other: int) -> None:
    begin, end = sorted((one, other))
    assert in_years(str(begin), str(end)) == (begin, end)


@given(years, years, phrases, phrases)
def test_no_input_makes_the_reader_fail_or_turn_a_range_round(
    one: int, other: int, words: str, name: str
) -> None:
    for found in (
        read_range(str(one), str(other), words, name, on=TODAY),
        read_range("", "", words, name, words, on=TODAY),
        read_range(words, name, "", on=TODAY),
    ):
        assert 0 not in (found.year_from, found.year_to)
        if found.year_from is not None and found.year_to is not None:
            assert found.year_from <= found.year_to
        for year in (found.year_from, found.year_to):
            assert year is None or year <= TODAY.year
