"""Papers, keys and seals that the tests share."""

import pytest

from approvals.certificates.keys import KeyFolder, make_demo_keys
from approvals.certificates.render import render
from approvals.certificates.seal import configured_seal
from approvals.certificates.snapshot import prepare_snapshot
from approvals.certificates.trust import TrustFolder

from .papers import PERMIT, REGISTER, permit_content


@pytest.fixture
def permit_kind():
    return PERMIT


@pytest.fixture
def register_kind_():
    return REGISTER


@pytest.fixture
def permit():
    """A builder: `permit(3, number=None)` gives the content and the photographs."""
    return permit_content


@pytest.fixture(scope="session")
def unsigned():
    """One rendered permit with two objects, unsigned."""
    content, photos = permit_content(2)
    return render(PERMIT, prepare_snapshot(PERMIT, content), photos)


@pytest.fixture(scope="session")
def installation(tmp_path_factory):
    """A folder like `var/`, with demo keys and the certificates to trust."""
    folder = tmp_path_factory.mktemp("var")
    make_demo_keys(folder)
    return folder


@pytest.fixture(scope="session")
def keys(installation):
    return KeyFolder(installation / "keys")


@pytest.fixture(scope="session")
def trust(installation):
    return TrustFolder(installation / "trust")


@pytest.fixture(scope="session")
def sealed(unsigned, keys):
    """The permit, sealed by the office of `installation`."""
    return configured_seal(keys).apply(unsigned)


@pytest.fixture(scope="session")
def seal_of(keys):
    """Seals a paper of the given content: `seal_of(valid_until="2026-01-01")`."""

    def seal(**changed):
        content, photos = permit_content(1, **changed)
        return configured_seal(keys).apply(
            render(PERMIT, prepare_snapshot(PERMIT, content), photos)
        )

    return seal
