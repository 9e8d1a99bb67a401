"""Plain sentences on standard error, each with the way out."""

from __future__ import annotations

import errno
import sys


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
        return "the disk is full; free about 1 GB and run the same command again"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"{where} may not be written by this user; use a checkout of your own, or name "
            "writable folders in RELICGATE_VAR and RELICGATE_VENV"
        )
    return f"{error.strerror or error} ({where}); put that right and run the same command again"


def cause_in(output: str) -> str:
    """The likely cause named in the output of a failed program, else its last line."""
    lower = output.lower()
    if "no space left" in lower or "disk quota" in lower or "not enough free space" in lower:
        return "the disk is full; free about 1 GB and run the same command again"
    for sign in ("resolution", "resolve", "network is unreachable", "timed out", "connection"):
        if sign in lower:
            return (
                "the network or the package index does not answer; run the same command again "
                "when on-line, or point PIP_INDEX_URL (or PIP_NO_INDEX and PIP_FIND_LINKS) at a "
                "copy of the packages"
            )
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "it gave no reason"
