"""The locked packages: by uv, itself pinned by hash; by pip alone where uv cannot be had."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from . import debian
from .places import PYTHON, REQUIREMENTS, ROOT, VAR
from .programs import quiet, speaking_english
from .speech import DISK_FULL, Stop, cause_in, say

# What pip was told (by file or variable), and what uv calls it.
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "cert": "SSL_CERT_FILE",
}


def install(lock: Path) -> None:
    """Install what the lock names, every file checked against its hash; wheels only."""
    count = sum(1 for line in lock.open(encoding="utf-8") if line[:1].isalnum())
    say(f"installing {count} packages of {lock.relative_to(ROOT)}")
    wanted = ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    uv = _uv()
    if uv:
        done = quiet(
            uv,
            "pip",
            "install",
            "--python",
            PYTHON,
            "--compile-bytecode",
            *wanted,
            env=speaking_english(**_as_pip_was_told()),
        )
        if done.returncode == 0:
            return
        if cause_in(done.stdout) == DISK_FULL:
            raise Stop(DISK_FULL)
    if quiet(PYTHON, "-m", "pip", "--version").returncode:
        raise Stop(f"the packages could not be installed: {cause_in(done.stdout if uv else '')}")
    done = quiet(
        PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        *wanted,
        env=speaking_english(),
    )
    if done.returncode:
        raise Stop(f"the packages could not be installed: {cause_in(done.stdout)}")


def _uv() -> str | None:
    beside = str(PYTHON.parent)
    found = shutil.which("uv") or shutil.which("uv", path=beside)
    if found:
        return found
    quiet(
        PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
        REQUIREMENTS / "uv.txt",
    )
    return shutil.which("uv", path=beside)


def _as_pip_was_told() -> dict[str, str]:
    """pip's index settings in uv's words: uv reads none of pip's files. What uv was told wins."""
    told = {"UV_LINK_MODE": "copy", "UV_NO_PROGRESS": "1"}
    if debian.CERTIFICATES.exists():
        told["UV_SYSTEM_CERTS"] = "1"  # sites add their own authority there
    if not os.access(os.path.expanduser("~"), os.W_OK):
        told["UV_CACHE_DIR"] = str(VAR / "cache" / "uv")
    listed = quiet(PYTHON, "-m", "pip", "config", "list").stdout
    for line in listed.splitlines():
        match = re.match(r"(?:global|install|:env:)\.\.?([a-z-]+)='(.*)'$", line.strip())
        if match and match.group(1) in UV_NAMES:
            told[UV_NAMES[match.group(1)]] = match.group(2)
    return {name: value for name, value in told.items() if name not in os.environ}
