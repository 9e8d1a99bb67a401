"""No signer, no issue; a seal allows no change."""

import stat

import pikepdf
import pytest

from approvals.certificates.keys import KeyFolder, make_demo_keys
from approvals.certificates.seal import NoSigner, PadesSeal, configured_seal


def test_without_a_key_nothing_is_sealed_and_the_reason_is_said(tmp_path):
    with pytest.raises(NoSigner) as refused:
        configured_seal(KeyFolder(tmp_path))
    assert (refused.value.refusal.code, refused.value.status) == ("no_signer", 503)


def test_a_damaged_key_is_no_signer(tmp_path, keys):
    broken = tmp_path / "broken.key"
    broken.write_bytes(keys.seal_key.read_bytes()[:60])
    with pytest.raises(NoSigner):
        PadesSeal(broken, keys.seal_chain)


def test_private_keys_are_readable_by_their_owner_only(keys):
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (keys.seal_key, keys.status_key)]
    assert modes == [0o600, 0o600]


def test_demo_keys_are_made_once(tmp_path):
    first = make_demo_keys(tmp_path).seal_key.read_bytes()
    assert make_demo_keys(tmp_path).seal_key.read_bytes() == first


def test_demo_keys_call_themselves_demo(keys):
    assert "DEMO" in configured_seal(keys).name


def test_the_seal_certifies_that_nothing_may_change(sealed, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    with pikepdf.open(path) as pdf:
        signature = pdf.Root.Perms.DocMDP
        assert str(signature.SubFilter) == "/ETSI.CAdES.detached"
        assert int(signature.Reference[0].TransformParams.P) == 1


def test_sealing_only_adds_to_the_unsigned_paper(unsigned, sealed):
    assert sealed[: len(unsigned)] == unsigned
