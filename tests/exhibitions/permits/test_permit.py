"""A display permit from its draft to its end (§10.8)."""

import pytest

from approvals.certificates.services import finish_certificate
from exhibitions.permits import services
from tests import showing

pytestmark = pytest.mark.django_db


def test_customs_decides_alone_where_nobody_else_is_asked(world):
    permit = showing.submitted(world)
    assert permit.status == "under_review"
    assert [str(one.authority) for one in permit.consultations.all()] == ["示例税务局"]
    held = services.approve_permit(
        permit, customs_number="示例1号", business_number="示例C1", by=world.officer
    )
    assert held.status == "approved"


def test_a_show_from_guarantee_to_its_end(world):
    permit = showing.active(world)
    assert permit.status == "active"
    item = permit.items.get()
    assert item.filing.uses.get().reference == permit.case.number
    services.begin_closing(permit, by=world.keeper)
    services.close_permit(permit, by=world.officer)
    assert showing.fresh(permit).status == "closed"
    assert item.filing.uses.get().ends_on is not None


def test_culture_answers_first_where_foreign_art_is_sold(world):
    permit = showing.asked(world)
    assert permit.status == "submitted"
    services.answer_permit(permit, agrees=True, by=world.culture)
    assert showing.fresh(permit).status == "under_review"


def papers(permit):
    found = permit.case.certificates.filter(kind="display_permit").order_by("version")
    return [(one.version, one.status) for one in found]


def issued(permit):
    finish_certificate(permit.case.certificates.get(kind="display_permit").pk)


def test_the_paper_follows_the_permit(world):
    permit = showing.active(world)
    issued(permit)
    services.draft_suspension(permit, reason="示例：账实不符。", by=world.officer)
    showing.sign(permit, world.officer)
    assert papers(permit) == [(1, "suspended")]
    services.resume_permit(permit, reason="示例：已核清。", by=world.officer)
    assert papers(permit) == [(1, "valid")]
    services.draft_revocation(permit, reason="示例：擅自出借。", by=world.officer)
    showing.sign(permit, world.officer)
    assert papers(permit) == [(1, "revoked")]


def test_a_longer_show_has_a_new_version_of_its_paper(world):
    permit = showing.prolonging(world)
    issued(permit)
    held = services.grant_prolongation(permit, number="示例延1号", by=world.officer)
    assert papers(permit) == [(1, "superseded"), (2, "prepared")]
    new = permit.case.certificates.get(kind="display_permit", version=2)
    assert (new.number, new.valid_until) == (held.customs_number, held.ends_on)


def test_a_longer_period_asked_for_lapses_when_the_show_closes(world):
    permit = showing.prolonging(world)
    services.begin_closing(permit, by=world.officer)
    [asked] = permit.prolongations.all()
    assert (asked.is_granted, asked.lapsed_at is not None) == (None, True)
