"""An owner with an agent; photographs go to a scratch folder."""

from pathlib import Path
from typing import Any

import pytest

from approvals.parties.models import Party, Role, User
from relics.register.models import RelicObject
from tests.factories import make_member, make_party
from tests.registering import make_object


@pytest.fixture(autouse=True)
def scratch_media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def owner(db: None) -> Party:
    return make_party()


@pytest.fixture
def agent(owner: Party) -> User:
    return make_member(owner, Role.AGENT)


@pytest.fixture
def vase(owner: Party, agent: User) -> RelicObject:
    return make_object(owner, agent)
