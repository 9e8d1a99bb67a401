"""Background work of this room: offers end by time, and nothing that is free is left unoffered."""

import logging

from procrastinate.contrib.django import app

from .queries import sessions_to_offer
from .services import lapse_offer
from .services.offers import offer_again
from .waiting import overdue_offers

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="appointments.waiting", queueing_lock="appointments.waiting")
def serve_the_waiting(timestamp: int) -> None:  # noqa: ARG001  procrastinate gives the time
    """End the offers nobody answered, then offer what is free at offices where somebody waits.

    Seats are offered as they come free; this catches who joined in that very moment, and
    seats a changed policy or clock has made fit.
    """
    for entry in overdue_offers():
        if lapse_offer(entry):
            log.info("offer of waiting entry %s lapsed", entry.pk)
    for session in sessions_to_offer():
        offer_again(session)
