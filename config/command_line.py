"""Inside the environment: each command with what it needs, and no more.

Most commands need the database; the embedded one is started for them and stopped after the last.
`demo` and `test` are ours; all else is Django's.
"""

import os
import signal
import subprocess
import sys
from types import FrameType

import django
from django.core.management import execute_from_command_line
from django.db import OperationalError

from config import postgres
from config.bootstrap.places import ROOT
from config.bootstrap.speech import Stop, say, sentence_for
from config.supervisor import demo
from config.tables import bring_up_to_date

WITHOUT_DATABASE = frozenset({
    "help", "version", "verify", "judge", "workdays", "check", "collectstatic", "compilemessages",
    "makemessages", "diffsettings", "findstatic", "startapp", "startproject",
})  # fmt: skip
WITHOUT_TABLES = frozenset({"migrate", "makemigrations", "showmigrations", "sqlmigrate", "dbshell"})
SOME_FAILED = 1  # pytest's words: above it, the run itself was broken off
TEST_ROUNDS = [
    ["-n", "2", "--dist", "worksteal", "-m", "not browser"],
    ["-m", "browser"],  # a browser wants the machine for itself
]
HELP = frozenset({"-h", "--help", "--version"})


def run(arguments: list[str]) -> None:
    """Run one command of `manage.py` and leave with its exit status; 2 when it cannot begin."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    signal.signal(signal.SIGTERM, _leave)
    try:
        sys.exit(_dispatch(arguments))
    except Stop as stop:
        say(stop)
        sys.exit(stop.status)
    except KeyboardInterrupt:
        say("stopped")
        sys.exit(130)
    except OSError as error:
        say(sentence_for(error))
        sys.exit(2)


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(143)


def _dispatch(arguments: list[str]) -> int:
    command = arguments[0] if arguments else "help"
    if command == "demo":
        return demo(arguments[1:])
    if command == "test":
        return _test(arguments[1:])
    if command in WITHOUT_DATABASE or command in HELP or HELP & set(arguments):
        return _django(arguments)
    embedded = "DATABASE_URL" not in os.environ
    with postgres.serving():
        return _django(arguments, tables=embedded and command not in WITHOUT_TABLES)


def _django(arguments: list[str], *, tables: bool = False) -> int:
    try:
        if tables:
            django.setup()
            bring_up_to_date()
        execute_from_command_line(["manage.py", *arguments])
    except OperationalError as error:
        if not _is_no_connection(error):
            raise
        raise Stop(
            f"the database does not answer: {str(error).strip().splitlines()[0]}; "
            "see DATABASE_URL, or unset it to use the embedded server"
        ) from error
    return 0


def _is_no_connection(error: Exception) -> bool:
    """A server's complaint carries a code; a server that cannot be reached has none."""
    return getattr(error.__cause__, "sqlstate", None) is None and "connection" in str(error)


def _test(arguments: list[str]) -> int:
    """Run the tests on a database of their own: all of them in rounds, or as the words say."""
    worst = 0
    with postgres.serving("test", durable=False):
        for words in [arguments] if arguments else TEST_ROUNDS:
            worst = max(worst, _pytest(words))
            if worst > SOME_FAILED:
                break
    return worst


def _pytest(words: list[str]) -> int:
    """Run pytest to its end; Ctrl-C is for pytest, we wait for it to tidy up."""
    with subprocess.Popen([sys.executable, "-m", "pytest", *words], cwd=ROOT) as tests:  # noqa: S603
        while True:
            try:
                return tests.wait()
            except KeyboardInterrupt:
                continue
            except SystemExit:
                tests.terminate()
                raise
