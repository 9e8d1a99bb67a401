"""What every address of the site answers, and to whom; gathered from one file for each room."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.urls import URLPattern, get_resolver

from .rows import (
    AUTHORITIES,
    EVERYBODY,
    LOCKED,
    NEVER,
    OFFICE,
    PEOPLE,
    SIDE,
    TO_SIGN_IN,
    Row,
)
from .site import ACCOUNTS, MACHINES

__all__ = [
    "ADDRESSES",
    "ADMINISTRATION",
    "AUTHORITIES",
    "EVERYBODY",
    "FOR_SYSTEMS",
    "LOCKED",
    "NEVER",
    "OFFICE",
    "OF_LIBRARIES",
    "PEOPLE",
    "ROOMS",
    "SIDE",
    "SOME",
    "TO_SIGN_IN",
    "Row",
    "walk",
]

ROOMS = [
    import_module(f"{__name__}.{found.name}")
    for found in iter_modules(__path__)
    if found.name != "rows"
]
ADDRESSES: dict[str, Row] = {name: row for room in ROOMS for name, row in room.ROWS.items()}
OF_LIBRARIES = {**ACCOUNTS, **MACHINES}
"""Addresses that know people but no roles; three people and a stranger stand for all there."""

SOME = ("stranger", "agent", "intake", "administrator")
ADMINISTRATION = "admin/"
"""Its tables are walked by `tests/config/test_admin.py`; here only who gets past its door."""

FOR_SYSTEMS = {
    "api/v1/": "tests/approvals/exchange/test_api.py asks these, with and without credentials",
}


def walk(patterns: Any = None, route: str = "", name: str = "") -> Iterator[tuple[str, str]]:
    """Every address of the site: its pattern, and its name with its namespace."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLPattern):
            yield here, f"{name}{one.name or ''}"
        else:
            inner = f"{name}{one.namespace}:" if one.namespace else name
            yield from walk(one.url_patterns, here, inner)
