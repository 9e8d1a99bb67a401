"""Start other programs and read what they said."""

from __future__ import annotations

import os
import subprocess


def quiet(*command: object, **options: object) -> "subprocess.CompletedProcess[str]":
    """Run a program and keep what it says; a program that is not there counts as failed (127)."""
    words = [str(part) for part in command]
    try:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            **options,  # type: ignore[call-overload]
        )
    except (FileNotFoundError, PermissionError) as error:
        return subprocess.CompletedProcess(words, 127, str(error), "")
    return done


def speaking_english(**more: str) -> "dict[str, str]":
    """The environment of this process, with messages that `cause_in` can read."""
    return {**os.environ, "LC_ALL": "C.UTF-8", **more}
