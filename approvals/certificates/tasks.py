"""Background work of this room. The services enqueue by name, in their own transaction."""

from datetime import timedelta

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from approvals.record.refusals import Refused

from .models import Certificate
from .services import finish_certificate

PATIENCE = timedelta(seconds=30)


@app.task(
    name="certificates.finish",
    queue="papers",
    retry=RetryStrategy(max_attempts=5, exponential_wait=2),
)
def finish(certificate_id: int) -> None:
    """Draw and seal one prepared paper."""
    finish_certificate(certificate_id)


@app.periodic(cron="* * * * *")
@app.task(name="certificates.sweep", queue="papers", queueing_lock="certificates.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001  the scheduler passes it
    """Finish what a crash left: prepared papers that nobody has finished for a while."""
    left = Certificate.objects.filter(
        status=Certificate.Status.PREPARED, prepared_at__lt=timezone.now() - PATIENCE
    )
    for certificate_id in left.values_list("pk", flat=True):
        try:
            finish_certificate(certificate_id)
        except Refused:
            continue  # the reason is on the row; the next paper is not held up by it
