"""What all tests share: one template of the tables, and a flush that the record lets through."""

from collections.abc import Iterator
from typing import Any

import pgtrigger
import pytest
from django.db import connections
from django.test import TransactionTestCase

from .template import template_of


@pytest.fixture(autouse=True, scope="session")
def flush_passes_the_append_only_triggers() -> Iterator[None]:
    """A transactional test ends with TRUNCATE, which the record refuses: not for that moment."""
    teardown = TransactionTestCase._fixture_teardown

    def with_triggers_off(case: Any) -> None:
        with pgtrigger.ignore():
            teardown(case)

    TransactionTestCase._fixture_teardown = with_triggers_off
    yield
    TransactionTestCase._fixture_teardown = teardown


@pytest.fixture(autouse=True, scope="module")
def nothing_is_left_open() -> Iterator[None]:
    """A world that a file makes for its tests is gone when the file is done."""
    yield
    assert not connections["default"].in_atomic_block


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: PT019  the library's own
) -> None:
    """Have the test database copied from the template instead of migrated by every process."""
    settings = connections["default"].settings_dict
    settings["TEST"]["TEMPLATE"] = template_of(settings["NAME"])
