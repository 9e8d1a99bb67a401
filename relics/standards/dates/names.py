"""Dynasties and reigns by name (朝代、年号), in Chinese, pinyin and Wade-Giles."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from relics.standards.dates.range import Span

TABLE = Path(__file__).parent.parent / "tables" / "dynasties.csv"

SIMPLIFIED = str.maketrans(
    "紀約間來萬曆順緒統慶豐啟啓禎靖隆漢東戰國遼時兩晉劉趙滿偽齊陳隨後黃興觀開寶貞與",
    "纪约间来万历顺绪统庆丰启启祯靖隆汉东战国辽时两晋刘赵满伪齐陈隋后黄兴观开宝贞与",
)
"""Only the characters that names of periods are written with."""

BEFORE_NAME = re.compile(r"^(?:大(?=[清明])|[早中晚初盛末](?!$))")
AFTER_NAME = re.compile(
    r"(?:[初早中晚末]|[初早中晚末前后]+[期叶]|初年|末年|年间|年代|时期|时代|[朝代年])$"
)
ENGLISH_PART = re.compile(r"^(?:early|mid|middle|late|the|end of|beginning of)\s+")
REIGN_YEAR = re.compile(r"^(.{2,6}?)(元|\d{1,2})年$")


def period_named(text: str) -> Span | None:
    """Return the years of one dynasty or reign, or of one year of a reign (乾隆三十年).

    "Early", "末" and their like are dropped and the whole period is given: only that is certain.
    None for a name that is unknown or ambiguous (Jin).
    """
    text = text.strip()
    for name in _shorter_and_shorter(_folded(text)):
        if (found := _years().get(name)) is not None:
            return found
        if (year := _year_of_reign(name)) is not None:
            return year
        if (pair := _dynasty_with_reign(name)) is not None:
            return pair
    return None


def table_entry(text: str) -> Span | None:
    """Return the years of a name that stands in the table word for word, misspelt or not."""
    return _years().get(_folded(text))


def _shorter_and_shorter(name: str) -> Iterator[str]:
    """Give the name, then the name without its modifiers, one after the other."""
    yield name
    while True:
        shorter = BEFORE_NAME.sub("", AFTER_NAME.sub("", name))
        if not shorter or shorter == name:
            break
        name = shorter
        yield name


def _year_of_reign(name: str) -> Span | None:
    """Count the year of a reign: 乾隆三十年 is 1765, 民国二十年 is 1931."""
    if not (found := REIGN_YEAR.match(name)):
        return None
    reign = _years().get(found[1]) or _dynasty_with_reign(found[1], plain=True)
    if reign is None or reign.begin is None or reign.end is None:
        return None
    number = 1 if found[2] == "元" else int(found[2])
    year = reign.begin + number - 1
    return Span(year, year) if number and year <= reign.end else None


def _dynasty_with_reign(name: str, *, plain: bool = False) -> Span | None:
    """Read 清乾隆 or (unless `plain`) 清乾隆三十年: the reign, if it is that dynasty's."""
    for cut in range(1, len(name)):
        ruling, rest = name[:cut], name[cut:]
        dynasty = _years("dynasty").get(AFTER_NAME.sub("", ruling) or ruling)
        if dynasty is None:
            continue
        reign = _years("reign").get(rest)
        if reign is None and not plain:
            reign = _year_of_reign(rest)
        if reign is not None and not dynasty.misses(reign):
            return reign
    return None


@cache
def _years(kind: str = "") -> Mapping[str, Span]:
    """Folded name to years, of one kind or both; a name with two meanings is left out."""
    found: dict[str, Span] = {}
    ambiguous: set[str] = set()
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if kind not in {"", row["kind"]}:
                continue
            names = {_folded(row["name"]), _folded(row["zh"])}
            if not row["from_year"]:
                ambiguous |= names
                continue
            doubted = "uncertain" in row["note"]
            span = Span(int(row["from_year"]), int(row["to_year"]), questioned=doubted)
            for name in names:
                if doubted and name in found:
                    continue
                known = found.get(name, span)
                found[name] = span if known.questioned else known
    return {name: span for name, span in found.items() if name and name not in ambiguous}


def _folded(name: str) -> str:
    """Fold a name for comparison: one script, no brackets, no marks, no word for "dynasty"."""
    name = unicodedata.normalize("NFKC", name).casefold().translate(SIMPLIFIED)
    name = re.sub(r"\[[^\]]*\]?", " ", name)
    name = re.sub(r"\([\d\s\-–?]*\)|\(\?\)", " ", name)
    name = ENGLISH_PART.sub("", name.strip())
    name = re.sub(r"\b(?:dynasty|dynasties|period|reign|era)\b", " ", name)
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(char for char in decomposed if char.isalnum())
