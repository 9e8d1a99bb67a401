"""Keys and secrets: whose they are to read, and that a demonstration's seal no real paper."""

import stat
from threading import Thread

import pytest

from approvals.certificates.keys import make_demo_keys
from approvals.certificates.models import Certificate
from approvals.certificates.seal import NoSigner, configured_seal
from approvals.certificates.services import finish_certificate
from approvals.parties.models import Membership, Party, Role
from approvals.record.models import TrailEntry
from config.settings.secrets import local_secret
from tests import factories, reviewing


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_demo_key_left_in_the_folder_seals_nothing_in_earnest(settings, tmp_path):
    settings.VAR, settings.DEMO = tmp_path, False
    make_demo_keys(tmp_path)
    with pytest.raises(NoSigner) as refused:
        configured_seal()
    assert str(refused.value.refusal.fix) == "这是演示密钥，只能用于演示环境。"
    settings.DEMO = True
    assert "DEMO" in configured_seal().name


@pytest.mark.django_db
def test_a_paper_waits_and_says_so_where_only_a_demo_key_is(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    review = reviewing.submitted(reviewing.make_world())
    paper = Certificate.objects.get(case=review.case)
    settings.DEMO = False
    with pytest.raises(NoSigner):
        finish_certificate(paper.pk)
    paper = Certificate.objects.get(pk=paper.pk)
    assert (paper.status, paper.file) == ("prepared", "")


@pytest.mark.django_db
def test_keys_papers_and_photographs_are_for_the_sites_own_account(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    review = reviewing.submitted(reviewing.make_world())
    finish_certificate(Certificate.objects.get(case=review.case).pk)
    files = [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
    keys = [*(tmp_path / "keys").glob("*.key")]
    assert {mode(path) for path in (*files, *keys)} == {0o600}
    assert len(files) == 3
    assert mode(tmp_path / "keys") == 0o700


def test_the_secret_of_an_installation_is_made_once_whole_and_private(tmp_path):
    path, found = tmp_path / "new" / "secret-key", []
    threads = [Thread(target=lambda: found.append(local_secret(path))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found[0]) == 64
    assert mode(path) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["secret-key"]


@pytest.mark.django_db
def test_the_trail_of_a_case_holds_no_identity_number(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    reviewing.issued(reviewing.make_world())
    said = [f"{entry.before}{entry.after}{entry.reason}" for entry in TrailEntry.objects.all()]
    assert len(said) > 10
    assert [one for one in said if "11010519491231002X" in one or "0431-0000" in one] == []


@pytest.mark.django_db
def test_the_trail_of_the_administration_holds_only_the_end_of_an_identity_number(client):
    administrator = factories.make_member(
        factories.make_party(Party.Kind.RELIC_OFFICE), Role.ADMINISTRATOR
    )
    administrator.is_staff = True
    administrator.save()
    client.force_login(administrator)
    said = {
        "kind": "person",
        "name": "示例某人",
        "identity_kind": "id_card",
        "identity_number": "11010519491231002X",
        "nationality": "CN",
        "is_active": "on",
    }
    client.post("/admin/parties/party/add/", said)
    assert Party.objects.filter(name="示例某人").count() == 1
    entry = TrailEntry.objects.get(chain="administration")
    assert entry.after["identity_number"] == "…002X"
    assert Membership.objects.filter(party__name="示例某人").count() == 0
