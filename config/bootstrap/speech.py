"""Plain sentences on standard error, each with the way out."""

from __future__ import annotations

import errno
import sys

OFF_LINE = ("resolution", "resolve", "unreachable", "timed out", "connection", "failed to download")
NOT_TRUSTED = (
    "the certificate of the package index is not trusted here; as root: apt-get install "
    "ca-certificates, or name the right bundle in PIP_CERT"
)
DISK_FULL = "the disk is full; free about 1 GB and run the same command again"


class Stop(Exception):
    """Set-up or service cannot go on; the text is the sentence the person reads."""

    def __init__(self, sentence: str, status: int = 2) -> None:
        super().__init__(sentence)
        self.status = status


def say(words: object) -> None:
    """Tell the person something, without touching standard output."""
    try:
        print("relicgate:", words, file=sys.stderr, flush=True)
    except OSError:
        pass  # nobody is listening any more


def sentence_for(error: OSError) -> str:
    """What an error of the operating system means for the person, and what to do about it."""
    where = error.filename or "this folder"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"{where} may not be written by this user; use a checkout of your own, or name "
            "writable folders in RELICGATE_VAR and RELICGATE_VENV"
        )
    return f"{error.strerror or error} ({where}); put that right and run the same command again"


def cause_in(output: str) -> str:
    """The likely cause named in the output of a failed program, else its last line."""
    lower = output.lower()
    if any(sign in lower for sign in ("no space left", "disk quota", "enough free space")):
        return DISK_FULL
    if "certificate" in lower:
        return NOT_TRUSTED
    if any(sign in lower for sign in OFF_LINE):
        return (
            "the network or the package index does not answer; run the same command again when "
            "on-line, or name a copy of the packages to pip (PIP_INDEX_URL, or PIP_NO_INDEX and "
            "PIP_FIND_LINKS)"
        )
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "it gave no reason"
