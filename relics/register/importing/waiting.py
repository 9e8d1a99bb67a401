"""A table that was uploaded and waits for its person to say yes or no.

Nothing of it is in the register yet. It lies under the data folder under a name that only the
person's session knows, and goes after a day.
"""

import re
import secrets
import time
from pathlib import Path

from django.conf import settings

from .reading import MOST_BYTES

A_DAY = 24 * 3600
TICKET = re.compile(r"[\w-]{22}")


def _folder() -> Path:
    folder = Path(settings.VAR) / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def keep(content: bytes) -> str:
    """Keep a file and return its ticket; what lies there for more than a day goes.

    Of a file above the limit one byte more than the limit is kept, so that it is refused.
    """
    folder, now = _folder(), time.time()
    for old in folder.iterdir():
        if now - old.stat().st_mtime > A_DAY:
            old.unlink(missing_ok=True)
    ticket = secrets.token_urlsafe(16)
    place = folder / ticket
    place.touch(mode=0o600)
    place.write_bytes(content[: MOST_BYTES + 1])
    return ticket


def fetch(ticket: str) -> bytes | None:
    """The file of a ticket, or None when it is gone."""
    if not TICKET.fullmatch(ticket):
        return None
    place = _folder() / ticket
    return place.read_bytes() if place.is_file() else None


def discard(ticket: str) -> None:
    """Throw the file of a ticket away."""
    if TICKET.fullmatch(ticket):
        (_folder() / ticket).unlink(missing_ok=True)
