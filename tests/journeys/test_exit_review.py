"""The whole exit review, from a draft to the release at the port."""

import pytest

from approvals.certificates.models import Certificate
from approvals.certificates.services import finish_certificate, read_paper, revoke_certificate
from approvals.certificates.trust import TrustFolder
from approvals.certificates.verifying import verify_pdf
from approvals.record.queries import first_broken_link
from approvals.record.refusals import Refused
from relics.reviews.services import custody, gate, paper_acts
from tests import reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def test_three_objects_go_all_the_way(world, tmp_path):
    things = [world.new_object() for _ in range(3)]
    review = reviewing.issued(world, *things, prohibit={2}, number="示例许可〔2026〕1号")
    assert [item.status for item in review.items.all()] == [
        "permit_issued",
        "prohibited",
        "permit_issued",
    ]
    refused = list(review.items.filter(status="prohibited"))
    custody.hand_back(review, refused, received_by="示例领取人", by=world.clerk)
    assert reviewing.fresh(review).status == "closed"

    for paper in review.case.certificates.all():
        finish_certificate(paper.pk)
    kinds = list(review.case.certificates.values_list("kind", flat=True))
    assert kinds == [
        "submission_receipt",
        "appointment_notice",
        "acceptance_notice",
        "exit_permit",
        "prohibited_register",
        "hand_back_receipt",
    ]
    permit = Certificate.objects.get(kind="exit_permit")
    verdict = verify_pdf(read_paper(permit), TrustFolder(tmp_path / "trust"))
    assert (verdict.verdict, verdict.number) == ("valid", "示例许可〔2026〕1号")

    permitted = list(review.items.filter(status="permit_issued"))
    gate.release(permitted[:1], port=world.port, by=world.customs)
    with pytest.raises(Refused) as refusal:
        gate.release(permitted[:1], port=world.port, by=world.customs)
    assert refusal.value.refusal.code == "already_released"
    gate.release(permitted[1:], port=world.port, by=world.customs)
    assert first_broken_link() is None


def test_a_revoked_permit_releases_nothing(world):
    review = reviewing.issued(world)
    permit = finish_certificate(Certificate.objects.get(kind="exit_permit").pk)
    revoke_certificate(permit, ground="示例：以欺骗手段取得。", by=world.approver)
    with pytest.raises(Refused) as refusal:
        gate.release(list(review.items.all()), port=world.port, by=world.customs)
    assert refusal.value.refusal.code == "permit_not_valid"


def test_revoking_a_permit_voids_what_has_not_left_and_frees_the_objects(world):
    things = [world.new_object(), world.new_object()]
    review = reviewing.issued(world, *things)
    permit = finish_certificate(Certificate.objects.get(kind="exit_permit").pk)
    first, second = review.items.all()
    gate.release([first], port=world.port, by=world.customs)
    paper_acts.revoke_paper(permit, ground="示例：以欺骗手段取得。", by=world.approver)
    assert list(review.items.values_list("status", flat=True)) == ["released", "voided"]
    with pytest.raises(Refused):
        gate.release([second], port=world.port, by=world.customs)
    again = reviewing.drafted(world, things[1])
    assert again.items.count() == 1
