"""The background worker as a process: it outlives its database's restarts, and stops when told."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.postgres import EmbeddedServer

ROOT = Path(__file__).resolve().parents[2]
DONE = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'succeeded'"


@pytest.fixture
def var() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="relicgate-worker-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def server(var: Path) -> Iterator[EmbeddedServer]:
    """A database of its own, since it is going to be restarted."""
    made = EmbeddedServer(var / "demo", durable=False)
    made.start()
    yield made
    made.stop()


def jobs_done(url: str) -> int:
    with psycopg.connect(url) as connection:
        return int(connection.execute(DONE).fetchone()[0])


def wait_for_more_than(count: int, url: str, worker: subprocess.Popen[bytes]) -> int:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert worker.poll() is None, "the worker ended by itself"
        if (now := jobs_done(url)) > count:
            return now
        time.sleep(0.2)
    raise AssertionError("the worker does nothing any more")


@pytest.mark.slow
def test_the_worker_outlives_a_restart_of_its_database_and_stops_cleanly(
    server: EmbeddedServer, var: Path
):
    url, log_of_server = server._url("relicgate"), server.cluster / "server.log"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "RELICGATE_VAR": str(var),
    }
    django = [sys.executable, "-m", "django"]
    subprocess.run(
        [*django, "migrate", "-v0", "--skip-checks"], cwd=ROOT, env=environment, check=True
    )
    with (var / "worker.log").open("wb") as log:
        worker = subprocess.Popen(
            [*django, "worker"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        before = wait_for_more_than(0, url, worker)
        assert server._pg_ctl("restart", "-m", "fast", "-w", "-l", log_of_server) == ""
        wait_for_more_than(before, url, worker)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    finally:
        worker.kill()
        worker.wait()
    with psycopg.connect(url) as connection:
        workers = connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone()
        in_hand = connection.execute(DONE.replace("succeeded", "doing")).fetchone()
    assert (workers, in_hand) == ((0,), (0,))
