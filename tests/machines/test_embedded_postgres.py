"""The embedded PostgreSQL: a real server, started and stopped, shared, killed and copied."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.postgres import EmbeddedServer, serving
from config.server_account import HOME


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A folder that the server's account can reach also when the tests run as root."""
    made = Path(tempfile.mkdtemp(prefix="文物 "))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def folder(open_folder: Path) -> Path:
    """A cluster's folder whose path is longer than a socket's may be."""
    return open_folder / ("很长的路径" * 12) / "demo"


def ask(url: str, question: str) -> str:
    with psycopg.connect(url) as connection:
        return str(connection.execute(question).fetchone()[0])


def runs(server: EmbeddedServer) -> bool:
    return (server.cluster / "postmaster.pid").exists()


def test_it_listens_on_no_address_and_its_socket_is_private(folder: Path):
    server = EmbeddedServer(folder, durable=False)
    url = server.start()
    try:
        assert ask(url, "show listen_addresses") == ""
        sockets = Path(ask(url, "show unix_socket_directories"))
        assert sockets.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop()
    assert not sockets.exists()


def test_a_demo_keeps_what_it_was_told_and_only_tests_hurry(folder: Path):
    for durable, fsync in ((True, "on"), (False, "off")):
        server = EmbeddedServer(folder, durable=durable)
        try:
            assert ask(server.start(), "show fsync") == fsync
        finally:
            server.stop()


def test_chinese_is_sorted_by_code_point_and_searched_by_trigram(folder: Path):
    server = EmbeddedServer(folder, durable=False)
    try:
        url = server.start()
        with psycopg.connect(url) as connection:
            connection.execute("create extension if not exists pg_trgm")
        assert ask(url, "select show_trgm('青铜器') <> '{}'") == "True"
        assert ask(url, "select lower('ÄÖ')") == "äö"
    finally:
        server.stop()


def test_the_last_of_two_users_stops_it_and_not_the_first(folder: Path):
    first, second = EmbeddedServer(folder, durable=False), EmbeddedServer(folder, durable=False)
    url = first.start()
    assert second.start() == url
    first.stop()
    assert ask(url, "select 1") == "1"
    second.stop()
    assert not runs(second)


def test_after_a_kill_the_data_is_there_and_the_server_starts_again(folder: Path):
    server = EmbeddedServer(folder, durable=True)
    with psycopg.connect(server.start()) as connection:
        connection.execute("create table kept (word text)")
        connection.execute("insert into kept values ('留')")
    pid, sockets = int(server._postmaster()[0]), Path(server._socket_folder())
    os.kill(pid, signal.SIGKILL)
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            break
        time.sleep(0.1)
    again = EmbeddedServer(folder, durable=True)
    try:
        assert ask(again.start(), "select word from kept") == "留"
        assert not sockets.exists()
    finally:
        server._release()
        again.stop()
    assert not runs(again)


def test_a_lock_file_whose_number_is_another_programs_is_no_hindrance(folder: Path):
    server = EmbeddedServer(folder, durable=False)
    server.start()
    server.stop()
    lines = [str(os.getpid()), str(server.cluster), "1", "5432", "", "", "1 1", "ready"]
    (server.cluster / "postmaster.pid").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert not server._runs()
    try:
        assert ask(server.start(), "select 1") == "1"
    finally:
        server.stop()


def test_a_copied_folder_is_never_taken_for_the_running_original(folder: Path, open_folder: Path):
    original = EmbeddedServer(folder, durable=False)
    original.start()
    copy = EmbeddedServer(open_folder / "copy", durable=False)
    shutil.copytree(original.cluster, copy.cluster)
    assert original._runs()
    assert not copy._runs()
    original.stop()


def test_a_test_cluster_that_broke_is_made_anew(folder: Path):
    server = EmbeddedServer(folder, durable=False)
    server.start()
    server.stop()
    (server.cluster / "global/pg_control").unlink()
    try:
        assert ask(server.start(), "select 1") == "1"
    finally:
        server.stop()


def test_a_server_of_ones_own_wins_and_nothing_is_started(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    with serving("never-made") as url:
        assert url == "postgres://somewhere/else"


@pytest.mark.skipif(os.geteuid() != 0, reason="a plain user reaches what is its own")
def test_as_root_in_a_closed_folder_the_data_lies_where_the_account_may_go(open_folder: Path):
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    server = EmbeddedServer(closed / "demo", durable=False)
    try:
        assert server.home.parent == HOME
        assert (closed / "demo").resolve() == server.home
        assert ask(server.start(), "select 1") == "1"
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop()
        shutil.rmtree(server.home)
