"""Background work: the seed of the next day is fixed the evening before."""

import logging
from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from .services import prepare_seeds

log = logging.getLogger(__name__)


@app.periodic(cron="35 15 * * *")
@app.task(name="gates.seeds", queue="clocks", queueing_lock="gates.seeds")
def fix_seeds(timestamp: int) -> None:  # noqa: ARG001  the queue gives it
    """Tomorrow's inspections are drawn from a seed that was fixed today."""
    log.info("%d inspection seeds", prepare_seeds(timezone.localdate() + timedelta(days=1)))
