"""Upkeep of the background work itself: jobs of dead workers come back, finished ones go.

A worker says every few seconds that it lives. A job whose worker has been silent for
`SILENCE` is given to the next one; every job bears being done twice.
"""

import logging

from django.conf import settings
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

log = logging.getLogger(__name__)

SILENCE = settings.PROCRASTINATE_WORKER_DEFAULTS["stalled_worker_timeout"]
HOURS_DONE_ARE_KEPT = 24
HOURS_FAILED_ARE_KEPT = 30 * 24
FIRST = 10  # before the papers that wait: upkeep is short, and they may be waiting for it


@app.periodic(cron="* * * * * */10")
@app.task(
    name="upkeep.return_stalled_jobs",
    queue="upkeep",
    priority=FIRST,
    queueing_lock="upkeep.return_stalled_jobs",
    pass_context=True,
)
async def return_stalled_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Give the jobs of silent workers back to the queue."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
        try:
            await manager.retry_job(job)
        except ConnectorException:
            continue  # it ended, or another worker gave it back, between the two questions
        log.warning("job %s (%s) of a silent worker was given back", job.id, job.task_name)


@app.periodic(cron="17 * * * *")
@app.task(
    name="upkeep.remove_old_jobs",
    queue="upkeep",
    queueing_lock="upkeep.remove_old_jobs",
    pass_context=True,
)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Forget jobs done a day ago, those that failed a month ago, and our own after an hour.

    The acts themselves stand in the trail.
    """
    manager = context.app.job_manager
    await manager.delete_old_jobs(1, queue="upkeep")
    await manager.delete_old_jobs(HOURS_DONE_ARE_KEPT)
    await manager.delete_old_jobs(
        HOURS_FAILED_ARE_KEPT, include_failed=True, include_cancelled=True, include_aborted=True
    )
