"""Texts as they are compared: what an entry and a record say alike must come out the same."""

import re
import unicodedata

MOST = 200
MOST_MARK = 1000
_PLACES = "底款|款识|题款|落款|署款|铭文|铭|印文|钤印|题跋|标识|marks?|inscriptions?"
LABELS = re.compile(rf"({_PLACES})\s*[:：]", re.IGNORECASE)


def key_of(text: str, most: int = MOST) -> str:
    """Half-width, no case, no accents, no signs and no blanks between Chinese characters."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).casefold()
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.sub(r"[\W_]+", " ", bare).strip()
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", words)[:most]


def mark_key_of(text: str) -> str:
    """The same for inscriptions and marks, without the words that only say where they stand."""
    return key_of(LABELS.sub(" ", text), MOST_MARK)
