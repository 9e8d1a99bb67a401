"""The office of these tests."""

from typing import Any

import pytest

from tests.reviewing import World, make_world, use_demo_keys


@pytest.fixture
def world(db: Any, settings: Any, tmp_path: Any) -> World:  # noqa: ARG001
    use_demo_keys(settings, tmp_path)
    return make_world()
