"""Statements that the server plans once for a connection instead of at every call.

Only for the few that stand in every act: the ORM makes each statement anew and sends it to be
planned anew, which costs several times what the server needs to answer it. Behind PgBouncer this
needs 1.21 or later, which keeps prepared statements in transaction mode.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection

PLANNED_AFTER = 1
"""Uses of a statement on a connection before its plan is kept."""


class PlannedCursor(psycopg.Cursor[tuple[Any, ...]]):
    """A cursor that binds on the server, and that Django's query log can read."""

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        self._query = super()._convert_query(query, params)
        return self._query


def one_row(statement: str, parameters: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """Run a statement with ``%(name)s`` parameters and return its first row, or None."""
    return next(iter(all_rows(statement, parameters)), None)


def all_rows(statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement with ``%(name)s`` parameters and return its rows.

    It passes the same wrappers as every other statement: logged, counted, with Django's errors.
    """
    connection.ensure_connection()
    server = connection.connection
    server.prepare_threshold = PLANNED_AFTER
    with PlannedCursor(server) as rows:
        wrapped = connection._prepare_cursor(rows)  # type: ignore[attr-defined] # noqa: SLF001  Django has no other way to its wrappers
        wrapped.execute(statement, parameters)
        return rows.fetchall() if rows.rownumber is not None else []
