"""Dates as people write them, read as ranges of years and never further (R-STD-11)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relics.standards.dates import read_text
from relics.standards.dates.range import Span, shifted

years = st.integers(-9999, 2026).filter(bool)


def years_of(text: str) -> tuple[int | None, int | None] | None:
    span = read_text(text)
    return None if span is None else (span.begin, span.end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1843", (1843, 1843)),
        ("1465-87", (1465, 1487)),
        ("1850～1860", (1850, 1860)),
        ("1850年至1860年", (1850, 1860)),
        ("1900 to 1950", (1900, 1950)),
        ("１８５０年", (1850, 1850)),
        ("一九五〇年", (1950, 1950)),
        ("公元1900年", (1900, 1900)),
        ("1950年3月5日", (1950, 1950)),
        ("1903-05-06", (1903, 1903)),
        ("1920s", (1920, 1929)),
        ("1970s-80s", (1970, 1989)),
        ("1950年代", (1950, 1959)),
        ("20世纪50年代", (1950, 1959)),
        ("二十世纪五六十年代", (1950, 1969)),
        ("1800s", (1800, 1899)),
    ],
)
def test_years_and_decades(text: str, expected: tuple[int, int]) -> None:
    assert years_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18th century", (1701, 1800)),
        ("18世纪", (1701, 1800)),
        ("十八世纪", (1701, 1800)),
        ("early 19th century", (1801, 1850)),
        ("mid-18th century", (1726, 1775)),
        ("十八世纪中叶", (1726, 1775)),
        ("late 19th century", (1851, 1900)),
        ("19世纪末", (1851, 1900)),
        ("2nd quarter 18th century", (1726, 1750)),
        ("first half of the 16th century", (1501, 1550)),
        ("18世纪上半叶", (1701, 1750)),
        ("early-mid 19th century", (1801, 1875)),
        ("17th-18th century", (1601, 1800)),
        ("十八、十九世纪", (1701, 1900)),
        ("late 13th or early 14th century", (1251, 1350)),
        ("19世纪末20世纪初", (1851, 1950)),
        ("18th-19th c.", (1701, 1900)),
        ("3rd millennium BC", (-3000, -2001)),
        ("mid 4th millennium BC", (-3750, -3251)),
    ],
)
def test_centuries_and_their_parts_in_the_widest_use(text: str, expected: tuple[int, int]) -> None:
    assert years_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-300", (-300, -300)),
        ("300 BC", (-300, -300)),
        ("公元前300年", (-300, -300)),
        ("ca. 3rd-2nd century BC", (-300, -101)),
        ("公元前3世纪", (-300, -201)),
        ("公元前5世纪-公元前3世纪", (-500, -201)),
        ("1450-664 BCE", (-1450, -664)),
        ("100 BC-AD 200", (-100, 200)),
        ("前206—220年", (-206, 220)),
        ("1st century BC-AD 1st century", (-100, 100)),
        ("AD 50-100", (50, 100)),
        ("1 BC", (-1, -1)),
        ("ca. 5 BC", (-17, 8)),
        ("1287 AH/AD 1870-1871", (1870, 1871)),
        ("early 12th century AH/AD 18th century", (1701, 1800)),
    ],
)
def test_bc_is_negative_and_there_is_no_year_0(text: str, expected: tuple[int, int]) -> None:
    assert years_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("清", (1644, 1911)),
        ("清代", (1644, 1911)),
        ("晚清", (1644, 1911)),
        ("Qing dynasty, Qianlong period", (1736, 1795)),
        ("Qing [Ch'ing] Dynasty", (1644, 1911)),
        ("乾隆", (1736, 1795)),
        ("清乾隆", (1736, 1795)),
        ("Ch'ien-lung", (1736, 1795)),
        ("光緒年間", (1875, 1908)),
        ("乾隆三十年", (1765, 1765)),
        ("清光绪二十六年（1900年）", (1900, 1900)),
        ("民国", (1912, 1949)),
        ("民国二十三年", (1934, 1934)),
        ("元末明初", (1271, 1644)),
        ("清末民初", (1644, 1949)),
        ("Kangxi; Yongzheng", (1662, 1735)),
        ("道光至光绪", (1821, 1908)),
        ("夏商周", (-2070, -256)),
    ],
)
def test_dynasties_and_reigns_are_taken_whole(text: str, expected: tuple[int, int]) -> None:
    assert years_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("after 1950", (1951, None)),
        ("1949年后", (1950, None)),
        ("1949年以后", (1949, None)),
        ("1950 or later", (1950, None)),
        ("建国后", (1949, None)),
        ("before 1900", (None, 1899)),
        ("1949年前", (None, 1948)),
        ("1949年以前", (None, 1949)),
        ("清代以前", (None, 1911)),
        ("not after 1966", (None, 1966)),
    ],
)
def test_an_open_side_stays_open(text: str, expected: tuple[int | None, int | None]) -> None:
    assert years_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ca. 1300", (1288, 1312)),
        ("约1900年", (1888, 1912)),
        ("1900年左右", (1888, 1912)),
        ("ca. 1850s-1860s", (1838, 1881)),
        ("1800-ca. 1805", (1793, 1817)),
    ],
)
def test_about_widens_a_year_on_both_sides(text: str, expected: tuple[int, int]) -> None:
    assert years_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vase: 1661-1722; Mount: 1760-1780", (1661, 1780)),
        ("瓶：1661-1722；座：民国", (1661, 1949)),
        ("ca. 1430-1435, with additions ca. 1460", (1418, 1472)),
        ("20th century (1970)", (1970, 1970)),
        ("清（1950）", (1644, 1950)),
        ("1287 AH (1870)", (1870, 1870)),
        ("1868-1912 (Meiji)", (1868, 1912)),
    ],
)
def test_several_parts_give_the_range_that_holds_them_all(
    text: str, expected: tuple[int, int]
) -> None:
    assert years_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "n.d.", "modern", "近代", "旧", "50年代", "50", "0", "1920-1910", "99999",
        "大清乾隆年制", "清乾隆款", "清仿明", "仿清", "Jin [Ch'in] Dynasty", "26th-27th Dynasty",
        "光绪四十年", "民国三十九年", "昭和十年", "1287 AH", "50 BC-20", "1960 (copy of 1850)",
        "16th century; 19th century goldwork", "Vase: 1661-1722; Mount: n.d.", "1" * 300,
    ],
)  # fmt: skip
def test_what_is_not_wholly_understood_is_not_read(text: str) -> None:
    assert read_text(text) is None


def test_a_question_mark_keeps_the_years_and_takes_the_certainty() -> None:
    assert read_text("1500-1700 (?)") == Span(1500, 1700, questioned=True)
    assert read_text("Ming [Ming] Dynasty (?)") == Span(1368, 1644, questioned=True)


@given(st.integers(1, 2500), st.integers(1, 2500), st.booleans(), st.booleans())
def test_a_written_range_reads_back(one: int, other: int, bc_one: bool, bc_other: bool) -> None:
    begin, end = sorted((-one if bc_one else one, -other if bc_other else other))
    text = f"{_written(begin)} - {_written(end)}"
    assert years_of(text) == (begin, end)


@given(st.integers(1, 21), st.sampled_from(["", "early ", "mid ", "late ", "2nd half "]))
def test_a_part_of_a_century_lies_within_it(number: int, part: str) -> None:
    for era in ("", " BC"):
        begin, end = years_of(f"{number}th century{era}") or (0, 0)
        first, last = years_of(f"{part}{number}th century{era}") or (0, 0)
        assert end - begin == 99
        assert begin <= first <= last <= end


@given(years, st.integers(-500, 500))
def test_moving_by_years_steps_over_year_0_and_comes_back(year: int, by: int) -> None:
    assert shifted(year, by) != 0
    assert shifted(shifted(year, by), -by) == year


def _written(year: int) -> str:
    return f"{-year} BC" if year < 0 else f"AD {year}"
