"""Many clients at once: processes of threads that start together and stop at the same moment."""

import gc
import multiprocessing
import time
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

PROCESSES = 8
THREADS = 4
CLIENTS = PROCESSES * THREADS

Act = Callable[[], bool]
"""One attempt of a client; true when it was acknowledged."""


def rate(client: Callable[[int], Act], seconds: float) -> tuple[float, int]:
    """Let 32 clients act for `seconds`; return acknowledged acts a second and their number.

    `client` makes the act of one client in its own thread and opens its own connection there.
    """
    gc.collect()
    gc.freeze()  # else each process copies what its collector touches, while it is measured
    fork = multiprocessing.get_context("fork")
    gate = fork.Barrier(PROCESSES)
    results = fork.SimpleQueue()
    crowd = [
        fork.Process(target=_process, args=(number, client, seconds, gate, results))
        for number in range(PROCESSES)
    ]
    for process in crowd:
        process.start()
    counted = [results.get() for _process_ in crowd]
    for process in crowd:
        process.join()
    acknowledged = sum(done for done, _elapsed in counted)
    return acknowledged / max(elapsed for _done, elapsed in counted), acknowledged


def _process(number: int, client: Any, seconds: float, gate: Any, results: Any) -> None:
    done = [0] * THREADS
    ready = Barrier(THREADS + 1)

    def thread(place: int) -> None:
        act = client(number * THREADS + place)
        ready.wait()
        ready.wait()
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            done[place] += act()

    threads = [Thread(target=thread, args=[place]) for place in range(THREADS)]
    for each in threads:
        each.start()
    ready.wait()
    gate.wait()
    started = time.perf_counter()
    ready.wait()
    for each in threads:
        each.join()
    results.put((sum(done), time.perf_counter() - started))
