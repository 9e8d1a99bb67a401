"""A scratch database on the configured server, made for one bench and dropped after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

DJANGOS_OWN = {"context", "cursor_factory", "prepare_threshold"}
"""Connection parameters that mean something to Django's connections only."""


def dsn() -> dict[str, Any]:
    """How to reach the database that Django uses now, for a bare psycopg connection."""
    given = connection.get_connection_params()
    return {key: value for key, value in given.items() if key not in DJANGOS_OWN}


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
