"""Background work of this room: what the clock does by itself."""

import logging

from procrastinate.contrib.django import app

from .queries import terms_run_out
from .services import deem_accepted

log = logging.getLogger(__name__)


@app.periodic(cron="7 * * * *")
@app.task(name="cases.deem_accepted", queue="clocks", queueing_lock="cases.deem_accepted")
def deem_all_accepted(timestamp: int) -> None:  # noqa: ARG001  the queue gives it
    """Accept every case whose completeness term ran out unanswered (R-GEN-03), each by itself."""
    for case in terms_run_out():
        if deem_accepted(case) is not None:
            log.warning("case %s is deemed accepted: its term ran out", case)
