"""Background work of this room: each night the tiers of the day begin to count."""

import logging

from procrastinate.contrib.django import app

from .services import settle_all

log = logging.getLogger(__name__)


@app.periodic(cron="5 0 * * *")
@app.task(name="credit.settle", queue="clocks", queueing_lock="credit.settle")
def settle(timestamp: int) -> None:  # noqa: ARG001  the queue gives it
    """Tell who must know of each tier that changed overnight."""
    log.info("%d tiers changed", len(settle_all()))
