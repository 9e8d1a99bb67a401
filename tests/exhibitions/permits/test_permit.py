"""A display permit from its draft to its end (§10.8)."""

import pytest

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
