"""`demo`: the database, the demo world, the worker and the web server, up together, down together.

The children get their own process group, so that Ctrl-C reaches only us and we stop them in order:
no new requests, then the worker's last job, then (in `postgres.serving`) the database. Should we
be killed, the kernel ends them.
"""

import argparse
import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from types import FrameType

import django
from django.core.management import call_command
from django.db import connections

from config import postgres
from config.bootstrap.locks import alone
from config.bootstrap.places import LOGS, ROOT, VAR
from config.bootstrap.speech import Stop, say
from config.tables import bring_up_to_date

HOST = "127.0.0.1"
SECONDS_TO_ANSWER = 90
SECONDS_TO_STOP = 20
RESTARTS = 5


def demo(arguments: list[str]) -> int:
    """Bring the demo up and serve until a signal; exit status 0. With --no-serve do all but serve.

    Raises Stop with a plain sentence when the port is taken, another demo runs, or a part fails.
    """
    options = _options(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a shell may have muted SIGINT
        signal.signal(number, _interrupt)
    os.environ.setdefault("RELICGATE_DEMO", "1")
    os.environ.setdefault("RELICGATE_SITE_URL", f"http://{HOST}:{options.port}")
    with _one_at_a_time(options.port):
        if not options.no_serve:
            _see_that_port_is_free(options.port)
        with postgres.serving():
            _prepare()
            if options.no_serve:
                _run("draining the queue", "worker", "--until-empty")
                _print_logins()
                say("everything is in place; `python3 manage.py demo` serves it")
                return 0
            with _running_parts(options.port) as parts:
                _announce(options.port)
                with contextlib.suppress(KeyboardInterrupt):
                    _watch(parts)
                say("stopping")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py demo", description="Run the demo world.")
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default 8000)")
    parser.add_argument("--no-serve", action="store_true", help="do all but serve, and leave")
    options = parser.parse_args(arguments)
    if not 0 < options.port < 2**16:
        parser.error("--port takes a number from 1 to 65535")
    return options


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _one_at_a_time(port: int) -> AbstractContextManager[None]:
    def busy(who: str) -> None:
        raise Stop(f"a demo is running already: {who}; use that one, or stop it with Ctrl-C")

    return alone(VAR / "demo.lock", f"demo at http://{HOST}:{port}/", busy)


def _see_that_port_is_free(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Stop(f"port {port} is not for plain users; add --port 8001") from None
        except OSError:
            other = port + 1 if port < 2**16 - 1 else 8001
            raise Stop(
                f"port {port} is taken by another program; choose another: "
                f"python3 manage.py demo --port {other}"
            ) from None


def _prepare() -> None:
    """Tables and demo world; an error becomes a sentence, and its trace goes to the log."""
    for folder in (LOGS, VAR / "static", VAR / "media"):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        django.setup()
        bring_up_to_date()
        say("looking after the demo world; the first time takes a while")
        call_command("load_demo", stdout=sys.stderr)
    except Exception as error:
        log = LOGS / "demo.log"
        log.write_text(traceback.format_exc(), encoding="utf-8")
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise Stop(f"the demo world could not be prepared: {first} (all of it in {log})") from error
    finally:
        connections.close_all()


def _print_logins() -> None:
    call_command("load_demo", "--print-logins")
    connections.close_all()


def _announce(port: int) -> None:
    sys.stdout.write(f"\nrelicgate: http://{HOST}:{port}/   (Ctrl-C stops it)\n\n")
    _print_logins()
    sys.stdout.flush()


def _run(what: str, *words: str) -> None:
    """Run a command of manage.py to its end, its words in a log."""
    log = LOGS / f"{words[0]}.log"
    with log.open("wb") as file:
        done = subprocess.run(  # noqa: S603
            [sys.executable, ROOT / "manage.py", *words], check=False, stdout=file, stderr=file
        )
    if done.returncode:
        raise Stop(f"{what} failed; see {log}", status=1)


class Part:
    """A child process that belongs to the demo: started, watched, started anew, stopped."""

    def __init__(self, name: str, words: list[str]) -> None:
        self.name, self.words = name, words
        self.log = LOGS / f"{name}.log"
        self.restarts = 0
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as file:
            return subprocess.Popen(  # noqa: S603
                self.words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
                start_new_session=True, preexec_fn=_END_WITH_PARENT,  # noqa: PLW1509
            )  # fmt: skip

    def watch(self) -> None:
        """Start the process anew if it ended by itself; raises Stop when that happens too often."""
        if self.process.poll() is None:
            return
        self.restarts += 1
        if self.restarts > RESTARTS:
            raise Stop(f"the {self.name} keeps ending; see {self.log}{self.last_words()}", status=1)
        say(f"the {self.name} ended by itself; starting it again (see {self.log})")
        time.sleep(min(self.restarts, 3))
        self.process = self._start()

    def last_words(self) -> str:
        with contextlib.suppress(OSError):
            lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            return f": {lines[-1].strip()}" if lines else ""
        return ""

    def stop(self) -> None:
        """End it kindly, and after a while not kindly; its whole group goes with it."""
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(SECONDS_TO_STOP)
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _end_with_parent() -> Callable[[], object] | None:
    """For a child on Linux: ask the kernel for SIGTERM when we are gone, however we went."""
    try:
        prctl = ctypes.CDLL(None).prctl
    except (OSError, AttributeError):
        return None
    return lambda: prctl(1, signal.SIGTERM)


_END_WITH_PARENT = _end_with_parent()


@contextlib.contextmanager
def _running_parts(port: int) -> Iterator[list[Part]]:
    """Web server and worker, both up: the web server first, since a person waits for its page."""
    parts: list[Part] = []
    try:
        parts.append(Part("web-server", [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST,
            "--port", str(port), "--workers", "2", "--blocking-threads", "4",
            "config.wsgi:application",
        ]))  # fmt: skip
        _wait_for_answer(port, parts[0])
        worker = [sys.executable, str(ROOT / "manage.py"), "worker"]
        parts.append(Part("worker", worker))
        yield parts
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for part in parts:
            part.stop()


def _wait_for_answer(port: int, web: Part) -> None:
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until:
        if web.process.poll() is not None:
            raise Stop(f"the web server did not start; see {web.log}{web.last_words()}", status=1)
        if _answers(port):
            return
        time.sleep(0.1)
    raise Stop(f"the web server does not answer at port {port}; see {web.log}", status=1)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _watch(parts: list[Part]) -> None:
    while True:
        for part in parts:
            part.watch()
        time.sleep(0.5)
