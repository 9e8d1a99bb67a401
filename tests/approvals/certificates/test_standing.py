"""Suspend, revoke, amend, void, expire: every state, verb and role; every past recipient told."""

import json

import pytest

from approvals.certificates import tasks
from approvals.certificates.models import Certificate, CertificateStatus
from approvals.certificates.public import look_up
from approvals.certificates.services import (
    amend_certificate,
    expire_certificate,
    finish_certificate,
    reinstate_certificate,
    reissue_certificate,
    revoke_certificate,
    suspend_certificate,
    void_certificate,
)
from approvals.record.models import OutboxMessage
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from approvals.record.status import transitions_of
from tests import factories, reviewing

pytestmark = pytest.mark.django_db
RIGHT = {"destination": "示例新国"}
VERBS = {
    "suspend": (lambda paper, by: suspend_certificate(paper, ground="示例", by=by), "approver"),
    "reinstate": (lambda paper, by: reinstate_certificate(paper, ground="示例", by=by), "approver"),
    "revoke": (lambda paper, by: revoke_certificate(paper, ground="示例", by=by), "approver"),
    "supersede": (
        lambda paper, by: amend_certificate(paper, RIGHT, reason="示例：笔误", by=by),
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
        permit, {**RIGHT, "objects.1.size": "高21厘米"}, reason="示例：笔误", by=world.issuer
    )
    new = finish_certificate(new.pk)
    old = Certificate.objects.get(pk=permit.pk)
    assert (old.status, old.version_code) == ("superseded", "001")
    assert (new.status, new.version_code, new.number) == ("valid", "002", old.number)
    assert [look_up(one.code).verdict for one in (old, new)] == ["superseded", "valid"]
    paper = json.loads(new.snapshot)
    assert (paper["destination"], paper["objects"][0]["size"]) == ("示例新国", "高21厘米")
    assert json.loads(old.snapshot)["objects"][0]["name"] == paper["objects"][0]["name"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"objects.1.mark": "示例标识9"}, "not_clerical"),
        ({"appraisers.1.name": "示例他人"}, "not_clerical"),
        ({"valid_until": "2030-01-01"}, "not_clerical"),
        ({"objects.2.name": "示例"}, "not_clerical"),
        ({"destination": "示例国"}, "nothing_corrected"),
        ({}, "nothing_corrected"),
    ],
)
def test_an_amendment_changes_words_and_never_what_was_decided(world, permit, values, code):
    with pytest.raises(NotAcceptable) as refusal:
        amend_certificate(permit, values, reason="示例：笔误", by=world.issuer)
    assert refusal.value.refusal.code == code
    assert Certificate.objects.get(pk=permit.pk).status == "valid"


def test_a_misprint_is_printed_again_under_another_number_or_none(world, permit):
    with pytest.raises(Conflict):
        reissue_certificate(permit, number="示例〔2026〕2号", by=world.issuer)
    voided = void_certificate(permit, reason="示例：错印", by=world.issuer)
    with pytest.raises(NotAllowed):
        reissue_certificate(voided, number="示例〔2026〕2号", by=world.approver)
    with pytest.raises(Conflict) as refusal:
        reissue_certificate(voided, number=voided.number, by=world.issuer)
    assert refusal.value.refusal.code == "number_used"
    again = reissue_certificate(voided, number="示例〔2026〕2号", by=world.issuer)
    assert (again.version, again.valid_until) == (1, voided.valid_until)
    with pytest.raises(Conflict):
        reissue_certificate(voided, by=world.issuer)


def test_a_revocation_names_its_own_ground_and_rights(world, permit):
    revoke_certificate(
        permit,
        ground="示例：标的属禁止出境",
        provisions=["示例法第一条"],
        rights="示例权利",
        by=world.approver,
    )
    notice = json.loads(permit.case.certificates.get(kind="revocation_notice").snapshot)
    assert (notice["ground"], notice["rights"]) == (["示例法第一条"], "示例权利")


@pytest.mark.parametrize("lacking", [{"provisions": []}, {"rights": " "}, {"ground": " "}])
def test_nothing_is_revoked_without_reason_ground_and_rights(world, permit, lacking):
    with pytest.raises(NotAcceptable):
        revoke_certificate(permit, **{"ground": "示例", **lacking}, by=world.approver)
    assert Certificate.objects.get(pk=permit.pk).status == "valid"


@pytest.mark.parametrize("status", CertificateStatus.values)
def test_the_clock_alone_lets_a_paper_expire_and_only_after_its_last_day(permit, status):
    paper = in_state(permit, status)
    for last in (None, factories.today(), factories.days_from_now(-1)):
        Certificate.objects.filter(pk=paper.pk).update(valid_until=last)
        if last is not None and last < factories.today() and status in allowed("expire"):
            assert expire_certificate(paper).status == "expired"
            continue
        with pytest.raises(Conflict):
            expire_certificate(paper)
        assert Certificate.objects.get(pk=paper.pk).status == status


def test_what_is_past_its_last_day_expires_with_the_hour_and_is_told(permit):
    Certificate.objects.filter(pk=permit.pk).update(valid_until=factories.days_from_now(-1))
    tasks.expire(0)
    tasks.expire(0)
    told = OutboxMessage.objects.filter(kind="certificate.expired")
    assert sorted(told.values_list("recipient", flat=True)) == ["customs", "relic_office"]
    assert look_up(permit.code).verdict == "expired"
