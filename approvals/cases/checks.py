"""Checks before a deploy: a real lock on every flow, stored nodes still there, no rival library."""

from collections.abc import Sequence
from importlib import metadata
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from .engine import unresolvable_nodes
from .kinds import case_kinds
from .nodes import CaseFlow

# Another distribution of the same import name: whichever was installed last would answer.
RIVALS = {"django-fsm-2": "django-fsm", "viewflow": "django-viewflow"}


@register()
def libraries_have_no_rival(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Status and turns stand on the libraries we chose, and no other goes by their name."""
    return [
        Error(f"{rival} is installed beside {ours} under the same name", id="cases.E003")
        for rival, ours in RIVALS.items()
        if _is_installed(rival)
    ]


def _is_installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


@register()
def flows_have_a_lock(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every registered flow stands on CaseFlow, whose lock is the case row."""
    return [
        Error(f"{kind.flow.__name__} has no case lock", id="cases.E001")
        for kind in case_kinds()
        if not issubclass(kind.flow, CaseFlow)
    ]


@register(Tags.database)
def stored_nodes_resolve(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """A renamed or removed node would break the inbox: it is found before the deploy."""
    if not databases or "viewflow_task" not in connections["default"].introspection.table_names():
        return []
    return [
        Error(f"stored turn {name} has no node in the code", id="cases.E002")
        for name in unresolvable_nodes()
    ]
