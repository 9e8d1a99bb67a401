"""One office, and one object that has entered, for all tests of a file; each is rolled back."""

import pytest
from django.db import transaction
from django.test import override_settings

from approvals.certificates.keys import make_demo_keys
from relics.entries.models import Stay
from tests import entering, reviewing


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("entering")
    with (
        override_settings(VAR=folder, DEMO=True, MEDIA_ROOT=folder / "media"),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        make_demo_keys(folder)
        yield reviewing.make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(office, db):
    return office


@pytest.fixture(scope="module")
def entered(office, django_db_blocker):
    with django_db_blocker.unblock():
        return entering.staying(office).pk


@pytest.fixture
def stay(world, entered):
    """In the country under the privilege, with the clocks of the office and of customs."""
    return Stay.objects.select_related("item__review__case", "object", "office__party", "zone").get(
        pk=entered
    )
