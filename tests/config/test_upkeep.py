"""The queue looks after itself: jobs of dead workers come back, old ones go, nothing is unknown."""

from types import SimpleNamespace

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from approvals.record.background import enqueue
from config import tasks

pytestmark = pytest.mark.django_db

CONTEXT = SimpleNamespace(app=app)
PERIODIC = {
    "appointments.waiting": "* * * * *",
    "cases.deem_accepted": "7 * * * *",
    "certificates.expire": "5 * * * *",
    "certificates.sweep": "* * * * *",
    "sales.alarms": "20 0 * * *",
    "declarations.alarms": "25 0 * * *",
    "gates.seeds": "35 15 * * *",
    "credit.settle": "5 0 * * *",
    "guarantees.night": "40 0 * * *",
    "permits.terms": "40 0 * * *",
    "entries.terms": "20 6 * * *",
    "matching.night": "10 2 * * *",
    "transfers.lapse": "20 0 * * *",
    "watchlists.sweep": "17 * * * *",
    "upkeep.return_stalled_jobs": "* * * * * */10",
    "upkeep.remove_old_jobs": "17 * * * *",
}


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() if cursor.description else None


def job_in_hand(*, last_word):
    """A job that a worker took and that it has been silent about since `last_word`."""
    worker = run(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)"
        " RETURNING id",
        last_word,
    )[0]
    enqueue("certificates.finish", certificate_id=0)
    return run("SELECT (procrastinate_fetch_job_v2(NULL, %s)).id", worker)[0]


def status_of(job):
    return ProcrastinateJob.objects.get(pk=job).status


def finish_and_age(job, status, hours):
    run("SELECT procrastinate_finish_job_v1(%s, %s, false)", job, status)
    age = f"{hours} hours"
    run("UPDATE procrastinate_events SET at = at - %s::interval WHERE job_id = %s", age, job)


def test_what_runs_by_the_clock_is_known():
    assert {task: job.cron for (task, _), job in app.periodic_registry.periodic_tasks.items()} == (
        PERIODIC
    )


def test_the_job_of_a_silent_worker_comes_back():
    job = job_in_hand(last_word="16 seconds")
    async_to_sync(tasks.return_stalled_jobs.func)(CONTEXT, timestamp=0)
    assert (status_of(job), ProcrastinateJob.objects.get(pk=job).attempts) == ("todo", 1)


def test_the_job_of_a_living_worker_stays_in_its_hand():
    job = job_in_hand(last_word="14 seconds")
    async_to_sync(tasks.return_stalled_jobs.func)(CONTEXT, timestamp=0)
    assert status_of(job) == "doing"


@pytest.mark.parametrize(
    ("status", "hours", "kept"),
    [
        ("succeeded", 23, True),
        ("succeeded", 25, False),
        ("failed", 25, True),
        ("failed", 29 * 24, True),
        ("failed", 31 * 24, False),
    ],
)
def test_finished_jobs_are_kept_for_a_day_and_failed_ones_for_a_month(status, hours, kept):
    job = job_in_hand(last_word="0 seconds")
    finish_and_age(job, status, hours)
    async_to_sync(tasks.remove_old_jobs.func)(CONTEXT, timestamp=0)
    assert ProcrastinateJob.objects.filter(pk=job).exists() == kept


def test_a_job_that_waits_is_never_removed_however_old():
    enqueue("certificates.finish", certificate_id=0)
    job = ProcrastinateJob.objects.get(task_name="certificates.finish").pk
    run("UPDATE procrastinate_events SET at = at - interval '1 year' WHERE job_id = %s", job)
    async_to_sync(tasks.remove_old_jobs.func)(CONTEXT, timestamp=0)
    assert status_of(job) == "todo"
