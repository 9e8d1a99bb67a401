"""Whether the server and the machine are fit to judge a rate.

A server that does not wait for its disk makes the bare statement several times faster and hardly
changes the verb measured against it, so a ratio found there says nothing. On a machine busy with
other work a crowd of processes loses more than the bare statement does.
"""

import os
import resource
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from .figures import Run

MOST_FOREIGN = 0.20
"""The share of the cores that others may take while a rate is judged."""

DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


def hurried() -> list[str]:
    """The settings by which the server gives up safety for speed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off'",
            [list(DURABLE)],
        )
        return sorted(name for (name,) in cursor.fetchall())


def unfit(runs: list[Run], off: list[str]) -> str:
    """Why these runs cannot be judged, or nothing."""
    said = [f"{name} is off" for name in off]
    most = max((run.foreign or 0 for run in runs), default=0)
    if most > MOST_FOREIGN:
        said.append(f"others took {most:.0%} of the cores")
    return ", ".join(said)


def watch() -> Callable[[], float]:
    """Begin to look at the cores; the answer tells the share that others took since then.

    Ours are this process, its children that have ended, and the server with all its processes
    if it runs on this machine.
    """
    server = _server()
    before = _spent(server)

    def share() -> float:
        every, busy, ours = (now - then for now, then in zip(_spent(server), before, strict=True))
        return max(0.0, busy - ours) / every if every else 0.0

    return share


def _server() -> int:
    """The process that all of the server's others descend from; 0 where it is elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ((backend,),) = cursor.fetchall()
    seen = _processes().get(backend)
    return seen.parent if seen and seen.name == "postgres" else 0


def _spent(server: int) -> tuple[float, float, float]:
    """Seconds of all cores, those not idle, and ours."""
    tick = os.sysconf("SC_CLK_TCK")
    ticks = [int(one) for one in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    idle = ticks[3] + ticks[4]
    servers = sum(one.ticks for pid, one in _processes().items() if server in {pid, one.parent})
    return sum(ticks) / tick, (sum(ticks) - idle) / tick, _own() + servers / tick


def _own() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


class _Process(NamedTuple):
    """`ticks` are its own and those of its children that have ended."""

    name: str
    parent: int
    ticks: int


def _processes() -> dict[int, _Process]:
    found = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, rest = place.read_text().split("(", 1)[1].rsplit(")", 1)
        except OSError:
            continue
        numbers = rest.split()
        ticks = sum(int(one) for one in numbers[11:15])
        found[int(place.parent.name)] = _Process(name, int(numbers[1]), ticks)
    return found
