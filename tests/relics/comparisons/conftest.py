"""The desk of the comparison, with its photographs in a folder of the tests."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests import comparing


@pytest.fixture(scope="module")
def office_and_object(django_db_setup, django_db_blocker, tmp_path_factory):
    """One office with what it recorded, for all tests of a file; each test is rolled back."""
    folder = tmp_path_factory.mktemp("comparing")
    with (
        override_settings(MEDIA_ROOT=folder),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield comparing.make_desk()
        transaction.set_rollback(True)


@pytest.fixture
def desk(office_and_object, db):
    return office_and_object
