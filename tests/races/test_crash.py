"""Kill -9 at the worst moments: the paper still comes, once, and nothing is left half done.

Real worker processes on the test's own database. The moments are held open by the row lock that
the worker needs next, so that each kill falls where its name says; the product has no hooks.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from approvals.certificates.models import Certificate
from approvals.record.background import enqueue
from approvals.record.models import OutboxMessage, TrailEntry
from approvals.record.queries import first_broken_link
from tests import reviewing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
ISSUE = """
import os, signal, sys
import django
django.setup()
from django.db import transaction
from approvals.parties.models import User
from relics.reviews.models import Review
from relics.reviews.services.paper_acts import issue_papers

def die():
    os.kill(os.getpid(), signal.SIGKILL)

review, issuer = Review.objects.get(pk=sys.argv[1]), User.objects.get(pk=sys.argv[2])
with transaction.atomic():
    issue_papers(review, by=issuer)
    if sys.argv[3] == "before the commit":
        die()
die()
"""


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


@pytest.fixture
def environment(tmp_path):
    """What makes a process of its own work on the test's database and in the test's folder."""
    place = connection.settings_dict
    server = f"{place['HOST']}:{place['PORT']}" if place["HOST"] else ""
    options = urlencode(place.get("OPTIONS", {}))
    account = quote(place["USER"]) + (f":{quote(place['PASSWORD'])}" if place["PASSWORD"] else "")
    url = f"postgres://{account}@{server}/{place['NAME']}?{options}"
    return {
        **os.environ,
        "RELICGATE_DEMO": "1",  # so that the demo keys of the test seal
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "RELICGATE_VAR": str(tmp_path),
    }


@pytest.fixture
def start_worker(environment, tmp_path):
    """Start a real worker; whatever still runs at the end of the test is ended."""
    running = []

    def start():
        with (tmp_path / f"worker-{len(running)}.log").open("wb") as log:
            words = [sys.executable, "-m", "django", "worker"]
            running.append(
                subprocess.Popen(words, cwd=ROOT, env=environment, stdout=log, stderr=log)
            )
        return running[-1]

    yield start
    for worker in running:
        if worker.poll() is None:
            worker.kill()
        worker.wait()


def until(happened, what):
    """Wait for it; the test fails with `what` when it does not happen in a minute."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := happened():
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {PATIENCE} s in vain: {what}")


def job_is(status, paper):
    jobs = ProcrastinateJob.objects.filter(args__certificate_id=paper.pk, status=status)
    return jobs.exists


def in_force(paper):
    return lambda: Certificate.objects.filter(pk=paper.pk, status="valid").exists()


def sealed_files(folder, paper):
    return list((folder / "media" / "papers").rglob(f"{paper.reference}-*.pdf"))


def kill(worker):
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def let_the_silence_pass():
    """As if a quarter of a minute had gone by since the dead worker's last word."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'"
        )


@contextmanager
def nobody_may_issue(paper):
    """Hold the row that a worker locks to put the paper into force: it draws, seals and waits."""
    with transaction.atomic():
        Certificate.objects.select_for_update().get(pk=paper.pk)
        yield


def permit_of(review):
    return Certificate.objects.get(case=review.case, kind="exit_permit")


def see_that_it_was_issued_once(paper, folder):
    paper = Certificate.objects.get(pk=paper.pk)
    subject = f"certificate:{paper.pk}"
    assert Certificate.objects.filter(case=paper.case_id, kind=paper.kind).count() == 1
    assert paper.failure == ""
    file = folder / "media" / paper.file
    assert hashlib.sha256(file.read_bytes()).hexdigest() == paper.file_digest
    assert sealed_files(folder, paper) == [file]
    assert TrailEntry.objects.filter(verb="certificate.issue", subject=subject).count() == 1
    told = OutboxMessage.objects.filter(subject=subject).values_list("recipient", flat=True)
    assert len(told) == len(set(told)) > 0
    assert first_broken_link() is None


def test_a_worker_killed_while_it_draws_is_replaced_and_the_paper_comes_once(
    world, start_worker, tmp_path
):
    """In real time: no clock is moved here."""
    review = reviewing.labelled(world, *[world.new_object() for _ in range(12)])
    worker = start_worker()
    until(ProcrastinateWorker.objects.exists, "the worker is there")
    reviewing.paper_acts.issue_papers(review, by=world.issuer)
    paper = permit_of(review)
    until(job_is("doing", paper), "the worker takes the job")
    kill(worker)
    assert not in_force(paper)()
    assert job_is("doing", paper)()
    start_worker()
    until(in_force(paper), "the next worker finishes the paper")
    until(job_is("succeeded", paper), "the job is done")
    see_that_it_was_issued_once(paper, tmp_path)


def test_a_kill_between_the_sealed_file_and_the_issue_leaves_one_file(
    world, start_worker, tmp_path
):
    paper = permit_of(reviewing.issued(world))
    with nobody_may_issue(paper):
        worker = start_worker()
        [left] = until(lambda: sealed_files(tmp_path, paper), "the file is there")
        kill(worker)
    assert not in_force(paper)()
    let_the_silence_pass()
    start_worker()
    until(in_force(paper), "the next worker finishes the paper")
    until(lambda: not job_is("doing", paper)(), "no job stays in hand")
    until(lambda: not left.exists(), "what the dead worker left is gone")
    see_that_it_was_issued_once(paper, tmp_path)


def test_two_workers_on_one_paper_put_one_file_into_force(world, start_worker, tmp_path):
    paper = permit_of(reviewing.issued(world))
    enqueue("certificates.finish", certificate_id=paper.pk)  # a second job, without the lock
    with nobody_may_issue(paper):
        start_worker(), start_worker()
        until(lambda: len(sealed_files(tmp_path, paper)) == 2, "both have drawn and sealed it")
    jobs = ProcrastinateJob.objects.filter(args__certificate_id=paper.pk)
    until(lambda: jobs.filter(status="succeeded").count() == 2, "both jobs are done")
    see_that_it_was_issued_once(paper, tmp_path)


def test_a_web_process_killed_right_after_the_commit_loses_nothing(
    world, start_worker, environment, tmp_path
):
    idle = start_worker()
    review = reviewing.labelled(world)
    until(ProcrastinateWorker.objects.exists, "the worker is there")
    kill(idle)  # before it could take the job
    assert issue_and_die(review, world.issuer, "after the commit", environment) == -signal.SIGKILL
    paper = permit_of(review)
    assert job_is("todo", paper)()
    start_worker()
    until(in_force(paper), "a worker finishes the paper")
    see_that_it_was_issued_once(paper, tmp_path)


def test_a_web_process_killed_before_the_commit_leaves_neither_row_nor_job(world, environment):
    review = reviewing.labelled(world)
    before = ProcrastinateJob.objects.count()
    assert issue_and_die(review, world.issuer, "before the commit", environment) == -signal.SIGKILL
    assert not Certificate.objects.filter(case=review.case, kind="exit_permit").exists()
    assert ProcrastinateJob.objects.count() == before
    assert reviewing.fresh(review).status == review.status


def issue_and_die(review, issuer, when, environment):
    words = [sys.executable, "-c", ISSUE, str(review.pk), str(issuer.pk), when]
    return subprocess.run(words, cwd=ROOT, env=environment, check=False).returncode
