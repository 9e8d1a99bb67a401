"""Sent twice, sent at once, sent again: one effect, and each sender is told the same truth."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from approvals.certificates.models import Certificate
from approvals.certificates.services import finish_certificate
from approvals.parties.models import Role
from approvals.record.models import TrailEntry
from relics.appointments.models import Booking
from relics.register.models import RelicObject
from relics.reviews.models import Release
from relics.reviews.services import paper_acts
from tests import reviewing
from tests.approvals.exchange.test_api import Machine

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def at_once(*acts):
    """Every act at the same moment, each on a connection of its own."""
    gate = Barrier(len(acts))

    def run(act):
        try:
            gate.wait(timeout=10)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def sends(machine, path, body=None, **headers):
    """What sends the request from a client of its own."""

    def send():
        return Client(raise_request_exception=False).post(
            f"/api/v1{path}",
            json.dumps(body or {}),
            content_type="application/json",
            headers=machine.headers(**headers),
        )

    return send


def test_a_submission_sent_twice_at_once_under_one_key_gets_one_answer_twice(client, world):
    dealer = Machine(client, world.dealer, "cases", Role.AGENT)
    review = reviewing.drafted(world)
    path = f"/applications/{review.case_id}/submission"
    answers = at_once(*[sends(dealer, path, **{"Idempotency-Key": "示例-1".encode().hex()})] * 4)
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({json.dumps(answer.json(), sort_keys=True) for answer in answers}) == 1
    assert TrailEntry.objects.filter(verb="application.submit").count() == 1


def test_a_submission_sent_twice_at_once_without_a_key_is_made_once(client, world):
    dealer = Machine(client, world.dealer, "cases", Role.AGENT)
    review = reviewing.drafted(world)
    answers = at_once(*[sends(dealer, f"/applications/{review.case_id}/submission")] * 4)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert Certificate.objects.filter(kind="submission_receipt").count() == 1


def test_a_draft_sent_twice_at_once_under_one_key_is_one_draft(client, world):
    dealer = Machine(client, world.dealer, "cases", Role.AGENT)
    body = {
        **dict.fromkeys(("title", "destination", "carrier", "phone", "address"), "示例"),
        "applicant": world.dealer.pk,
        "port": world.port.code,
        "nationality": "CN",
        "identity_kind": "passport",
        "identity_number": "E00000001",
        "objects": [{"name": "示例瓷瓶", "size": "高20厘米", "texture": "porcelain"}],
    }
    answers = at_once(*[sends(dealer, "/applications", body, **{"Idempotency-Key": "k"})] * 4)
    assert len({json.dumps(answer.json(), sort_keys=True) for answer in answers}) == 1
    assert RelicObject.objects.count() == 1


def test_a_key_belongs_to_the_system_that_sent_it(client, world):
    """The same key of another system is another key, and gets no answer that is not its own."""
    first = Machine(client, world.dealer, "cases", Role.AGENT)
    other = Machine(client, reviewing.factories.make_party(), "cases", Role.AGENT)
    review = reviewing.drafted(world)
    path = f"/applications/{review.case_id}/submission"
    assert sends(first, path, **{"Idempotency-Key": "k"})().status_code == 201
    assert sends(other, path, **{"Idempotency-Key": "k"})().status_code == 404


def test_a_booking_pressed_twice_at_once_takes_its_seats_once(client, world):
    dealer = Machine(client, world.dealer, "cases", Role.AGENT)
    review = reviewing.submitted(world)
    path = f"/applications/{review.case_id}/booking"
    answers = at_once(*[sends(dealer, path, {"session": world.session.pk})] * 4)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("_again", range(4))
def test_a_release_beside_a_revocation_is_before_it_or_not_at_all(client, world, _again):
    """Either order is right; what is on record as released was released while it was valid."""
    review = reviewing.issued(world)
    permit = Certificate.objects.get(case=review.case, kind="exit_permit")
    finish_certificate(permit.pk)
    customs = Machine(client, world.port.customs, "releases", Role.CUSTOMS)
    body = {"permit": permit.code, "port": world.port.code, "sequences": [1]}
    answer, revoked = at_once(
        sends(customs, "/releases", body),
        lambda: paper_acts.revoke_paper(permit, ground="示例：事实有误。", by=world.approver),
    )
    status = review.items.get().status
    assert revoked.status == "revoked"
    assert (answer.status_code, status) in [(201, "released"), (409, "voided")]
    verbs = ["gate.release", "certificate.revoke"]
    chain = TrailEntry.objects.filter(chain=review.case.chain, verb__in=verbs).order_by("seq")
    left = [*chain.values_list("verb", flat=True)]
    assert left == (verbs if status == "released" else verbs[1:])
    assert Release.objects.count() == (status == "released")
