"""The shared libraries that Pango needs, where the set-up unpacked them beside the environment.

Standard library only. A machine that has them installed needs nothing of this.
"""

import ctypes
import sys
from functools import cache
from pathlib import Path


@cache
def preload(root: Path | None = None) -> int:
    """Load every unpacked library with its symbols global, and return how many there are.

    Must run before WeasyPrint is imported. A library whose own dependencies are not loaded
    yet is tried again after the others, until a whole pass loads nothing more.
    """
    folder = root or Path(sys.prefix, "system", "root")
    waiting = sorted(path for path in folder.rglob("*.so.*") if path.is_file())
    loaded = 0
    while waiting:
        failed = [path for path in waiting if not _load(path)]
        loaded += len(waiting) - len(failed)
        if len(failed) == len(waiting):
            break
        waiting = failed
    return loaded


def _load(path: Path) -> bool:
    try:
        ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True
