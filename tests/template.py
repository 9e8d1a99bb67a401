"""The tables are made once, in a template; every test process copies it.

The template's name says which migrations it was made by, so a change of any makes a new one.
Processes that want it at the same time wait for the one that makes it.
"""

import hashlib
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
LOCK = 7_110_331
OF_LIBRARIES = ("django", "django-viewflow", "django-allauth", "procrastinate")


def digest() -> str:
    """What the tables follow from: our migrations, and the versions of those who bring more."""
    told = hashlib.sha256("".join(version(name) for name in OF_LIBRARIES).encode())
    for path in sorted(ROOT.glob("*/*/migrations/*.py")):
        told.update(path.read_bytes())
    return told.hexdigest()[:12]


def template_of(name: str) -> str:
    """The template for test databases of `name`; made first if it does not stand."""
    stem = f"template_{name}"
    wanted = f"{stem}_{digest()}"
    with psycopg.connect(_at("postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        pattern = [f"{stem}\\_%"]
        known = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", pattern)
        names = {row[0] for row in known}
        if wanted not in names:
            for old in names:
                server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
            unfinished = sql.Identifier(f"{wanted}_unfinished")
            server.execute(sql.SQL("CREATE DATABASE {}").format(unfinished))
            _migrate(f"{wanted}_unfinished")
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            server.execute(rename.format(unfinished, sql.Identifier(wanted)))
    return wanted


def _at(name: str) -> str:
    """The address of another database of the server that the tests run on."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def _migrate(name: str) -> None:
    """In a process of its own: this one must not have asked its database anything yet."""
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "django", "migrate", "--verbosity", "0"],
        env={**os.environ, "DATABASE_URL": _at(name), "DJANGO_SETTINGS_MODULE": "config.settings"},
        cwd=ROOT,
        check=True,
    )
