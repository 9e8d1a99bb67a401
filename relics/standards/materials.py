"""Materials of endangered species named in a text (R-ART-10): a hint that papers are needed."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from relics.standards.queries import rows_on

COLOURS = (
    r"colou?r(?:ed|s)?|hued?|tint(?:ed)?|ton(?:e|ed)|whites?|yellow|black|ground|glaze[ds]?|satin|"
    r"silk|like|type"
)
IMITATED = r"imitat(?:ion|ing|es?)|faux|fake|simulated|mock|artificial|synthetic|resembling"
NOT_AFTER = re.compile(rf"^[\s-]+(?:{COLOURS})\b", re.IGNORECASE)
NOT_BEFORE = re.compile(rf"(?:{IMITATED})[\s-]+(?:the\s+)?(?:\w+[\s-]+)?$", re.IGNORECASE)
NOT_AFTER_ZH = re.compile(r"^(?:白|色|黄|红|釉|纹|斑|地粉)")
NOT_BEFORE_ZH = re.compile(r"(?:仿|人造|合成|假|非|拟)$")
DOUBT = 40
"""So many characters beside a word are looked at for what makes it no material."""


@dataclass(frozen=True)
class MaterialHit:
    """A listed material found in a text. `word` is as written, `start` its place."""

    key: str
    title: str
    title_en: str
    latin: tuple[str, ...]
    word: str
    start: int
    evidence: str


@dataclass(frozen=True)
class _Material:
    row: dict[str, Any]
    words: re.Pattern[str] | None
    excluded: re.Pattern[str] | None


def cites_hits(text: str, on: date | None = None) -> list[MaterialHit]:
    """The listed materials that a text names in Chinese, English or Latin, each once, in order.

    A colour, a glaze or an imitation is no material (象牙白釉, 珊瑚红, ivory-colored, faux
    tortoiseshell). A hit asks people to look; that there is none proves nothing.
    """
    plain = unicodedata.normalize("NFKC", text)
    if not plain.strip():
        return []
    hits = [
        hit for row in rows_on("materials", on) if (hit := _hit(_material(_frozen(row)), plain))
    ]
    return sorted(hits, key=lambda hit: hit.start)


def _frozen(row: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((key, tuple(v) if isinstance(v, list) else v) for key, v in row.items())


@lru_cache(maxsize=512)
def _material(cells: tuple[tuple[str, Any], ...]) -> _Material:
    row = dict(cells)
    return _Material(
        row,
        _any_of(row["words"], (*row["words_en"], *row["latin"])),
        _any_of(row["except"], row["except_en"]),
    )


def _any_of(chinese: tuple[str, ...], latin: tuple[str, ...]) -> re.Pattern[str] | None:
    """One pattern for all words, the longest first; Latin words stand alone, plural or not."""
    parts = [re.escape(word) for word in sorted(chinese, key=len, reverse=True)]
    parts += [
        rf"(?<![a-z]){re.escape(word)}(?:e?s)?(?![a-z])"
        for word in sorted(latin, key=len, reverse=True)
    ]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _hit(material: _Material, text: str) -> MaterialHit | None:
    if material.words is None:
        return None
    barred = (
        [found.span() for found in material.excluded.finditer(text)] if material.excluded else []
    )
    for found in material.words.finditer(text):
        start, end = found.span()
        if any(start < last and first < end for first, last in barred) or _no_material(
            text, start, end
        ):
            continue
        row = material.row
        return MaterialHit(
            key=row["key"],
            title=row["title"],
            title_en=row["title_en"],
            latin=row["latin"],
            word=found[0],
            start=start,
            evidence=row["evidence"],
        )
    return None


def _no_material(text: str, start: int, end: int) -> bool:
    """Whether the words beside it make it a colour, a glaze or an imitation."""
    before, after = text[max(0, start - DOUBT) : start], text[end : end + DOUBT]
    return any(
        (
            NOT_AFTER.search(after),
            NOT_BEFORE.search(before),
            NOT_AFTER_ZH.search(after),
            NOT_BEFORE_ZH.search(before),
        )
    )
