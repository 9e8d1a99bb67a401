"""The desk of the comparison, with its photographs in a folder of the test."""

import pytest

from tests import comparing


@pytest.fixture
def desk(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return comparing.make_desk()
