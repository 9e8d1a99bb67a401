"""Background work of this room: each night lists that are over end, and others are warned of."""

import logging

from procrastinate.contrib.django import app

from .services import lapse_lists

log = logging.getLogger(__name__)


@app.periodic(cron="20 0 * * *")
@app.task(name="transfers.lapse", queue="clocks", queueing_lock="transfers.lapse")
def lapse(timestamp: int) -> None:  # noqa: ARG001  the queue gives it
    """Before the three books are compared."""
    log.info("%d lists lapsed", len(lapse_lists()))
