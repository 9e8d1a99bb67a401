"""Checks before a deploy: every flow has a real lock, every stored node still exists."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from .engine import unresolvable_nodes
from .kinds import case_kinds
from .nodes import CaseFlow


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
