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

from django.utils.translation import gettext_lazy as _

from relics.register.models import RelicObject

TABLE = Path(__file__).parent / "tables" / "classes.csv"

TITLES = {
    "02": _("度量衡"),
    "03": _("法器"),
    "04": _("仪器"),
    "05": _("仪仗"),
    "06": _("家具"),
    "07": _("织绣"),
    "08": _("陶瓷"),
    "09": _("生产工具"),
    "10": _("金属器"),
    "11": _("明器"),
    "12": _("钟表"),
    "13": _("兵器"),
    "14": _("漆器"),
    "15": _("乐器"),
    "16": _("笔墨纸砚"),
    "17": _("烟壶和扇子"),
    "18": _("少数民族服饰"),
    "19": _("少数民族建筑物实物资料"),
    "20": _("少数民族宗教祭祀和礼仪活动用品"),
    "21": _("少数民族名人遗物"),
    "22": _("玉石器"),
    "23": _("玻璃器"),
    "24": _("珐琅器"),
    "25": _("中国画及书法"),
    "26": _("壁画"),
    "27": _("油画水彩水粉"),
    "28": _("佩饰"),
    "29": _("车具马具"),
    "30": _("车船舆轿"),
    "31": _("首饰"),
}
"""The parts by name, in the reader's language."""

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
