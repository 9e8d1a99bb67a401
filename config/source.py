"""The source that this site runs on, offered to its users (AGPL-3.0 section 13)."""

import io
import tarfile
from functools import cache
from pathlib import Path

from django.conf import settings

FOLDERS = (
    "approvals",
    "benchmarks",
    "config",
    "deploy",
    "docs",
    "exhibitions",
    "locale",
    "relics",
    "requirements",
    "static",
    "templates",
    "tests",
)
FILES = ("LICENSE", "README.md", "manage.py", "pyproject.toml")
LEFT_OUT = {"__pycache__"}


def _cleaned(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Drop compiled files, links and the names of the people of this machine."""
    if LEFT_OUT & set(Path(member.name).parts) or not (member.isfile() or member.isdir()):
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member


@cache
def archive() -> bytes:
    """The running source as one `.tar.gz`; read once a process, nothing of `var/` in it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name in (*FOLDERS, *FILES):
            path = Path(settings.BASE_DIR) / name
            if path.exists():
                tar.add(path, arcname=f"relicgate/{name}", filter=_cleaned)
    return packed.getvalue()
