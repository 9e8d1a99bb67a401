"""`verify FILE.pdf --json`: 0 valid, 1 not valid, 2 nothing to judge; JSON alone on standard output."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from approvals.certificates.status_list import StatusSigner, sign_status_list

KEYS = ["verdict", "status_as_of", "kind", "number", "issued", "reasons"]


@pytest.fixture
def run(trust):
    def run(*arguments):
        """The exit status and what stood on standard output."""
        output = StringIO()
        try:
            call_command("verify", *map(str, arguments), "--trust", str(trust.path), stdout=output)
        except SystemExit as left:
            return left.code, output.getvalue()
        return 0, output.getvalue()

    return run


@pytest.fixture
def paper(sealed, tmp_path):
    path = tmp_path / "permit.pdf"
    path.write_bytes(sealed)
    return path


def test_a_valid_paper_exits_0_with_the_stable_keys(run, paper):
    status, output = run(paper, "--json")
    answer = json.loads(output)
    assert (status, list(answer), answer["verdict"]) == (0, KEYS, "valid")


def test_a_revoked_paper_exits_1(run, paper, keys, tmp_path):
    listed = tmp_path / "status.jws"
    listed.write_bytes(sign_status_list({"EX-2026-000001-P1": "revoked"}, StatusSigner.load(keys)))
    status, output = run(paper, "--status-list", listed, "--json")
    assert (status, json.loads(output)["verdict"]) == (1, "revoked")


def test_an_altered_paper_exits_1_and_says_so_to_people(run, paper):
    paper.write_bytes(paper.read_bytes() + b"x")
    status, output = run(paper)
    assert (status, output.splitlines()[0]) == (1, "altered")


@pytest.mark.parametrize("content", [None, b"no paper at all"])
def test_what_cannot_be_read_exits_2_with_a_sentence(run, tmp_path, content):
    path = tmp_path / "other.pdf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        run(path, "--json")
    assert (refused.value.returncode, "\n" in str(refused.value)) == (2, False)


def test_a_missing_trust_folder_exits_2(paper, tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("verify", str(paper), "--trust", str(tmp_path / "none"))
    assert refused.value.returncode == 2
