"""The classes in which appraisers are skilled: the parts of GB/T 33290 (R-STD-10).

Part 1 is the general part and no class. The key is the part's number in two figures. Which
class an object falls into is only a reading of its words and texture, for choosing people;
the panel itself determines the class (类别判定).
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import lazy

from approvals.record.language import reads_chinese
from relics.register.models import RelicObject
from relics.standards.lists import shipped_rows

TABLE = Path(__file__).parent / "tables" / "classes.csv"
GENERAL = "01"


def _title(part: str) -> str:
    row = next(row for row in shipped_rows("gb33290") if row["part"] == part)
    return str(row["title"] if reads_chinese() else row["title_en"])


TITLES = {
    row["part"]: lazy(_title, str)(row["part"])
    for row in shipped_rows("gb33290")
    if row["part"] != GENERAL
}
"""The parts by name, in the reader's language: the list of the standards that comes with us."""

CHOICES = list(TITLES.items())


@dataclass(frozen=True)
class Signs:
    """What points to a class: textures of the form, and words in the object's record."""

    key: str
    textures: frozenset[str]
    words: tuple[str, ...]


@cache
def signs() -> tuple[Signs, ...]:
    """The table, read once."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Signs(
                row["key"],
                frozenset(filter(None, row["textures"].split("|"))),
                tuple(filter(None, row["words"].split("|"))),
            )
            for row in csv.DictReader(lines)
        )


def class_of(thing: RelicObject) -> str | None:
    """The class that the record points to, or None where nothing does.

    The category decides first, then the type, the name, and last the texture; within one
    text the longest word wins (鼻烟壶 before 玉).
    """
    for text in (thing.category, thing.object_type, thing.name, thing.name_en):
        if found := _class_in(text.casefold()):
            return found
    return next((one.key for one in signs() if thing.texture in one.textures), None)


def _class_in(text: str) -> str | None:
    """The longest word in the text, and of two as long the later: the thing stands at the end."""
    hits = [
        (len(word), place, one.key)
        for one in signs()
        for word in one.words
        if (place := _place_of(word, text)) >= 0
    ]
    return max(hits)[2] if hits else None


def _place_of(word: str, text: str) -> int:
    """Where the word stands, or -1. A Latin word must stand alone (no fan in an infant)."""
    if not word.isascii():
        return text.rfind(word)
    found = re.search(rf"\b{re.escape(word)}s?\b", text)
    return found.start() if found else -1
