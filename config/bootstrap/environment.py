"""The virtual environment: made once, kept in step with the locks, entered by every command."""

from __future__ import annotations

import glob
import hashlib
import json
import os
import shutil
import sys
import time
from pathlib import Path

from . import debian, installer
from .locks import alone
from .places import PYTHON, REQUIREMENTS, ROOT, STAMP, VAR, VENV
from .programs import quiet, speaking_english
from .speech import Stop, cause_in, say

OLDEST, NEWEST_TRIED = (3, 11), 14
ROOM_NEEDED = 900 * 2**20


def bring_up(arguments: list[str]) -> None:
    """Make the environment ready for a command and enter it; returns only inside of it."""
    test = arguments[:1] == ["test"]
    lock = REQUIREMENTS / ("test.txt" if test else "base.txt")
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    if not is_ready(lock, inside):
        _set_up(lock, "manage.py " + " ".join(arguments[:1]))
        inside = False  # what was just installed is seen by a new process only
    if not inside:
        os.environ.setdefault("PYTHONUTF8", "1")
        os.execv(str(PYTHON), [str(PYTHON), str(ROOT / "manage.py"), *arguments])
    if test:
        debian.provide_browser()


def is_ready(lock: Path, inside: bool) -> bool:
    """Whether the environment holds what the lock names (and, from inside, still fits Python)."""
    stamp = _stamp()
    if inside and stamp.get("python") not in (None, _short(sys.version_info)):
        return False
    return PYTHON.exists() and stamp.get(lock.name) == _digest(lock)


def _set_up(lock: Path, purpose: str) -> None:
    def busy(who: str) -> None:
        say(f"{who} is already setting up; waiting for it to finish")

    with alone(VAR / "set-up.lock", purpose, busy):
        if is_ready(lock, inside=False) and _works():
            return
        began = time.monotonic()
        base = find_interpreter()
        _room_on_disk()
        if not _works():
            _make(base)
        debian.provide_libraries()
        installer.install(lock)
        _write_stamp(lock)
        say(f"set up in {time.monotonic() - began:.0f} s")


def find_interpreter() -> str:
    """This Python when it is new enough, else the newest one found on the machine."""
    if sys.version_info >= OLDEST:
        return getattr(sys, "_base_executable", None) or sys.executable
    for minor in range(NEWEST_TRIED, OLDEST[1] - 1, -1):
        named = [shutil.which(f"python3.{minor}") or ""]
        for pattern in ("~/.pyenv/versions/3.{}.*/bin/python3", "/opt/python/3.{}*/bin/python3"):
            named += sorted(glob.glob(os.path.expanduser(pattern.format(minor))), reverse=True)
        for path in filter(None, named):
            if _version_of(path) >= OLDEST:
                return path
    raise Stop(
        "Python {}.{} or newer is needed, and this is {}; install it (on Debian 12 and newer: "
        "apt-get install python3) and run: python3.11 manage.py ...".format(
            *OLDEST, sys.version.split()[0]
        )
    )


def _version_of(python: str) -> tuple[int, ...]:
    out = quiet(python, "-c", "import sys; print(*sys.version_info[:2])")
    return tuple(map(int, out.stdout.split())) if out.returncode == 0 else (0, 0)


def _works() -> bool:
    """Whether the environment's Python runs and is the one that its packages were made for."""
    probe = (
        "import os, sys; there = 'lib/python%d.%d/site-packages' % sys.version_info[:2]; "
        "os.path.isdir(os.path.join(sys.prefix, there)) and print(*sys.version_info[:2], sep='.')"
    )
    out = quiet(PYTHON, "-c", probe)
    version = out.stdout.strip()
    if out.returncode or not version or tuple(map(int, version.split("."))) < OLDEST:
        return False
    return _stamp().get("python") in (None, version)


def _room_on_disk() -> None:
    for place in (VENV.parent, VAR.parent):
        while not place.exists():
            place = place.parent
        free = shutil.disk_usage(place).free
        if free < ROOM_NEEDED and not STAMP.exists():
            raise Stop(
                f"the disk at {place} has {free // 2**20} MB free and about "
                f"{ROOM_NEEDED // 2**20} MB are needed; free some and run the same command again"
            )


def _make(base: str) -> None:
    say(f"making the environment {VENV} with {base}")
    if VENV.exists():
        if VENV != ROOT / ".venv" and not (VENV / "pyvenv.cfg").exists() and any(VENV.iterdir()):
            raise Stop(f"{VENV} is no environment of ours; name another folder in RELICGATE_VENV")
        shutil.rmtree(VENV)
    uv = shutil.which("uv")
    if uv:
        made = quiet(uv, "venv", "--no-python-downloads", "--python", base, VENV)
        if made.returncode == 0:
            return
        shutil.rmtree(VENV, ignore_errors=True)
    if quiet(base, "-c", "import ensurepip, venv").returncode == 0:
        made = quiet(base, "-m", "venv", VENV, env=speaking_english())
        if made.returncode:
            _undo(cause_in(made.stdout))
        return
    made = quiet(base, "-m", "venv", "--without-pip", VENV, env=speaking_english())
    if made.returncode:
        _undo(
            "this Python has no venv module; on Debian or Ubuntu: apt-get install python3-venv"
            if "No module named" in made.stdout
            else cause_in(made.stdout)
        )
    _bring_pip(base)


def _bring_pip(base: str) -> None:
    """Debian without python3-venv: pip from the system, else from Debian's pip wheel, unpacked."""
    seeded = quiet(base, "-m", "pip", "--python", PYTHON, "install", "-q", "pip")
    if seeded.returncode == 0:
        return
    wheel, why = debian.pip_wheel()
    if wheel is None:
        _undo(
            f"there is no pip here and none could be fetched ({why}); "
            "on Debian or Ubuntu, as root: apt-get install python3-venv"
        )
    done = quiet(PYTHON, f"{wheel}/pip", "install", "-q", "--no-index", wheel)
    if done.returncode:
        _undo(cause_in(done.stdout))


def _undo(sentence: str) -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    raise Stop(sentence)


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _short(version: tuple[object, ...]) -> str:
    return f"{version[0]}.{version[1]}"


def _stamp() -> dict[str, str]:
    try:
        kept = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _write_stamp(lock: Path) -> None:
    kept = {**_stamp(), "python": _short(_version_of(str(PYTHON))), lock.name: _digest(lock)}
    part = STAMP.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    part.replace(STAMP)
