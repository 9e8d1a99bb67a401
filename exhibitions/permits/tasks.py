"""Background work of this room: each day shows that ended begin to close, and facts are read."""

import logging

from procrastinate.contrib.django import app

from .services import close_ended, watch_permits

log = logging.getLogger(__name__)


@app.task(name="permits.watch", queue="clocks")
def watch(guarantee_id: int) -> None:
    """A guarantee ceased to suffice: draft a suspension for each show under it (case 29)."""
    drafts = watch_permits(guarantee=guarantee_id)
    log.info("%d suspensions drafted", len(drafts))


@app.periodic(cron="40 0 * * *")
@app.task(name="permits.terms", queue="clocks", queueing_lock="permits.terms")
def read_terms(timestamp: int) -> None:  # noqa: ARG001  the queue gives it
    """Close what is over; draft a suspension where a fact stops a show (edge cases 29, 42)."""
    ended, drafts = close_ended(), watch_permits()
    log.info("%d shows ended, %d suspensions drafted", len(ended), len(drafts))
