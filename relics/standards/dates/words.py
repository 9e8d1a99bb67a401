"""Bring a date's words into one plain form, whichever language and digits they came in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from relics.standards.dates.names import SIMPLIFIED

DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "两": 2,
    "元": 1,
}
COUNTED = re.compile(
    r"([〇零○一二三四五六七八九十百]+)"
    r"(?=(?:[、\-至到][〇零○一二三四五六七八九十百]+)?(?:世纪|千年|年代|年))"
)
PAIR_OF_TENS = re.compile(r"([一二三四五六七八九])([一二三四五六七八九])十年代")
TENS_BEFORE_TENS = re.compile(r"([一二三四五六七八九]十)(?=-[一二三四五六七八九]十年代)")
DASHES = re.compile("[\u2010-\u2015\u2212~\u301c\uff5e]+")
ORDINAL_WORDS = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "last": "4th"}

Replacement = str | Callable[[re.Match[str]], str]

ERA = r"(公元前|西元前|纪元前|前)?"


def _era(mark: str | None) -> str:
    return " bc" if mark else ""


def _decades(found: re.Match[str]) -> str:
    """Write 20世纪50年代 and 20世纪50-60年代 as 1950s and 1950s-1960s."""
    hundreds = (int(found[1]) - 1) * 100
    first, last = int(found[2]), int(found[3] or found[2])
    return f"{hundreds + first}s-{hundreds + last}s" if last != first else f"{hundreds + first}s"


CHINESE: tuple[tuple[re.Pattern[str], Replacement], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[初末叶期])(?=(?:公元前|前)?\d{1,2}世纪)", "-"),
        (r"(?<=\d)、(?=\d+世纪)", "-"),
        (r"[至到]", "-"),
        (r"或", " or "),
        (r"大约|约|大概|circa\b", "ca. "),
        (r"(.+?)(?:左右|前后|上下)$", r"ca. \1"),
        (r"(?:公元|西元)(?!前)", "ad "),
        (r"建国以?前|解放以?前", "by 1949"),
        (r"(?:新中国|建国|解放)(?:成立)?以?后?$", "since 1949"),
        (r"(\d{1,2})世纪(\d0)(?:年代)?(?:[-、](\d0))?年代[初中末早晚前后]*[期叶]?", _decades),
        (r"(\d{3})0-(\d)0年代", r"\g<1>0s-\g<2>0s"),
        (r"(\d{3}0)年代[初中末早晚前后]*[期叶]?", r"\1s"),
        (ERA + r"(\d{1,2})世纪", lambda m: f"{m[2]}th century{_era(m[1])}"),
        (ERA + r"(\d)千年", lambda m: f"{m[2]}th millennium{_era(m[1])}"),
        (r"(\d+th century(?: bc)?)(?:前半叶?|上半叶|前半期|上半期|上半)", r"1st half \1"),
        (r"(\d+th century(?: bc)?)(?:后半叶?|下半叶|后半期|下半期|下半)", r"2nd half \1"),
        (r"(\d+th century(?: bc)?)(?:[初早前]期?|早期)(?!\w)", r"early \1"),
        (r"(\d+th century(?: bc)?)(?:中[期叶]?)(?!\w)", r"mid \1"),
        (r"(\d+th century(?: bc)?)(?:[末晚后]期?|末叶)(?!\w)", r"late \1"),
        (r"(\d+th century(?: bc)?)中[晚后]期", r"mid-late \1"),
        (r"(\d+th century(?: bc)?)早中期", r"early-mid \1"),
        (r"(?<!\d)(\d{3,4})年\d{1,2}月(?:\d{1,2}日)?", r"\1年"),
        (r"^(.+?)(?:及其|及|或)?以前$", r"by \1"),
        (r"^(.+?)(?:及其|及|或)?(?:以后|以来|起)$", r"since \1"),
        (r"^(.+)之前$|^((?:ad )?\d{3,4}年?|\d+th century)前$", r"before \1\2"),
        (r"^(.+)之后$|^((?:ad )?\d{3,4}年?|\d+th century)后$", r"after \1\2"),
        (r"^不晚于(\d{3,4}年?)$", r"by \1"),
        (r"^不早于(\d{3,4}年?)$", r"since \1"),
        (r"(?:公元前|西元前|纪元前|前)(\d{1,4})年?", r"\1 bc"),
        (r"(?<![^\s\-(;])(\d{3,4})年", r"\1"),
    )
)

OTHER_CALENDAR = (
    r"(?:(?:early|mid|late|ca\.)[\s-]+)*\d+(?:-\d+)?(?:st|nd|rd|th)?(?: century)?"
    r"\s*(?:ah|am|h|a\.h\.)\s*/\s*(?:ad|bc)\s*"
)
"""The first half of "1287 AH/AD 1870": a year of the Hijra or of the world, told again in AD."""

ENGLISH: tuple[tuple[re.Pattern[str], Replacement], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[’‘`´ʹ]", "'"),
        (r"\bb\.?\s?c\.?(?:\s?e\.?)?(?=\W|$)", "bc"),
        (r"\ba\.?\s?d\.?(?=\W|$)|\bc\.?e\.?(?=\W|$)", "ad"),
        (OTHER_CALENDAR, ""),
        (r"\b(?:circa|about|approximately|approx\.?|around|c\.|ca(?!\.))\s*(?=\w)", "ca. "),
        (r"\bca\.\s*", "ca. "),
        (r"\bcenturies\b|\bcent\b\.?|\bc\.(?=\s|$)", "century"),
        (r"\bmillennia\b", "millennium"),
        (
            r"\b(first|second|third|fourth|last)(?=[\s-](?:half|quarter|third))",
            lambda m: ORDINAL_WORDS[m[1]],
        ),
        (r"\b(half|quarter|third)\s+(?:of\s+)?(?:the\s+)?(?=\d)", r"\1 "),
        (r"\b(early|late|mid|middle|beginning|end)\s+(?:of\s+)?(?:the\s+)?(?=\d)", r"\1 "),
        (r"\bmiddle\b", "mid"),
        (r"\bbeginning\b", "early"),
        (r"\b(early|mid|late)-(?=\d|ad )", r"\1 "),
        (r"\bend\b", "late"),
        (r"\bealry\b", "early"),
        (r"\bpre-(?=\d)", "before "),
        (r"\bpost-(?=\d)", "after "),
        (r"\b(?:prior to|earlier than)\b", "before"),
        (r"\b(?:later than)\b", "after"),
        (r"\b(?:no later than|not later than|not after|until|up to)\b", "by"),
        (r"\b(?:no earlier than|not before|from)\b(?=[^-]*$)", "since"),
        (r"(\d)'s\b", r"\1s"),
        (r"^(.+?),? (?:(?:or|and) later|onwards?)$", r"since \1"),
        (r"^(.+?),? (?:or|and) earlier$", r"by \1"),
    )
)


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """Return the text in the one form that `text.read_text` understands: lower-case English.

    Full-width and Chinese digits become digits, traditional characters of period names become
    simplified, every dash becomes a hyphen. Words it does not know stay as they are.
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    text = DASHES.sub("-", text)
    if not text.isascii():
        text = _from_chinese(text)
    if any(char.isalpha() for char in text):
        for pattern, replacement in ENGLISH:
            text = pattern.sub(replacement, text)
    return " ".join(text.split())


def _from_chinese(text: str) -> str:
    """Put Chinese words for centuries, decades, eras and sides into the English ones."""
    text = text.translate(SIMPLIFIED)
    text = PAIR_OF_TENS.sub(r"\1十-\2十年代", text)
    text = TENS_BEFORE_TENS.sub(_number, text)
    text = COUNTED.sub(_number, text)
    for pattern, replacement in CHINESE:
        text = pattern.sub(replacement, text)
    return text


def _number(found: re.Match[str]) -> str:
    """Read a Chinese number, by places (三十四) or digit by digit (一九五〇)."""
    words = found[1]
    if not set(words) & set("十百"):
        return "".join(str(DIGITS[char]) for char in words)
    total, digit = 0, 0
    for char in words:
        if char in DIGITS:
            digit = DIGITS[char]
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[char]
            digit = 0
    return str(total + digit)
