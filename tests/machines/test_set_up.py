"""The set-up on bare machines: what it may lean on, and what it says when it cannot go on."""

import ast
import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.bootstrap import debian, environment, speech
from config.bootstrap.places import REQUIREMENTS, ROOT
from config.command_line import WITHOUT_DATABASE

SET_UP = [ROOT / "manage.py", *sorted((ROOT / "config/bootstrap").glob("*.py"))]
OFF_LINE = speech.cause_in("Temporary failure in name resolution")


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", SET_UP, ids=lambda path: path.name)
def test_python_3_8_can_read_the_set_up_far_enough_to_say_what_is_missing(path: Path):
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_the_set_up_needs_the_standard_library_alone():
    used = set().union(*map(imports_of, SET_UP))
    assert used - set(sys.stdlib_module_names) == {"config"}


def test_ci_runs_exactly_the_command_of_the_readme():
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert script.splitlines()[-1] == "exec python3 manage.py test"
    assert os.access(ROOT / ".ci/run", os.X_OK)


def pins(lock: str) -> dict[str, str]:
    text = (REQUIREMENTS / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9][^=\s]*)==(\S+)", text, re.MULTILINE))


def test_the_lock_for_tests_agrees_with_the_lock_for_running():
    base, test = pins("base.txt"), pins("test.txt")
    assert base
    assert {name: test.get(name) for name in base} == base


@pytest.mark.parametrize("lock", ["base.txt", "test.txt", "uv.txt"])
def test_every_locked_package_has_hashes_and_no_lock_names_an_index(lock: str):
    text = (REQUIREMENTS / lock).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", text) == []


def test_files_that_record_where_packages_came_from_stay_out_of_git():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {"uv.lock", "pylock.toml", ".venv/", "var/"} <= set(ignored)


def test_judging_verifying_and_counting_days_start_no_database():
    assert {"judge", "verify", "workdays"} <= WITHOUT_DATABASE


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("error: write failed: No space left on device (os error 28)", speech.DISK_FULL),
        ("E: You don't have enough free space in /var/cache/apt/archives/.", speech.DISK_FULL),
        ("Caused by: dns error: failed to lookup: Name resolution", OFF_LINE),
        ("SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] connection to x", speech.NOT_TRUSTED),
        ("first\n  ERROR: no matching wheel  \n\n", "ERROR: no matching wheel"),
        ("", "it gave no reason"),
    ],
)
def test_the_cause_of_a_failed_program_is_told_in_plain_words(said: str, meaning: str):
    assert speech.cause_in(said) == meaning


def test_a_full_disk_and_a_closed_folder_are_sentences():
    assert speech.sentence_for(OSError(errno.ENOSPC, "x")) == speech.DISK_FULL
    closed = speech.sentence_for(PermissionError(errno.EACCES, "x", "/srv/closed"))
    assert closed.startswith("/srv/closed may not be written by this user")


def test_without_a_python_that_is_new_enough_the_needed_version_is_named(monkeypatch):
    monkeypatch.setattr(environment, "OLDEST", (3, 99))
    with pytest.raises(speech.Stop, match=r"^Python 3\.99 or newer is needed, and this is 3\."):
        environment.find_interpreter()


def test_a_folder_that_is_no_environment_is_never_emptied(monkeypatch, tmp_path):
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    monkeypatch.setattr(environment, "VENV", tmp_path)
    with pytest.raises(speech.Stop, match="is no environment of ours"):
        environment._make(sys.executable)
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_missing_libraries_are_named_by_the_package_that_brings_them():
    asked = {"libc.so.6": "libc6", "libno-such-thing.so.9": "libno-such-thing9"}
    assert debian.packages_missing(asked) == ["libno-such-thing9"]


def test_a_changed_lock_is_noticed(monkeypatch, tmp_path):
    lock = tmp_path / "base.txt"
    lock.write_text("one==1\n", encoding="utf-8")
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp")
    assert not environment.is_ready(lock, inside=False)
    environment._write_stamp(lock)
    assert environment.is_ready(lock, inside=False)
    lock.write_text("one==2\n", encoding="utf-8")
    assert not environment.is_ready(lock, inside=False)


def test_an_environment_of_another_python_is_not_taken_for_ready(monkeypatch, tmp_path):
    lock = tmp_path / "base.txt"
    lock.write_text("one==1\n", encoding="utf-8")
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp")
    environment._write_stamp(lock)
    stamp = (tmp_path / "stamp").read_text(encoding="utf-8")
    (tmp_path / "stamp").write_text(re.sub(r'"3\.\d+"', '"3.2"', stamp), encoding="utf-8")
    assert not environment.is_ready(lock, inside=True)
    assert not environment._works()


def test_the_set_up_waits_for_another_and_says_who_it_is(tmp_path):
    """A real second process, with the lock held by this one, then let go."""
    shutil.copytree(ROOT / "config/bootstrap", tmp_path / "config/bootstrap")
    (tmp_path / "config/__init__.py").touch()
    ask = (
        "from config.bootstrap.locks import alone; from pathlib import Path\n"
        "def busy(who): print('busy:', who, flush=True)\n"
        "with alone(Path('x.lock'), 'second', busy): print('mine', flush=True)"
    )
    from config.bootstrap.locks import alone

    with alone(tmp_path / "x.lock", "manage.py demo", pytest.fail):
        second = subprocess.Popen(
            [sys.executable, "-c", ask], cwd=tmp_path, stdout=subprocess.PIPE, text=True
        )
        first_words = second.stdout.readline()
    rest, _ = second.communicate(timeout=30)
    assert first_words == (f"busy: process {os.getpid()} (manage.py demo)\n")
    assert rest == "mine\n"
