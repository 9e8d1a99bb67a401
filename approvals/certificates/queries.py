"""Papers that are prepared and not yet in force."""

from datetime import timedelta

from django.db.models import CharField, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from .models import Certificate

PATIENCE = timedelta(seconds=30)
UNFINISHED_JOBS = ("todo", "doing")


def papers_waiting() -> QuerySet[Certificate]:
    """Every paper that is prepared and not in force, oldest first; `failure` says what hinders."""
    return (
        Certificate.objects.filter(status=Certificate.Status.PREPARED)
        .select_related("case")
        .order_by("prepared_at", "pk")
    )


def papers_left_behind(*, with_reason: bool) -> QuerySet[Certificate]:
    """Papers waiting for a while for which no job waits or runs any more.

    `with_reason`: also those that could not be finished and whose reason is known.
    """
    cared_for = ProcrastinateJob.objects.filter(
        task_name="certificates.finish", status__in=UNFINISHED_JOBS
    ).annotate(paper=KT("args__certificate_id"))
    left = (
        papers_waiting()
        .filter(prepared_at__lt=timezone.now() - PATIENCE)
        .annotate(name=Cast("pk", CharField()))
        .exclude(name__in=cared_for.values("paper"))
    )
    return left if with_reason else left.filter(failure="")


def papers_past_their_validity() -> QuerySet[Certificate]:
    """Papers that stand, or stand suspended, although the last day they bear is over."""
    return Certificate.objects.filter(
        status__in=[Certificate.Status.VALID, Certificate.Status.SUSPENDED],
        valid_until__lt=timezone.localdate(),
    ).order_by("pk")
