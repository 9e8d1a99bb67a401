"""Species under CITES that a text names (濒危物种材料, R-ART-10).

A hit raises the paper that is needed; whether the species is a listed one is for people to say.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COPY_DAYS = 30
"""Days from release within which the copy goes back to the CITES office (濒危条例 art. 21)."""


@dataclass(frozen=True)
class Hit:
    """A species named in a text: its key, the word found, what it is."""

    key: str
    word: str
    label: str | Promise


SPECIES: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("ivory", _("象牙"), ("象牙", "ivory", "elephant tusk")),
    ("rhino", _("犀角"), ("犀角", "犀牛角", "rhinoceros", "rhino horn")),
    ("tortoiseshell", _("玳瑁"), ("玳瑁", "tortoiseshell", "tortoise shell", "hawksbill")),
    ("coral", _("红珊瑚"), ("珊瑚", "coral")),
    (
        "rosewood",
        _("黄檀、紫檀等木材"),
        ("花梨", "紫檀", "黄檀", "酸枝", "rosewood", "zitan", "huanghuali"),
    ),
    ("pangolin", _("穿山甲片"), ("穿山甲", "pangolin")),
    ("tiger", _("虎骨、虎皮"), ("虎骨", "虎皮", "tiger skin", "tiger bone")),
    ("hornbill", _("盔犀鸟头胄"), ("鹤顶红", "盔犀鸟", "hornbill")),
)


def cites_hits(text: str) -> list[Hit]:
    """The species that a text names, each once, by the first word found for it."""
    plain = text.casefold()
    found = []
    for key, label, words in SPECIES:
        word = next((one for one in words if one in plain), None)
        if word:
            found.append(Hit(key, word, label))
    return found
