"""The system libraries of the page renderer, from the system or from beside the environment.

Where set-up may not install Debian packages it unpacks them under `.venv/system/root`; `preload()`
makes the dynamic loader know them by name. Standard library only: the set-up reads this too.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

# Shared object, and the Debian package that brings it.
NEEDED = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def preload(root: Path | None = None) -> None:
    """Load the unpacked libraries, dependencies first, before WeasyPrint asks for them by name.

    Call it before importing weasyprint. Does nothing where the system has the libraries.
    """
    folder = root or Path(sys.prefix, "system", "root")
    left = [str(path) for path in sorted(folder.rglob("*.so.*"))]
    while left:
        failed = [path for path in left if not _loads(path)]
        if len(failed) == len(left):
            return
        left = failed


def missing() -> list[str]:
    """The Debian packages whose libraries the loader does not find (after any `preload()`)."""
    return [package for name, package in NEEDED.items() if not _loads(name)]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True
