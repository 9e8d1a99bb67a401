"""Background work of this room: each night the three books are compared."""

import logging

from procrastinate.contrib.django import app

from .services import match_books

log = logging.getLogger(__name__)


@app.periodic(cron="10 2 * * *")
@app.task(name="matching.night", queue="clocks", queueing_lock="matching.night")
def night(timestamp: int) -> None:  # noqa: ARG001  the queue gives it
    """After everything that moves by the night has moved."""
    run = match_books()
    log.info("%d objects, %d differences, %d new", run.objects_seen, run.found, run.opened)
