"""Suspend, revoke, amend, void, expire: every state, verb and role; every past recipient told."""

import pytest

from approvals.certificates.models import Certificate, CertificateStatus
from approvals.certificates.public import look_up
from approvals.certificates.services import (
    amend_certificate,
    expire_certificate,
    finish_certificate,
    reinstate_certificate,
    revoke_certificate,
    suspend_certificate,
    void_certificate,
)
from approvals.record.models import OutboxMessage
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from approvals.record.status import transitions_of
from tests import factories, reviewing

pytestmark = pytest.mark.django_db
VERBS = {
    "suspend": (lambda paper, by: suspend_certificate(paper, ground="示例", by=by), "approver"),
    "reinstate": (lambda paper, by: reinstate_certificate(paper, ground="示例", by=by), "approver"),
    "revoke": (lambda paper, by: revoke_certificate(paper, ground="示例", by=by), "approver"),
    "supersede": (
        lambda paper, by: amend_certificate(paper, {}, reason="示例：笔误", by=by),
        "issuer",
    ),
    "void": (lambda paper, by: void_certificate(paper, reason="示例：错印", by=by), "issuer"),
}


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


@pytest.fixture
def permit(world):
    paper = reviewing.issued(world, number="示例〔2026〕1号").case.certificates.get(
        kind="exit_permit"
    )
    return finish_certificate(paper.pk)


def in_state(paper, status):
    """The row as if it stood there: what a machine's walk needs."""
    Certificate.objects.filter(pk=paper.pk).update(status=status)
    return Certificate.objects.get(pk=paper.pk)


def allowed(verb):
    return {source for name, source, _to in transitions_of(Certificate) if name == verb}


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_moves_from_its_states_only_and_by_its_role_only(world, permit, verb):
    act, role = VERBS[verb]
    people = {"approver": world.approver, "issuer": world.issuer}
    others = [world.clerk, world.agent, world.customs, world.scheduler, factories.make_user()]
    for status in CertificateStatus.values:
        paper = in_state(permit, status)
        for person in [*others, *(one for name, one in people.items() if name != role)]:
            with pytest.raises(NotAllowed):
                act(paper, person)
        if status not in allowed(verb):
            with pytest.raises(Conflict):
                act(paper, people[role])
            assert Certificate.objects.get(pk=permit.pk).status == status
    in_state(permit, min(allowed(verb)))
    act(permit, people[role])
    target = {to for name, _from, to in transitions_of(Certificate) if name == verb}
    assert {Certificate.objects.get(pk=permit.pk).status} == target


def test_nothing_is_suspended_without_a_reason(world, permit):
    with pytest.raises(NotAcceptable):
        suspend_certificate(permit, ground=" ", by=world.approver)


def test_a_suspended_paper_says_so_to_strangers_and_stands_again(world, permit):
    suspend_certificate(permit, ground="示例", by=world.approver)
    assert look_up(permit.code).verdict == "suspended"
    reinstate_certificate(permit, ground="示例", by=world.approver)
    assert look_up(permit.code).verdict == "valid"


def test_case_46_certificate_revoked_after_customs_used_it(world, permit):
    before = OutboxMessage.objects.filter(subject=f"certificate:{permit.pk}").count()
    revoke_certificate(permit, ground="示例：以欺骗手段取得", by=world.approver)
    told = OutboxMessage.objects.filter(subject=f"certificate:{permit.pk}")
    assert before == 2
    assert sorted(told.filter(kind="certificate.revoked").values_list("recipient", flat=True)) == [
        "customs",
        "relic_office",
    ]
    assert permit.file == Certificate.objects.get(pk=permit.pk).file
    notice = permit.case.certificates.get(kind="revocation_notice")
    assert finish_certificate(notice.pk).status == "valid"


def test_case_47_correction_of_a_clerical_error_on_a_permit(world, permit):
    new = amend_certificate(
        permit, {"destination": "示例新国"}, reason="示例：笔误", by=world.issuer
    )
    new = finish_certificate(new.pk)
    old = Certificate.objects.get(pk=permit.pk)
    assert (old.status, old.version_code) == ("superseded", "001")
    assert (new.status, new.version_code, new.number) == ("valid", "002", old.number)
    assert [look_up(one.code).verdict for one in (old, new)] == ["superseded", "valid"]


def test_a_paper_expires_by_the_clock_only_after_its_last_day(permit):
    with pytest.raises(Conflict):
        expire_certificate(permit)
    Certificate.objects.filter(pk=permit.pk).update(valid_until=factories.days_from_now(-1))
    assert expire_certificate(permit).status == "expired"
