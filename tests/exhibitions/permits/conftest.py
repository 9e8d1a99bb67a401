"""One zone with its operator for all tests of a file; what each test does is undone."""

import pytest
from django.conf import settings as live
from django.db import transaction
from django.test import override_settings

from tests import reviewing, showing


@pytest.fixture(scope="module")
def _made(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("permits")
    kept = override_settings(VAR=folder, DEMO=True, MEDIA_ROOT=folder / "media")
    with kept, django_db_blocker.unblock(), transaction.atomic():
        reviewing.use_demo_keys(live, folder)
        yield showing.make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(_made, db):
    return _made


@pytest.fixture
def relic(world):
    """A relic of the operator, temporarily entered, bonded in the zone."""
    return showing.relic_in_the_zone(world)
