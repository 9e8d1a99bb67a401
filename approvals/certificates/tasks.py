"""Background work of this room. The services enqueue by name, in their own transaction."""

import logging

from procrastinate import BaseRetryStrategy, RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job

from approvals.record.refusals import Conflict, Refused

from .queries import papers_left_behind, papers_past_their_validity
from .services import enqueue_finishing, expire_certificate, finish_certificate

log = logging.getLogger(__name__)

MINUTES_BETWEEN_TRIES = 10


class UnlessRefused(BaseRetryStrategy):
    """Try an accident again, soon and a few times; a refusal stays until its reason is gone."""

    accidents = RetryStrategy(max_attempts=3, exponential_wait=2)

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, Refused):
            return None
        return self.accidents.get_retry_decision(exception=exception, job=job)


@app.task(name="certificates.finish", queue="papers", retry=UnlessRefused())
def finish(certificate_id: int) -> None:
    """Draw and seal one prepared paper."""
    finish_certificate(certificate_id)


@app.periodic(cron="* * * * *")
@app.task(name="certificates.sweep", queue="papers", queueing_lock="certificates.sweep")
def sweep(timestamp: int) -> None:
    """Have each prepared paper finished that no job waits for, each by a job of its own.

    A paper with a known reason (no signer, a character without a glyph) is tried again every
    ten minutes only: the reason goes when somebody removes it.
    """
    again = timestamp // 60 % MINUTES_BETWEEN_TRIES == 0
    for certificate in papers_left_behind(with_reason=again):
        try:
            enqueue_finishing(certificate)
        except AlreadyEnqueued:
            continue
        log.warning("paper %s had been left behind", certificate.reference)


@app.periodic(cron="5 * * * *")
@app.task(name="certificates.expire", queue="papers", queueing_lock="certificates.expire")
def expire(timestamp: int) -> None:  # noqa: ARG001  the queue gives it
    """Let each paper expire whose last day is over; one that somebody changed meanwhile waits."""
    for certificate in papers_past_their_validity():
        try:
            expire_certificate(certificate)
        except Conflict:
            continue
