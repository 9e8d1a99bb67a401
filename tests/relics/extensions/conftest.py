"""One office and one entry of two objects for all tests; what each test does is undone."""

import pytest
from django.conf import settings as live
from django.db import transaction
from django.test import override_settings

from tests import extending, reviewing


@pytest.fixture(scope="module")
def _made(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("extensions")
    kept = override_settings(VAR=folder, DEMO=True, MEDIA_ROOT=folder / "media")
    with kept, django_db_blocker.unblock(), transaction.atomic():
        reviewing.use_demo_keys(live, folder)
        world = reviewing.make_world()
        yield world, extending.stays(world, 2)
        transaction.set_rollback(True)


@pytest.fixture
def world(_made):
    return _made[0]


@pytest.fixture
def pair(_made):
    """Two objects of one entry, temporarily imported, in the country."""
    return [extending.again(stay) for stay in _made[1]]
