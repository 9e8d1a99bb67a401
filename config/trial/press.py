"""Two processes beside the main one, for the slow work: pictures drawn, papers drawn and sealed."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WORKERS = 2


class AtOnce(Executor):
    """No other process: what is handed in is done before `submit` returns."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@contextmanager
def open_press(workers: int = WORKERS) -> Iterator[Executor]:
    """An executor for `draw_pictures` and `finish_paper`; 0 workers: all in this process.

    What waits when the block ends by an error is given up.
    """
    press = _pool(workers) if workers else AtOnce()
    try:
        yield press
    finally:
        press.shutdown(cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    from django.conf import settings  # noqa: PLC0415  this module is read before Django is set up
    from django.db import connection  # noqa: PLC0415

    database = str(connection.settings_dict["NAME"])
    place = (database, settings.VAR, settings.MEDIA_ROOT, settings.DEMO)
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_set_up,
        initargs=place,
    )


def _set_up(database: str, var: Path, media: Path, demo: bool) -> None:  # noqa: FBT001  initargs
    """A new process works on the database and the files of its parent, and ends with it."""
    import django  # noqa: PLC0415

    threading.Thread(target=_end_with_parent, daemon=True).start()
    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    connections["default"].settings_dict["NAME"] = database
    settings.VAR, settings.MEDIA_ROOT, settings.DEMO = var, media, demo


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def draw_pictures(objects: Sequence[int], agent: int) -> None:
    """A marked stand-in of its own for each object, in the agent's name."""
    from approvals.parties.models import User  # noqa: PLC0415
    from relics.register.models import RelicObject  # noqa: PLC0415
    from relics.register.photographs import draw_stand_ins  # noqa: PLC0415

    found = RelicObject.objects.select_related("owner").in_bulk(list(objects))
    draw_stand_ins([found[key] for key in objects], by=User.objects.get(pk=agent))


def finish_paper(certificate: int) -> str:
    """Draw and seal one paper; what went wrong, or nothing."""
    from approvals.certificates.services import finish_certificate  # noqa: PLC0415
    from approvals.record.refusals import Refused  # noqa: PLC0415

    try:
        finish_certificate(certificate)
    except Refused as refused:
        return str(refused)
    return ""
