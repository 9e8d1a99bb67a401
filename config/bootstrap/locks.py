"""Lock files: who is at it, told in words. A lock ends with its process, however that ends."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Callable, Iterator

try:
    import fcntl
except ImportError:  # no POSIX
    fcntl = None  # type: ignore[assignment]

from .speech import Stop


def take(path: Path, *, shared: bool = False) -> IO[str]:
    """Lock the file at `path`, waiting as long as it takes; closing the file gives it back."""
    file = _open(path)
    fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
    return file


def take_if_free(path: Path) -> IO[str] | None:
    """Lock the file at `path` for ourselves alone, or return None when anybody holds it."""
    file = _open(path)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _open(path: Path) -> IO[str]:
    if fcntl is None:
        raise Stop("relicgate runs on Linux and macOS; on Windows use WSL")
    path.parent.mkdir(parents=True, exist_ok=True)
    return open(path, "a+", encoding="utf-8")


def sign(file: IO[str], purpose: str) -> None:
    """Write into a lock who holds it and for what."""
    file.truncate(0)
    file.write(f"process {os.getpid()} ({purpose})")
    file.flush()


def holder(path: Path) -> str:
    """Who holds the lock, in words."""
    try:
        return path.read_text(encoding="utf-8") or "another process"
    except OSError:
        return "another process"


@contextmanager
def alone(path: Path, purpose: str, busy: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock at `path`; while another has it, call `busy(who)` once, then wait.

    `busy` may raise `Stop` to give up instead of waiting.
    """
    file = take_if_free(path)
    if file is None:
        busy(holder(path))
        file = take(path)
    with file:
        sign(file, purpose)
        yield
        file.truncate(0)
