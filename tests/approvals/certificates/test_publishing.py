"""The published status list: signed, cacheable, and new as soon as a paper falls."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from approvals.certificates.models import Certificate
from approvals.certificates.services import (
    finish_certificate,
    read_paper,
    reinstate_certificate,
    suspend_certificate,
)
from approvals.certificates.status_list import read_status_list
from approvals.certificates.trust import TrustFolder
from tests import reviewing

pytestmark = pytest.mark.django_db
URL = reverse("certificates:status_list")


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


@pytest.fixture
def permit(world):
    paper = reviewing.issued(world).case.certificates.get(kind="exit_permit")
    return finish_certificate(paper.pk)


@pytest.fixture
def listed(client, tmp_path):
    """What a stranger reads in the list, its signature checked."""

    def read():
        answer = client.get(URL)
        assert answer.status_code == 200
        return dict(read_status_list(answer.content, TrustFolder(tmp_path / "trust")).entries)

    return read


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("prepared", None),
        ("valid", None),
        ("suspended", "suspended"),
        ("revoked", "revoked"),
        ("voided", "revoked"),
        ("superseded", "superseded"),
        ("expired", "expired"),
    ],
)
def test_what_does_not_stand_is_listed_by_the_digest_of_its_data(permit, listed, status, told):
    Certificate.objects.filter(pk=permit.pk).update(status=status)
    assert listed() == ({permit.digest: told} if told else {})


def test_a_change_of_status_is_in_the_next_answer(world, permit, listed):
    suspend_certificate(permit, ground="示例", by=world.approver)
    assert listed() == {permit.digest: "suspended"}
    reinstate_certificate(permit, ground="示例", by=world.approver)
    assert listed() == {}


def test_a_copy_is_kept_for_five_minutes_and_asked_for_by_its_tag(
    client, world, permit, time_machine
):
    time_machine.move_to(datetime.now(UTC).replace(minute=10), tick=False)
    first = client.get(URL)
    assert first["Cache-Control"] == "public, max-age=300"
    assert client.get(URL, headers={"if-none-match": first["ETag"]}).status_code == 304
    suspend_certificate(permit, ground="示例", by=world.approver)
    assert client.get(URL, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_without_a_key_there_is_no_list(client, settings, tmp_path):
    settings.VAR = tmp_path / "empty"
    assert client.get(URL).status_code == 503


def test_a_suspended_paper_is_found_out_off_line_by_the_published_list(
    client, world, permit, tmp_path
):
    suspend_certificate(permit, ground="示例", by=world.approver)
    paper, jws = tmp_path / "permit.pdf", tmp_path / "status.jws"
    paper.write_bytes(read_paper(permit))
    jws.write_bytes(client.get(URL).content)
    output = StringIO()
    with pytest.raises(SystemExit):
        call_command(
            "verify",
            str(paper),
            "--status-list",
            str(jws),
            "--trust",
            str(tmp_path / "trust"),
            stdout=output,
        )
    assert output.getvalue().splitlines()[0] == "suspended"
