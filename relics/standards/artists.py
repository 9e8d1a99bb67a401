"""Artists whose works may not leave: the two levels of the lists (R-STD-09)."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Literal

from pypinyin import Style, lazy_pinyin, pinyin

from relics.standards.queries import rows_on

Level = Literal["all", "representative"]

BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
BETWEEN = re.compile(r"\s*(?:[;；、/]|\band\b|\bwith\b)\s*", re.IGNORECASE)
OPENING = re.compile(
    r"^(?:attributed to|after|school of|style of|signed|by|传|傳|款|仿)\s*[:：]?\s*", re.IGNORECASE
)
HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class ArtistRestriction:
    """One line of a list (限制出境名家).

    `all`: no work may leave, a hard refusal. `representative`: the appraisers must record
    whether the work is a representative one. `exact` is False where only the sound of the name
    agrees (another script, pinyin, or a namesake): people confirm it before it counts.
    """

    list: str
    name: str
    aliases: tuple[str, ...]
    level: Level
    document: str
    evidence: str
    effective_from: date
    effective_to: date | None
    exact: bool = True


def restriction_of(maker_name: str, on: date | None = None) -> list[ArtistRestriction]:
    """Every line in force on the day that names the maker, the strictest and surest first.

    Names agree whatever the script (traditional, simplified, pinyin with or without tones, given
    name first or last), through every alias. Several makers may stand in one text.
    """
    written: set[str] = set()
    sounds: set[str] = set()
    for name in _names(maker_name):
        written.add(_folded(name))
        sounds |= _sounds(name)
    if not written:
        return []
    found = []
    for row in rows_on("artists", on):
        known = [row["name"], *row["aliases"]]
        exact = any(_folded(name) in written for name in known)
        if exact or any(not sounds.isdisjoint(_sounds(name)) for name in known):
            found.append(_restriction(row, exact=exact))
    return sorted(found, key=lambda one: (one.level != "all", not one.exact, one.list))


def _restriction(row: dict[str, object], *, exact: bool) -> ArtistRestriction:
    last = str(row["effective_to"])
    level: Level = "all" if row["level"] == "all" else "representative"
    aliases = row["aliases"]
    return ArtistRestriction(
        list=str(row["list"]),
        name=str(row["name"]),
        aliases=tuple(aliases) if isinstance(aliases, list) else (),
        level=level,
        document=str(row["document"]),
        evidence=str(row["evidence"]),
        effective_from=date.fromisoformat(str(row["effective_from"])),
        effective_to=date.fromisoformat(last) if last else None,
        exact=exact,
    )


def _names(text: str) -> Iterator[str]:
    """The makers a text names, without brackets, years and what stands before a name."""
    plain = BRACKETS.sub(" ", unicodedata.normalize("NFKC", text))
    for part in BETWEEN.split(plain):
        name = OPENING.sub("", re.sub(r"\d+", " ", part).strip()).strip(" ,-–")
        if HAN.search(name):
            name = re.sub(r"(?:款|作|绘|繪|书|書)$", "", name) if len(name) > 2 else name
        if _folded(name):
            yield name


def _folded(name: str) -> str:
    marks_apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in marks_apart if char.isalnum())


def _sounds(name: str) -> set[str]:
    """How a name sounds: toneless pinyin; for a Latin name, with either part first."""
    if HAN.search(name):
        characters = "".join(HAN.findall(name))
        first = pinyin(characters[0], style=Style.NORMAL, heteronym=True)[0]
        rest = "".join(lazy_pinyin(characters[1:]))
        sounds = {_folded(one + other) for one, other in product(first, [rest])}
        return sounds | {_folded("".join(lazy_pinyin(characters)))}
    words = [_folded(word) for word in re.split(r"[\s,·]+", name) if _folded(word)]
    return {"".join(words), "".join(words[1:] + words[:1])}
