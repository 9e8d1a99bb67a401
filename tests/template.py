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
from typing import Any
from urllib.parse import quote

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


def template_of(database: dict[str, Any]) -> str:
    """The name of a template that stands; made first if it does not."""
    stem = f"template_{database['NAME']}"
    name = f"{stem}_{digest()}"
    with psycopg.connect(**_where(database, "postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        pattern = [f"{stem}\\_%"]
        known = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", pattern)
        names = {row[0] for row in known}
        if name not in names:
            for old in names:
                server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
            unfinished = sql.Identifier(f"{name}_unfinished")
            server.execute(sql.SQL("CREATE DATABASE {}").format(unfinished))
            _migrate(database, f"{name}_unfinished")
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            server.execute(rename.format(unfinished, sql.Identifier(name)))
    return name


def _where(database: dict[str, Any], name: str) -> dict[str, Any]:
    told = {"host": database["HOST"], "port": database["PORT"], "user": database["USER"]}
    told |= {"password": database["PASSWORD"], "dbname": name}
    return {key: value for key, value in told.items() if value}


def _migrate(database: dict[str, Any], name: str) -> None:
    """In a process of its own: this one must not have asked its database anything yet."""
    password = f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else ""
    host = quote(database["HOST"] or "", safe="")
    port = f":{database['PORT']}" if database["PORT"] else ""
    url = f"postgres://{database['USER']}{password}@{host}{port}/{name}"
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "django", "migrate", "--verbosity", "0"],
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"},
        cwd=ROOT,
        check=True,
    )
