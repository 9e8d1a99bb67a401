"""Background work of this room. The services enqueue by name, in their own transaction."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .models import ListVersion
from .services.maintaining import follow_version
from .services.rechecking import recheck_all, take_photos


@app.task(name="watchlists.follow", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def follow(version_id: int) -> None:
    """Take in a version's photographs and check all objects again, from where it stopped."""
    version = ListVersion.objects.get(pk=version_id)
    if version.rechecked_at is None:
        take_photos(version)
        recheck_all(version)


@app.periodic(cron="17 * * * *")
@app.task(name="watchlists.sweep", queueing_lock="watchlists.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001  the queue's signature
    """Begin again what a crash left."""
    for version in ListVersion.objects.filter(put_at__isnull=False, rechecked_at__isnull=True):
        follow_version(version)
