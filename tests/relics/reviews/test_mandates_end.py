"""A principal takes its case over from an agent whose mandate has ended (R-EXIT-01)."""

import pytest
from django.urls import reverse

from approvals.cases import engine
from approvals.cases.queries import cases_of, turns_for
from approvals.parties.models import Mandate, Role
from approvals.record.models import TrailEntry
from approvals.record.refusals import NotAllowed
from relics.extensions.queries import extensions_of
from relics.extensions.services import take_back_extension
from relics.filings.queries import filings_of
from relics.filings.services import change_filing
from relics.loans.services import record_showing
from relics.reviews.queries import applications_of
from relics.reviews.services import application, appointment, rebooking, resuming
from tests import entering, extending, factories, filing, lending, reviewing
from tests.approvals.exchange.test_api import Machine

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    """Everything is done by an agent of a broker that has the dealer's mandate."""
    reviewing.use_demo_keys(settings, tmp_path)
    world = reviewing.make_world()
    world.principal = world.agent
    broker = factories.make_party(name="示例代理公司")
    world.agent = factories.make_member(broker, Role.AGENT)
    world.broker = broker
    give(world)
    return world


def give(world, begins=-20, ends=20):
    return Mandate.objects.create(
        principal=world.dealer,
        agent=world.broker,
        valid_from=factories.days_from_now(begins),
        valid_to=factories.days_from_now(ends),
    )


def end(how="revoked"):
    yesterday = factories.days_from_now(-1)
    ends = {"revoked": {"revoked_on": factories.today()}, "expired": {"valid_to": yesterday}}
    Mandate.objects.update(**ends[how])


def is_over(do):
    with pytest.raises(NotAllowed) as refused:
        do()
    return refused.value.refusal.code == "mandate_over"


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_once_the_mandate_is_over_the_principal_goes_on_and_the_agent_does_not(world, how):
    review = reviewing.drafted(world)
    fields = {"destination": "示例国二"}
    with pytest.raises(NotAllowed) as refused:
        application.fill_application(review, fields, by=world.principal)
    assert refused.value.refusal.code == "no_right"
    end(how)
    assert is_over(lambda: application.fill_application(review, fields, by=world.agent))
    application.fill_application(review, fields, by=world.principal)
    application.submit_application(review, by=world.principal)
    told = TrailEntry.objects.get(chain=review.case.chain, verb="application.submit")
    assert told.acting_for == world.dealer.name


def test_an_open_turn_goes_over_to_the_principal_with_the_case(world):
    review = reviewing.submitted(world)
    assert (turns_for(world.agent).count(), turns_for(world.principal).count()) == (1, 0)
    end()
    assert (turns_for(world.agent).count(), turns_for(world.principal).count()) == (0, 1)
    assert not cases_of(world.agent).exists()
    assert cases_of(world.principal).get() == review.case
    with pytest.raises(NotAllowed):
        appointment.book_appointment(review, world.session, by=world.agent)
    appointment.book_appointment(review, world.session, by=world.principal)


def test_a_turn_that_the_former_agent_had_taken_is_free(world):
    review = reviewing.submitted(world)
    engine.take_turn(review.case, "book", by=world.agent)
    end()
    assert turns_for(world.principal).count() == 1
    appointment.book_appointment(review, world.session, by=world.principal)
    rebooking.cancel_appointment(reviewing.fresh(review), reason="示例", by=world.principal)


def test_a_renewed_mandate_gives_the_case_back_to_the_agent(world):
    review = reviewing.submitted(world)
    end()
    appointment.book_appointment(review, world.session, by=world.principal)
    rebooking.cancel_appointment(reviewing.fresh(review), reason="示例", by=world.principal)
    give(world, begins=0)
    assert (turns_for(world.agent).count(), turns_for(world.principal).count()) == (1, 0)
    with pytest.raises(NotAllowed) as refused:
        resuming.retract_application(review, by=world.principal)
    assert refused.value.refusal.code == "no_right"
    resuming.retract_application(review, by=world.agent)


def test_an_entry_goes_over(world):
    review = entering.drafted(world, world.new_object())
    end()
    assert is_over(lambda: application.submit_application(review, by=world.agent))
    application.submit_application(review, by=world.principal)
    assert reviewing.fresh(review).status == "submitted"


def test_an_extension_goes_over(world):
    extension = extending.submitted(world, *extending.stays(world))
    end()
    assert not extensions_of(world.agent).exists()
    assert is_over(lambda: take_back_extension(extension, by=world.agent))
    take_back_extension(extension, by=world.principal)


def test_a_filing_goes_over(world):
    place = filing.make_place(world.office, world.port, world.dealer, world.agent)
    held = filing.active(place)
    assert filings_of(world.agent).get().acts
    end()
    assert not filings_of(world.agent).exists()
    assert filings_of(world.principal).get().acts
    change = {"size": "61×80 cm"}
    assert is_over(lambda: change_filing(held, change, reason="示例", by=world.agent))
    change_filing(held, change, reason="示例", by=world.principal)


def test_a_loan_goes_over(world):
    [loan] = lending.abroad(world, world.new_object())
    end()
    assert is_over(lambda: record_showing(loan, by=world.agent))
    assert record_showing(loan, by=world.principal).status == "on_show"


def test_a_return_goes_over(world):
    review = lending.returning(world, *lending.abroad(world, world.new_object()))
    end()
    reason = "示例：行程取消。"
    assert is_over(lambda: application.withdraw_application(review, reason=reason, by=world.agent))
    application.withdraw_application(review, reason=reason, by=world.principal)


def test_the_page_says_who_acts_and_why(client, world):
    review = reviewing.submitted(world)
    url = reverse("reviews:case", args=[review.case_id])
    booking = reverse("reviews:booking", args=[review.case_id])
    client.force_login(world.principal)
    assert "由申请人自行办理" not in client.get(url).content.decode()
    assert not applications_of(world.principal).get().acts
    end()
    said = f"（委托自 {factories.today():%Y-%m-%d} 起终止，由申请人自行办理）"
    assert said in client.get(url).content.decode()
    assert booking in client.get(url).content.decode()
    assert client.get(booking).status_code == 200
    client.force_login(world.scheduler)
    desk = client.get(reverse("reviews:desk_case", args=[review.case_id])).content.decode()
    assert said in desk
    client.force_login(world.agent)
    assert client.get(url).status_code == 404


def test_the_principals_system_goes_on_by_the_interface(client, world):
    review = reviewing.submitted(world)
    theirs = Machine(client, world.dealer, "cases", Role.AGENT)
    brokers = Machine(client, world.broker, "cases", Role.AGENT)
    path, body = f"/applications/{review.case_id}/booking", {"session": world.session.pk}
    assert theirs.post(path, body).status_code == 403
    end()
    assert brokers.post(path, body).status_code == 404
    assert theirs.post(path, body).status_code in (200, 201)
