"""A scratch database on the configured server, made for one bench and dropped after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql


def dsn() -> dict[str, Any]:
    """How to reach the database that Django uses now, for a bare psycopg connection."""
    settings = connection.settings_dict
    given = {
        "host": settings["HOST"],
        "port": settings["PORT"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "dbname": settings["NAME"],
    }
    return {key: value for key, value in given.items() if value}


@contextmanager
def scratch_database() -> Iterator[None]:
    """Make `<name>_bench` with all tables, point Django at it, and drop it in the end."""
    home = dsn()
    name = f"{home['dbname']}_bench"
    _as_owner(home, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _as_owner(home, "CREATE DATABASE {}", name)
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = home["dbname"]
        _as_owner(home, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _as_owner(home: dict[str, Any], statement: str, name: str) -> None:
    with psycopg.connect(**home, autocommit=True) as server:
        server.execute(sql.SQL(statement).format(sql.Identifier(name)))  # type: ignore[arg-type]
