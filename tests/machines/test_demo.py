"""`manage.py demo` as a person runs it: up, answering, down again, and its refusals in words."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from config.bootstrap.locks import alone
from config.bootstrap.places import ROOT

SECONDS_FOR_A_SECOND_RUN = 15


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="relicgate-var-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


def environment_of(var: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    kept.pop("RELICGATE_SITE_URL", None)
    return {**kept, "RELICGATE_VAR": str(var), "RELICGATE_SETUP": "off", "PYTHONUTF8": "1"}


def manage(var: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *words],
        env=environment_of(var), capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_demo(var: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """A demo that has said its address; killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "demo", "--port", str(port)],
        env=environment_of(var), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        said = ""
        for line in process.stdout:
            said += line
            if f"http://127.0.0.1:{port}/" in line:
                break
        assert process.poll() is None, said
        yield process
    finally:
        process.kill()
        process.communicate()


def status_of(port: int, path: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def processes_with(word: str) -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if word.encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_text(encoding="utf-8"))
        except OSError:
            continue
    return found


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "terminate"])
def test_the_demo_answers_and_one_signal_ends_all_of_it_cleanly(var: Path, number: int):
    made = manage(var, "demo", "--no-serve")
    assert made.returncode == 0, made.stderr
    port, began = free_port(), time.monotonic()
    with running_demo(var, port) as process:
        assert time.monotonic() - began < SECONDS_FOR_A_SECOND_RUN
        assert status_of(port, "/healthz") == 200
        second = manage(var, "demo", "--port", str(free_port()))
        assert second.returncode == 2
        assert f"process {process.pid} (demo at http://127.0.0.1:{port}/" in second.stderr
        process.send_signal(number)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert rest.splitlines()[-1] == "relicgate: stopping"
    assert processes_with(f"RELICGATE_VAR={var}") == []
    assert not (var / "postgres/demo/cluster/postmaster.pid").exists()


def test_a_taken_port_is_told_with_the_way_out(var: Path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = manage(var, "demo", "--port", str(port))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"relicgate: port {port} is taken by another program; choose another: "
        f"python3 manage.py demo --port {port + 1}\n"
    )


def test_a_second_demo_is_told_who_runs_the_first(var: Path):
    with alone(var / "demo.lock", "demo at http://127.0.0.1:8000/", pytest.fail):
        done = manage(var, "demo")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"relicgate: a demo is running already: process {os.getpid()} (demo at "
        "http://127.0.0.1:8000/); use that one, or stop it with Ctrl-C\n"
    )


def test_a_server_that_does_not_answer_is_a_sentence_and_no_traceback(var: Path):
    url = f"postgres://nobody@127.0.0.1:{free_port()}/none"
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check_trail"],
        env={**environment_of(var), "DATABASE_URL": url},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.startswith("relicgate: the database does not answer: ")
    assert "Traceback" not in done.stderr


def test_counting_days_prints_json_alone_and_starts_no_database(tmp_path: Path):
    done = manage(tmp_path, "workdays", "2026-11-25", "15", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("{")
    assert not (tmp_path / "postgres").exists()
