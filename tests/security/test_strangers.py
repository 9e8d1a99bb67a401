"""Nobody opens or moves what is another's: other dealers, other offices, and who has left."""

import re

import pytest
from django.test import Client

from approvals.certificates.models import Certificate
from approvals.certificates.services import finish_certificate
from approvals.parties.models import Membership, Role
from approvals.record.models import TrailEntry
from relics.register.models import Photo
from relics.reviews.models import Mark, Review
from relics.reviews.services import paper_acts
from tests import factories, reviewing
from tests.approvals.exchange.test_api import Machine
from tests.security.test_hostile_input import own_addresses

pytestmark = pytest.mark.django_db


NUMBER = re.compile(r"<int:\w+>")


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


@pytest.fixture
def issued(world):
    """Two objects, one permitted and one not, with all papers finished."""
    review = reviewing.issued(world, world.new_object(), world.new_object(), prohibit={2})
    for paper in Certificate.objects.filter(case=review.case):
        finish_certificate(paper.pk)
    return review


@pytest.fixture
def strangers(world):
    """Everybody else: another dealer, all officers of another office, authorities, a visitor."""
    other = factories.make_office("示例外省审核管理处")
    officers = (Role.INTAKE, Role.SCHEDULER, Role.APPRAISER, Role.APPROVER, Role.ISSUER)
    return {
        "dealer": factories.make_member(factories.make_party(), Role.AGENT),
        "viewer": factories.make_member(factories.make_party(), Role.VIEWER),
        "officer": factories.make_member(other.party, *officers),
        "culture": factories.make_member(factories.make_party("culture"), Role.CULTURE),
        "zone": factories.make_member(world.port.customs, Role.VIEWER),
        "nobody": factories.make_user(),
    }


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def addresses_of(review, session):
    """Every address that names this case, its objects, papers, photographs or its session."""
    item = review.items.get(sequence=1)
    paper = Certificate.objects.filter(case=review.case, kind="exit_permit").get()
    photo = Photo.objects.filter(object=item.object).first()
    keys = {
        "papers/": paper.pk,
        "photos/": photo.pk,
        "desk/schedule/": session.pk,
    }
    for pattern in own_addresses():
        url = pattern.replace("<uuid:pk>", str(review.case_id))
        url = url.replace("<int:item>", str(item.pk)).replace("<int:photo>", str(photo.pk))
        url = url.replace("<int:paper>", str(paper.pk)).replace("<slug:node>", "appraise")
        for start, key in keys.items():
            if url.startswith(start):
                url = url.replace("<int:pk>", str(key))
        if url != pattern:
            yield f"/{NUMBER.sub('1', url)}"


def state():
    rows = Review.objects.order_by("pk").values_list("status", "items__status")
    return list(rows), TrailEntry.objects.count(), list(Mark.objects.values_list("status"))


@pytest.mark.slow
def test_no_address_of_a_case_answers_a_stranger(world, issued, strangers):
    addresses, before = list(addresses_of(issued, world.session)), state()
    opened = [
        (name, method, url)
        for name, person in strangers.items()
        for url in addresses
        for method in ("get", "post")
        if getattr(signed_in(person), method)(
            url, {"act": "accept", "office": world.office.code}
        ).status_code
        not in (403, 404, 405)
    ]
    assert len(addresses) > 40
    assert opened == []
    assert state() == before


def test_a_visitor_is_sent_to_sign_in_from_every_address_of_a_case(client, world, issued):
    answers = [client.get(url) for url in addresses_of(issued, world.session)]
    answers = [answer for answer in answers if answer.status_code != 405]
    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"].partition("?")[0] for answer in answers} == {"/accounts/login/"}


@pytest.mark.parametrize("who", ["clerk", "approver", "appraiser"])
def test_who_has_left_the_office_opens_nothing_of_its_cases(world, issued, who):
    """The turns that a person once took stay its own in the flow; the role has ended."""
    person = world.appraisers[0].user if who == "appraiser" else getattr(world, who)
    paper = Certificate.objects.get(case=issued.case, kind="exit_permit")
    photo = Photo.objects.filter(object__review_items__review=issued).first()
    urls = (f"/papers/{paper.pk}.pdf", f"/cases/{issued.case_id}/", f"/photos/{photo.pk}.jpg")
    open_to_officer = [signed_in(person).get(url).status_code for url in urls]
    Membership.objects.filter(user=person).update(valid_to=factories.days_from_now(-1))
    closed = [signed_in(person).get(url).status_code for url in urls]
    assert (open_to_officer, closed) == ([200, 302, 200], [404, 404, 404])


def test_who_is_deactivated_is_signed_out_at_once(world, issued):
    client = signed_in(world.clerk)
    world.clerk.is_active = False
    world.clerk.save()
    assert client.get(f"/desk/cases/{issued.case_id}/").status_code == 302


def test_a_viewer_looks_and_does_nothing(world):
    """A viewer of the dealer opens the case; every act of the applicant is refused."""
    viewer = factories.make_member(world.dealer, Role.VIEWER)
    review, client = reviewing.submitted(world), signed_in(viewer)
    assert client.get(f"/cases/{review.case_id}/").status_code == 200
    before = state()
    for act, values in (
        ("withdraw", {"reason": "示例", "sure": "on"}),
        ("booking", {"session": world.session.pk}),
        ("booking/cancel", {"reason": "示例"}),
    ):
        answer = client.post(f"/cases/{review.case_id}/{act}/", values)
        assert answer.status_code in (403, 409, 422), act
    assert state() == before


def test_a_stranger_learns_nobodys_name_by_counting_parties(client, world):
    hidden = factories.make_party("person", name="示例某自然人", identity_kind="passport")
    dealer = Machine(client, world.dealer, "cases", Role.AGENT)
    answer = dealer.post(
        "/applications",
        {
            **dict.fromkeys(("title", "destination", "carrier", "phone", "address"), "示"),
            "applicant": hidden.pk,
            "port": world.port.code,
            "nationality": "CN",
            "identity_kind": "passport",
            "identity_number": "E1",
            "objects": [{"name": "示例", "size": "1", "texture": "jade"}],
        },
    )
    assert answer.status_code == 403
    assert "某自然人" not in answer.content.decode()


def test_the_public_pages_of_a_paper_name_nobody(client, world, issued):
    for paper in Certificate.objects.filter(case=issued.case):
        page = client.get(f"/v/{paper.code}/").content.decode()
        told = client.get(f"/api/v1/verification/{paper.code}").content.decode()
        for name in ("示例携运人", "11010519491231002X", "0431-00000000", world.dealer.name):
            assert name not in page + told


def test_a_case_is_tracked_with_its_own_code_and_no_other(client, world, issued):
    receipt = Certificate.objects.get(case=issued.case, kind="submission_receipt")
    permit = Certificate.objects.get(case=issued.case, kind="exit_permit")
    other = Certificate.objects.get(case=reviewing.submitted(world).case, kind="submission_receipt")
    number = issued.case.number
    said = [
        str(client.post("/track/", {"number": number, "code": code}).context["case"] or "")
        for code in (receipt.code, permit.code, other.code, "", "%", receipt.code[:-1])
    ]
    assert said == [number, "", "", "", "", ""]


def test_a_persona_is_nobodys_way_in_outside_a_demonstration(client, settings):
    settings.DEMO = False
    factories.make_user(username="dealer1")
    assert client.post("/demo/login/", {"username": "dealer1"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_permit_revoked_once_is_released_never(world, issued):
    permit = Certificate.objects.get(case=issued.case, kind="exit_permit")
    paper_acts.revoke_paper(permit, ground="示例：事实有误。", by=world.approver)
    item = issued.items.get(sequence=1)
    answer = signed_in(world.customs).post(
        "/gate/release/", {"q": permit.code, "item": item.pk, "port": world.port.code}
    )
    assert answer.status_code == 409
    assert issued.items.get(sequence=1).status == "voided"


def test_only_an_administrator_who_is_of_the_staff_sees_the_administration(world):
    for person in (world.agent, world.approver, world.customs):
        assert signed_in(person).get("/admin/", follow=True).status_code == 403
