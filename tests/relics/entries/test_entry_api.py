"""A temporary entry by the interface, from the declaration to the stay."""

from base64 import b64encode

import pytest
from django.test import Client

from approvals.parties.models import Role
from relics.reviews.services import application, appointment, examination, intake, paper_acts
from tests import entering
from tests.approvals.exchange.test_api import Machine
from tests.reviewing import fresh


def sent(picture):
    return b64encode(picture.read()).decode()


@pytest.fixture
def office_system(world):
    return Machine(Client(), world.office.party, "decisions", Role.INTAKE)


def test_declare_look_register_and_read_the_clocks(world, office_system):
    dealer = Machine(Client(), world.dealer, "cases", Role.AGENT)
    review = entering.drafted(world)
    told = entering.declared(world, seal_number="示例关封8")
    told |= {"entered_on": str(told["entered_on"]), "customs": told["customs"].pk}
    told["customs_paper"] = sent(entering.picture(60))
    at = f"/applications/{review.case_id}"
    answer = dealer.post(f"{at}/entry", told)
    assert answer.status_code == 201, answer.content
    application.submit_application(review, by=world.agent)
    appointment.book_appointment(fresh(review), world.session, by=world.agent)
    appointment.confirm_appointment(fresh(review), by=world.scheduler)
    intake.accept_application(fresh(review), by=world.clerk)
    seen = {
        "result": "intact",
        "seen_number": "示例关封8",
        "customs_officer": "示例关员",
        "place": "示例仓库",
        "photo": sent(entering.picture(61)),
    }
    answer = office_system.post(f"{at}/seal", seen)
    assert answer.json() == {"result": "intact", "status": "accepted"}
    examination.check_in(
        fresh(review), second_officer=world.second, identity_checked=True, by=world.clerk
    )
    assert office_system.post(f"{at}/list-check", {}).json() == {"alike": 0}
    (mark,) = entering.entry_marks(world, 1)
    told = {"mark": mark.number, "measures": {"height_cm": "20"}}
    answer = office_system.post(f"{at}/objects/1/registration", told)
    assert answer.json() == {"sequence": 1, "outcome": "registered"}
    assert office_system.post(f"{at}/registration", {}).json() == {"status": "labelled"}
    paper_acts.issue_papers(fresh(review), by=world.issuer)
    (stay,) = dealer.get("/stays").json()
    assert (stay["status"], stay["privileged"]) == ("in_country", True)
    assert [one["governs"] for one in stay["clocks"]] == [True, False]
    assert dealer.get(f"/stays/{stay['id']}").json() == stay


def test_a_seal_that_differs_halts_by_the_interface_too(world, office_system):
    review = entering.accepted(world)
    told = {
        "result": "different",
        "seen_number": "示例关封9",
        "customs_officer": "示例关员",
        "place": "示例仓库",
        "photo": sent(entering.picture(62)),
    }
    answer = office_system.post(f"/applications/{review.case_id}/seal", told)
    assert answer.json() == {"result": "different", "status": "halted"}
