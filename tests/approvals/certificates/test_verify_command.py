"""`verify FILE.pdf --json`: 0 valid, 1 not valid, 2 nothing to judge; JSON alone on standard output."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from approvals.certificates.status_list import StatusSigner, sign_status_list

KEYS = ["verdict", "status_as_of", "kind", "number", "issued", "reasons"]


@pytest.fixture
def run(trust):
    def run(*arguments):
        """The exit status, standard output, standard error."""
        output, errors = StringIO(), StringIO()
        status = 0
        try:
            call_command(
                "verify",
                *map(str, ("--trust", trust.path, *arguments)),
                stdout=output,
                stderr=errors,
            )
        except SystemExit as left:
            status = left.code
        return status, output.getvalue(), errors.getvalue()

    return run


@pytest.fixture
def paper(sealed, tmp_path):
    path = tmp_path / "permit.pdf"
    path.write_bytes(sealed)
    return path


def test_a_valid_paper_exits_0_with_the_stable_keys(run, paper):
    status, output, _ = run(paper, "--json")
    answer = json.loads(output)
    assert (status, list(answer), answer["verdict"]) == (0, KEYS, "valid")


def test_a_revoked_paper_exits_1(run, paper, keys, tmp_path):
    listed = tmp_path / "status.jws"
    listed.write_bytes(sign_status_list({"EX-2026-000001-P1": "revoked"}, StatusSigner.load(keys)))
    status, output, _ = run(paper, "--status-list", listed, "--json")
    assert (status, json.loads(output)["verdict"]) == (1, "revoked")


def test_an_altered_paper_exits_1_and_says_so_to_people(run, paper):
    paper.write_bytes(paper.read_bytes() + b"x")
    status, output, _ = run(paper)
    assert (status, output.splitlines()[0]) == (1, "altered")


@pytest.mark.parametrize("content", [None, b"no paper at all"])
def test_what_cannot_be_read_exits_2_with_one_sentence(run, tmp_path, content):
    path = tmp_path / "other.pdf"
    if content is not None:
        path.write_bytes(content)
    status, output, errors = run(path, "--json")
    assert (status, output, len(errors.splitlines())) == (2, "", 1)


def test_a_status_list_that_is_not_there_exits_2(run, paper, tmp_path):
    assert run(paper, "--status-list", tmp_path / "none")[0] == 2


def test_a_missing_trust_folder_exits_2(run, paper, tmp_path):
    status, output, errors = run(paper, "--trust", tmp_path / "none")
    assert (status, output, "none" in errors) == (2, "", True)
