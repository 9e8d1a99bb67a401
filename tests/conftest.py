"""What all tests share: the append-only tables let a test's flush through, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pgtrigger
import pytest
from django.test import TransactionTestCase


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
