"""Background work of this room: each night goods are revalued and terms are read."""

import logging

from procrastinate.contrib.django import app

from .services import pass_night

log = logging.getLogger(__name__)


@app.periodic(cron="40 0 * * *")
@app.task(name="guarantees.night", queue="clocks", queueing_lock="guarantees.night")
def night(timestamp: int) -> None:  # noqa: ARG001  the queue gives it
    """After the tiers of the day are told."""
    done = pass_night()
    log.info("%d objects revalued, %d of unknown rate", done.revalued, done.unknown)
