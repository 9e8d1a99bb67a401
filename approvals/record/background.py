"""Leaving work for the workers, in the transaction of the act that causes it."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.types import JSONValue


def enqueue(
    task: str, *, lock: str | None = None, queueing_lock: str | None = None, **arguments: JSONValue
) -> None:
    """Have `task` done by a worker once the caller's transaction is over, and not if it fails.

    It goes through Django's own connection, in a page and in a worker alike: a worker's queue
    has connections of its own, and a job left through them would outlive a rollback. Jobs of
    one `lock` never run at the same time. Raises AlreadyEnqueued when a job of the same
    `queueing_lock` waits already.
    """
    deferrer = app.configure_task(task, lock=lock, queueing_lock=queueing_lock)
    JobManager(DjangoConnector()).defer_job(deferrer.make_new_job(**arguments))
