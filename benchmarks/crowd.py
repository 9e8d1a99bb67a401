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


def rate(
    client: Callable[[int], Act], seconds: float, *, threads: int = THREADS
) -> tuple[float, int]:
    """Let 32 clients act for `seconds`; return acknowledged acts a second and their number.

    `client` makes the act of one client in its own thread and opens its own connection there;
    with `threads` there are that many in each of the eight processes.
    """
    gc.collect()
    gc.freeze()  # else each process copies what its collector touches, while it is measured
    fork = multiprocessing.get_context("fork")
    gate = fork.Barrier(PROCESSES)
    results = fork.SimpleQueue()
    crowd = [
        fork.Process(
            target=_process,
            args=(range(number * threads, (number + 1) * threads), client, seconds, gate, results),
        )
        for number in range(PROCESSES)
    ]
    for process in crowd:
        process.start()
    counted = [results.get() for _process_ in crowd]
    for process in crowd:
        process.join()
    acknowledged = sum(done for done, _elapsed in counted)
    return acknowledged / max(elapsed for _done, elapsed in counted), acknowledged


def _process(numbers: range, client: Any, seconds: float, gate: Any, results: Any) -> None:
    done = [0] * len(numbers)
    ready = Barrier(len(numbers) + 1)

    def thread(place: int) -> None:
        act = client(numbers[place])
        ready.wait()
        ready.wait()
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            done[place] += act()

    running = [Thread(target=thread, args=[place]) for place in range(len(numbers))]
    for each in running:
        each.start()
    ready.wait()
    gate.wait()
    started = time.perf_counter()
    ready.wait()
    for each in running:
        each.join()
    results.put((sum(done), time.perf_counter() - started))
