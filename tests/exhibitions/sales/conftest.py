"""One running show of four exhibits on display for all tests; each test is rolled back."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests import custody, selling


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    kept = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("sales"))
    with kept, django_db_blocker.unblock(), transaction.atomic():
        yield selling.show(count=4)
        transaction.set_rollback(True)


@pytest.fixture
def house(made, db):
    return made[0]


@pytest.fixture
def shown(made, db):
    return [custody.fresh(one) for one in made[1]]
