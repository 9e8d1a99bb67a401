"""Characters on paper: what looks alike is made alike, what cannot be drawn is named."""

import unicodedata
from collections.abc import Collection, Iterator

from django.utils.translation import gettext, gettext_lazy

from approvals.record.refusals import NotAcceptable, Refusal

KANGXI_RADICALS = range(0x2F00, 0x2FE0)
COMPATIBILITY = (range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
PRIVATE_USE = (range(0xE000, 0xF900), range(0xF0000, 0x10FFFE))
LINE_BREAKS = frozenset("\n\t")
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


class UnprintableCharacter(NotAcceptable):
    """A character that must not, or cannot, stand on a paper; nothing is issued."""

    def __init__(self, character: str, where: str) -> None:
        self.character = character
        self.where = where
        sentence = gettext("“%(where)s”中的字符“%(character)s”（%(code)s）无法印制。") % {
            "where": where,
            "character": character if character.isprintable() else "□",
            "code": f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip(),
        }
        fix = gettext_lazy("请改用通用字形，或以文字说明该字的结构。")
        super().__init__(Refusal("unprintable_character", sentence, "R-EXIT-07", fix))


def clean(text: str, where: str) -> str:
    """Return the text as it will be printed and searched.

    Radicals of the Kangxi block become the everyday character they are mistaken for, marks
    are composed (NFC), and what has neither width nor ink is left out. Compatibility
    ideographs, private-use and control characters are refused, because another reader would
    see another character or none.
    """
    mapped = "".join(
        unicodedata.normalize("NFKC", sign) if ord(sign) in KANGXI_RADICALS else sign
        for sign in text.replace("\r\n", "\n").translate(INVISIBLE)
    )
    for sign in mapped:
        if _refused(sign):
            raise UnprintableCharacter(sign, where)
    return unicodedata.normalize("NFC", mapped)


def _refused(sign: str) -> bool:
    code = ord(sign)
    if any(code in block for block in (*COMPATIBILITY, *PRIVATE_USE)):
        return True
    return unicodedata.category(sign) in {"Cc", "Cs", "Cn"} and sign not in LINE_BREAKS


def clean_tree(value: object, where: str = "") -> object:
    """Clean every text of a JSON value and return a fresh one."""
    if isinstance(value, str):
        return clean(value, where)
    if isinstance(value, dict):
        return {
            str(key): clean_tree(item, f"{where}.{key}".strip(".")) for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [clean_tree(item, f"{where}.{index}") for index, item in enumerate(value, 1)]
    return value


def texts(value: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a JSON value with the path at which it stands."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(item, f"{where}.{key}".strip("."))
    elif isinstance(value, list):
        for index, item in enumerate(value, 1):
            yield from texts(item, f"{where}.{index}")


def check_coverage(value: object, drawable: Collection[int]) -> None:
    """Raise `UnprintableCharacter` for the first character that the fonts cannot draw."""
    for where, text in texts(value):
        for sign in text:
            if ord(sign) not in drawable and sign not in LINE_BREAKS:
                raise UnprintableCharacter(sign, where)
