"""A paper that cannot be finished says why, waits for its reason to go, and holds nobody up."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from procrastinate.contrib.django.models import ProcrastinateJob

from approvals.certificates import tasks
from approvals.certificates.keys import make_demo_keys
from approvals.certificates.models import Certificate
from approvals.certificates.queries import PATIENCE, papers_left_behind, papers_waiting
from approvals.certificates.seal import NoSigner
from approvals.record.background import enqueue
from tests import reviewing

pytestmark = pytest.mark.django_db

ELEVEN_PAST, TEN_PAST = 11 * 60, 10 * 60


@pytest.fixture
def permit(settings, tmp_path):
    """A prepared permit with a photograph, in a house that has no key to seal with."""
    settings.VAR, settings.MEDIA_ROOT, settings.DEMO = tmp_path, tmp_path / "media", True
    review = reviewing.issued(reviewing.make_world())
    return Certificate.objects.get(case=review.case, kind="exit_permit")


def lose_the_jobs_and_wait(*papers):
    """As if the queue had been lost a while ago."""
    for paper in papers:
        earlier = paper.prepared_at - PATIENCE - timedelta(seconds=1)
        Certificate.objects.filter(pk=paper.pk).update(prepared_at=earlier)
    jobs = ProcrastinateJob.objects.filter(task_name="certificates.finish")
    jobs._raw_delete(using="default")


def jobs_for(paper):
    return ProcrastinateJob.objects.filter(args__certificate_id=paper.pk, status="todo").count()


def test_without_a_signer_the_paper_waits_and_says_so(permit):
    with pytest.raises(NoSigner):
        tasks.finish(certificate_id=permit.pk)
    waiting = papers_waiting().get(pk=permit.pk)
    assert (waiting.status, waiting.failure) == ("prepared", "未配置签章密钥，不能签发证照。")


def test_a_reason_that_has_gone_leaves_no_trace_on_the_paper(permit, tmp_path):
    with pytest.raises(NoSigner):
        tasks.finish(certificate_id=permit.pk)
    make_demo_keys(tmp_path)
    tasks.finish(certificate_id=permit.pk)
    assert not papers_waiting().filter(pk=permit.pk).exists()
    assert Certificate.objects.get(pk=permit.pk).failure == ""


def test_an_accident_is_named_on_the_paper_too(permit, tmp_path):
    make_demo_keys(tmp_path)
    for place in permit.pictures.values():
        (Path(configured.MEDIA_ROOT) / place).unlink()
    with pytest.raises(FileNotFoundError):
        tasks.finish(certificate_id=permit.pk)
    assert papers_waiting().get(pk=permit.pk).failure == (
        "制发时发生意外，系统将再次尝试：FileNotFoundError"
    )


def test_an_accident_is_tried_again_and_a_refusal_is_not():
    job = next(iter(jobs_of_a_try(0)))
    strategy = tasks.UnlessRefused()
    assert strategy.get_retry_decision(exception=NoSigner(), job=job) is None
    assert strategy.get_retry_decision(exception=OSError(), job=job) is not None
    [tired] = jobs_of_a_try(3)
    assert strategy.get_retry_decision(exception=OSError(), job=tired) is None


def jobs_of_a_try(attempts):
    enqueue("certificates.finish", certificate_id=0)
    job = ProcrastinateJob.objects.order_by("-pk").first()
    return [job.procrastinate_job.evolve(attempts=attempts)]


def test_a_paper_for_which_a_job_waits_is_not_left_behind(permit):
    assert list(papers_left_behind(with_reason=True)) == []
    lose_the_jobs_and_wait(permit)
    assert list(papers_left_behind(with_reason=True)) == [permit]
    enqueue("certificates.finish", certificate_id=permit.pk)
    assert list(papers_left_behind(with_reason=True)) == []


def test_a_fresh_paper_is_left_to_its_own_job(permit):
    ProcrastinateJob.objects.filter(task_name="certificates.finish")._raw_delete(using="default")
    assert list(papers_left_behind(with_reason=True)) == []


def test_the_sweep_gives_each_paper_left_behind_one_job_of_its_own(permit):
    papers = list(papers_waiting())
    lose_the_jobs_and_wait(*papers)
    tasks.sweep(timestamp=ELEVEN_PAST)
    tasks.sweep(timestamp=ELEVEN_PAST)
    assert [jobs_for(paper) for paper in papers] == [1] * len(papers)


def test_a_paper_with_a_reason_is_tried_every_ten_minutes_and_holds_nobody_up(permit):
    papers = list(papers_waiting())
    Certificate.objects.filter(pk=permit.pk).update(failure="示例原因")
    lose_the_jobs_and_wait(*papers)
    tasks.sweep(timestamp=ELEVEN_PAST)
    others = [jobs_for(paper) for paper in papers if paper != permit]
    assert (jobs_for(permit), others) == (0, [1] * (len(papers) - 1))
    tasks.sweep(timestamp=TEN_PAST)
    assert jobs_for(permit) == 1
