"""An office with a list, with its photographs in a folder of the tests."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests import watching


@pytest.fixture(scope="module")
def office_and_list(django_db_setup, django_db_blocker, tmp_path_factory):
    """One office with its list and one object, for all tests of a file; each is rolled back."""
    folder = tmp_path_factory.mktemp("watching")
    with (
        override_settings(MEDIA_ROOT=folder),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield watching.make_watch()
        transaction.set_rollback(True)


@pytest.fixture
def watch(office_and_list, db):
    return office_and_list
