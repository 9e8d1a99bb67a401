"""Background work: each night the terms of central declarations are read."""

import logging

from procrastinate.contrib.django import app

from .services import give_alarms

log = logging.getLogger(__name__)


@app.periodic(cron="25 0 * * *")
@app.task(name="declarations.alarms", queue="clocks", queueing_lock="declarations.alarms")
def read_terms(timestamp: int) -> None:  # noqa: ARG001  the queue gives it
    """Periods that are due soon or late (R-CENT-05, case 34)."""
    log.info("%d alarms of central declarations", len(give_alarms()))
