"""The interface: submit, book, decide, verify and release by machines, and nothing they may not."""

import json
from base64 import b64encode
from io import BytesIO

import pytest
from PIL import Image

from approvals.certificates.services import finish_certificate, read_paper
from approvals.exchange.services import register_system
from approvals.parties.models import Role
from approvals.record.services import CLOCKWORK
from relics.appointments.models import Booking
from relics.reviews.models import Release, Review
from relics.reviews.services import examination, marking
from tests import factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


class Machine:
    """A system of a party, with a token of its own."""

    def __init__(self, client, party, scope, *roles):
        self.client = client
        client_id, secret = register_system(
            party, "示例系统", scopes=[scope], roles=roles, by=CLOCKWORK
        )
        basic = b64encode(f"{client_id}:{secret}".encode()).decode()
        answer = client.post(
            "/identity/o/api/token",
            {"grant_type": "client_credentials", "scope": scope},
            headers={"Authorization": f"Basic {basic}"},
        )
        assert answer.status_code == 200, answer.content
        self.token = answer.json()["access_token"]

    def headers(self, **more):
        return {"Authorization": f"Bearer {self.token}", **more}

    def get(self, path):
        return self.client.get(f"/api/v1{path}", headers=self.headers())

    def post(self, path, body=None, **headers):
        return self.client.post(
            f"/api/v1{path}",
            json.dumps(body or {}),
            content_type="application/json",
            headers=self.headers(**headers),
        )

    def upload(self, path, file, key=None, **fields):
        """A form with a file, each time under another boundary."""
        more = {"Idempotency-Key": key} if key else {}
        return self.client.post(
            f"/api/v1{path}", {"file": file, **fields}, headers=self.headers(**more)
        )


def picture():
    file = BytesIO()
    Image.effect_noise((800, 600), 50).convert("RGB").save(file, "PNG")
    file.seek(0)
    file.name = "示例.png"
    return file


def application(world, count=1):
    return {
        "applicant": world.dealer.pk,
        "title": "示例申请",
        "port": world.port.code,
        "destination": "示例国",
        "carrier": "示例携运人",
        "nationality": "CN",
        "identity_kind": "passport",
        "identity_number": "E00000000",
        "phone": "0431-00000000",
        "address": "示例市示例路一号",
        "objects": [
            {
                "name": f"示例瓷碗{n}",
                "size": "径10厘米",
                "texture": "porcelain",
                "year_from": 1950,
                "year_to": 1960,
            }
            for n in range(count)
        ],
    }


def test_a_dealers_system_drafts_submits_and_books(client, world):
    dealer = Machine(client, world.dealer, "cases", Role.AGENT)
    draft = dealer.post("/applications", application(world))
    assert draft.status_code == 201, draft.content
    case = draft.json()["id"]
    incomplete = dealer.post(f"/applications/{case}/submission")
    assert incomplete.status_code == 422
    assert incomplete["Content-Type"].startswith("application/problem+json")
    thing = draft.json()["items"][0]["object_id"]
    assert dealer.upload(f"/objects/{thing}/photos", picture()).status_code == 201
    submitted = dealer.post(f"/applications/{case}/submission")
    assert (submitted.status_code, submitted.json()["status"]) == (201, "submitted")
    assert submitted.json()["clock"]["provisional"] is True
    offered = dealer.get(f"/applications/{case}/sessions").json()
    assert [one["id"] for one in offered] == [world.session.pk]
    booked = dealer.post(f"/applications/{case}/booking", {"session": world.session.pk})
    assert (booked.status_code, booked.json()["seats"]) == (201, 1)
    again = dealer.post(f"/applications/{case}/booking", {"session": world.session.pk})
    assert (again.status_code, again.json()["code"]) == (409, "not_the_turn")


def test_a_full_session_answers_with_the_next_free_one(client, world):
    dealer = Machine(client, world.dealer, "cases", Role.AGENT)
    review = reviewing.submitted(world)
    later = factories.make_session(
        world.office, staff=world.appraisers, day=factories.working_day(2)
    )
    type(world.session).objects.filter(pk=world.session.pk).update(booked=world.session.capacity)
    answer = dealer.post(f"/applications/{review.case_id}/booking", {"session": world.session.pk})
    assert (answer.status_code, answer.json()["code"]) == (409, "session_full")
    assert answer.json()["next_free"]["id"] == later.pk
    assert not Booking.objects.exists()


def test_the_same_key_gets_the_first_answer_and_acts_once(client, world):
    dealer = Machine(client, world.dealer, "cases", Role.AGENT)
    body = application(world)
    first = dealer.post("/applications", body, **{"Idempotency-Key": "示例-1".encode().hex()})
    second = dealer.post("/applications", body, **{"Idempotency-Key": "示例-1".encode().hex()})
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Review.objects.count() == 1
    other = dealer.post(
        "/applications", {**body, "title": "另一份"}, **{"Idempotency-Key": "示例-1".encode().hex()}
    )
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_an_offices_system_decides(client, world):
    office = Machine(client, world.office.party, "decisions", Role.APPROVER)
    review = reviewing.judged(world, against={0: {1}})
    outcome = {"outcomes": [{"sequence": 1, "outcome": "permit"}], "opinion": "示例"}
    refused = office.post(f"/applications/{review.case_id}/decision", outcome)
    assert (refused.status_code, refused.json()["rule"]) == (409, "R-EXIT-04")
    outcome["outcomes"][0]["outcome"] = "prohibited"
    decided = office.post(f"/applications/{review.case_id}/decision", outcome)
    assert decided.json()["items"][0]["outcome"] == "prohibited"


def test_an_offices_system_walks_a_case_to_its_papers(client, world):
    """All that is not a person's signature; the opinions are signed on the pages."""
    party = world.office.party
    roles = (Role.SCHEDULER, Role.INTAKE, Role.APPROVER, Role.ISSUER)
    office = Machine(client, party, "decisions", *roles)
    review = reviewing.booked(world, world.new_object(), world.new_object())
    at = f"/applications/{review.case_id}"
    assert office.post(f"{at}/confirmation").json()["status"] == "appointed"
    assert office.post(f"{at}/acceptance", {"approval_seen": False}).json()["status"] == "accepted"
    seen = {"second_officer": world.second.username, "identity_checked": True}
    assert office.post(f"{at}/check-in", seen).json()["status"] == "appraising"
    items = list(review.items.all())
    for appraiser in world.appraisers:
        sheets = {item.pk: reviewing.sheet(may_leave=item.sequence == 1) for item in items}
        examination.file_opinions(review, sheets, no_conflict=True, by=appraiser.user)
        examination.finish_appraisal(review, by=appraiser.user)
    said = [{"sequence": 1, "outcome": "permit"}, {"sequence": 2, "outcome": "prohibited"}]
    decided = office.post(f"{at}/decision", {"outcomes": said, "opinion": "示例"})
    assert [item["outcome"] for item in decided.json()["items"]] == ["permit", "prohibited"]
    marking.stock_marks(world.office, ["示例标识A1"], medium="label", by=world.issuer)
    bound = office.post(f"{at}/marks", {"marks": [{"sequence": 1, "mark": "示例标识A1"}]})
    assert bound.json()["status"] == "labelled"
    assert office.post(f"{at}/papers").json()["status"] == "issued"
    closed = office.post(f"{at}/hand-back", {"received_by": "示例携运人"}).json()
    assert closed["status"] == "closed"
    assert [item["outcome"] for item in closed["items"]] == ["permit_issued", "returned"]


def test_a_dealers_system_takes_a_submission_back_and_withdraws(client, world):
    dealer = Machine(client, world.dealer, "cases", Role.AGENT)
    keys = [one["key"] for one in dealer.get("/procedures").json()]
    assert "exit_review" in keys
    thing = world.new_object()
    draft = dealer.post("/applications", application(world, 0) | {"pick": [thing.pk]}).json()
    at = f"/applications/{draft['id']}"
    assert dealer.post(f"{at}/submission").json()["status"] == "submitted"
    assert dealer.post(f"{at}/retraction", {"reason": "示例"}).json()["status"] == "draft"
    assert dealer.post(f"{at}/submission").json()["status"] == "submitted"
    assert dealer.post(f"{at}/withdrawal").json()["status"] == "withdrawn"


def test_customs_system_releases_once(client, world):
    customs = Machine(client, world.port.customs, "releases", Role.CUSTOMS)
    review = reviewing.issued(world, world.new_object(), world.new_object(), number="示例证1号")
    finish_certificate(review.case.certificates.get(kind="exit_permit").pk)
    found = customs.get("/releases?q=示例证1号").json()
    assert [one["outcome"] for one in found] == ["permit_issued", "permit_issued"]
    assert customs.get(f"/releases?q={found[0]['mark']}").json() == found
    part = {"permit": "示例证1号", "port": world.port.code, "sequences": [1]}
    assert customs.post("/releases", part).json() == {"released": [1], "port": world.port.code}
    again = customs.post("/releases", part)
    assert (again.status_code, again.json()["code"]) == (409, "already_released")
    missing = customs.post(
        f"/marks/{found[1]['mark']}/sightings", {"port": world.port.code, "seen": "missing"}
    )
    assert missing.status_code == 201
    held = customs.post("/releases", {**part, "sequences": [2]})
    assert (held.status_code, held.json()["code"]) == (409, "mark_not_intact")
    assert Release.objects.count() == 1


def test_anybody_verifies_by_code_and_by_file(client, world):
    review = reviewing.issued(world)
    permit = finish_certificate(review.case.certificates.get(kind="exit_permit").pk)
    found = client.get(f"/api/v1/verification/{permit.code}").json()
    assert (found["verdict"], found["reference"]) == ("valid", permit.reference)
    assert world.dealer.name not in json.dumps(found, ensure_ascii=False)
    file = BytesIO(read_paper(permit))
    file.name = "permit.pdf"
    assert client.post("/api/v1/verification/", {"file": file}).json()["verdict"] == "valid"
    assert client.get("/api/v1/verification/nonsense").json()["verdict"] == "unknown"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/applications"),
        ("get", "/applications/{case}"),
        ("post", "/applications/{case}/submission"),
        ("get", "/applications/{case}/sessions"),
        ("post", "/applications/{case}/booking"),
        ("post", "/applications/{case}/decision"),
        ("get", "/releases?q=x"),
        ("post", "/releases"),
        ("post", "/marks/x/sightings"),
        ("post", "/objects/1/photos"),
        ("post", "/applications/{case}/objects/1/photos"),
        ("post", "/applications/{case}/objects/1/registration/photos"),
    ],
)
def test_every_route_wants_a_token_with_its_scope(client, world, method, path):
    review = reviewing.submitted(world)
    path = path.format(case=review.case_id)
    bare = getattr(client, method)(f"/api/v1{path}")
    assert (bare.status_code, bare["Content-Type"].split(";")[0]) == (
        401,
        "application/problem+json",
    )
    wrong = Machine(client, world.office.party, "openid", Role.APPROVER, Role.INTAKE)
    answer = getattr(wrong, method)(path)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_a_rivals_system_sees_and_does_nothing(client, world):
    rival = Machine(client, factories.make_party(), "cases", Role.AGENT)
    review = reviewing.submitted(world)
    for answer in (
        rival.get(f"/applications/{review.case_id}"),
        rival.post(f"/applications/{review.case_id}/booking", {"session": world.session.pk}),
        rival.post(f"/applications/{review.case_id}/submission"),
    ):
        assert answer.status_code == 404
    assert rival.post("/applications", application(world)).json()["code"] == "no_mandate"


def test_the_interface_describes_itself(client, db):
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert {"/api/v1/releases", "/api/v1/applications/{case}/decision"} <= set(described["paths"])


def test_input_that_is_not_of_the_schema_is_told_where(client, world):
    dealer = Machine(client, world.dealer, "cases", Role.AGENT)
    answer = dealer.post("/applications", {"title": "示例"})
    assert answer.status_code == 422
    assert {fault["at"] for fault in answer.json()["errors"]} >= {"payload.applicant"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/nowhere", 404),
        ("get", "/api/v1/applications/no-uuid", 404),
        ("delete", "/api/v1/applications", 405),
        ("post", "/api/v1/verification/", 422),
        ("get", "/api/v1/releases", 401),
    ],
)
def test_every_error_is_a_problem_document(client, db, method, path, status):
    answer = getattr(client, method)(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert answer.json()["title"]
