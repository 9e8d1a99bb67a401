"""Background work of this room: each night the terms of sales are read."""

import logging

from procrastinate.contrib.django import app

from .services import give_alarms

log = logging.getLogger(__name__)


@app.periodic(cron="20 0 * * *")
@app.task(name="sales.alarms", queue="clocks", queueing_lock="sales.alarms")
def read_terms(timestamp: int) -> None:  # noqa: ARG001  the queue gives it
    """Filings that fall due, sales that the year's end would catch (R-TRADE-05, case 34)."""
    log.info("%d alarms of sales", len(give_alarms()))
