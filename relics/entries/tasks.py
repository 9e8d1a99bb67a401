"""Background work of this room: each day the terms are read."""

import logging

from procrastinate.contrib.django import app

from .services import draft_overdue, give_alarms

log = logging.getLogger(__name__)


@app.periodic(cron="20 6 * * *")
@app.task(name="entries.terms", queue="clocks", queueing_lock="entries.terms")
def read_terms(timestamp: int) -> None:  # noqa: ARG001  the queue gives it
    """Remind of what is about to end, and draft for an officer what is overdue (R-TEMP-04, 05)."""
    given, drafts = give_alarms(), draft_overdue()
    log.info("%d reminders of stays, %d drafts of overdue acts", len(given), len(drafts))
