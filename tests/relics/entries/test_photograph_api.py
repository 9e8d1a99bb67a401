"""Photographs by the interface: of a draft, at the desk on the day, and where an object enters."""

import io
from functools import cache

import pytest
from django.test import Client
from PIL import Image

from approvals.parties.models import Role
from approvals.record.models import TrailEntry
from relics.register.models import MOST_PHOTOS, Photo
from relics.register.photographs.developing import MOST_BYTES
from relics.reviews.services import examination
from tests import entering, factories, reviewing
from tests.approvals.exchange.test_api import Machine

PLACE_TAKEN = 0x8825
KEY = "photograph-0001"
DOORS = ("draft", "desk", "entry")
SCOPES = {"draft": "cases", "desk": "decisions", "entry": "decisions"}
RIGHTS = {"draft": Role.AGENT, "desk": Role.INTAKE, "entry": Role.INTAKE}
SEEN_AS = {"draft": Role.VIEWER, "desk": Role.ISSUER, "entry": Role.ISSUER}


def side(world, door):
    return world.dealer if door == "draft" else world.office.party


def machine(world, door):
    return Machine(Client(), side(world, door), SCOPES[door], RIGHTS[door])


def address(review, door):
    item = review.items.get()
    return {
        "draft": f"/objects/{item.object_id}/photos",
        "desk": f"/applications/{review.case_id}/objects/{item.sequence}/photos",
        "entry": f"/applications/{review.case_id}/objects/{item.sequence}/registration/photos",
    }[door]


STAGES = {
    "draft": reviewing.drafted,
    "desk": reviewing.accepted,
    "entry": entering.arrived,
}


@pytest.fixture(params=DOORS)
def door(request):
    return request.param


@pytest.fixture
def review(world, door):
    """At the stage at which photographs come in by this door."""
    return STAGES[door](world)


@cache
def shot(number):
    return entering.picture(number).read()


def taken(number=70):
    """The same number, the same picture."""
    file = io.BytesIO(shot(number))
    file.name = "示例.png"
    return file


def with_a_place():
    """As a telephone takes it: the place in its metadata, and held sideways."""
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    exif[PLACE_TAKEN] = {1: "N", 2: (43.0, 53.0, 0.0)}
    Image.effect_noise((640, 480), 71).convert("RGB").save(file, "JPEG", exif=exif)
    file.seek(0)
    file.name = "IMG_0001.jpg"
    return file


def test_a_photograph_is_developed_and_kept_under_its_view(world, door, review):
    answer = machine(world, door).upload(address(review, door), with_a_place(), view="back")
    assert answer.status_code == 201, answer.content
    kept = review.items.get().object.photos.get(view="back")
    assert answer.json() == {
        "position": kept.position,
        "view": "back",
        "sha256": kept.sha256,
        "width": 480,
        "height": 640,
    }
    with Image.open(kept.image) as opened:
        assert (opened.format, dict(opened.getexif())) == ("JPEG", {})
    assert kept.original_name == ("IMG_0001.jpg" if door == "draft" else "")


def test_the_same_key_keeps_one_photograph_and_another_file_needs_another(world, door, review):
    system, at = machine(world, door), address(review, door)
    first = system.upload(at, taken(), KEY, view="front")
    again = system.upload(at, taken(), KEY, view="front")
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")
    assert Photo.objects.filter(object=review.items.get().object, view="front").count() == 1
    for file, view in ((taken(72), "front"), (taken(), "back")):
        other = system.upload(at, file, KEY, view=view)
        assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def truncated():
    return io.BytesIO(taken().read()[:20_000])


BAD = {
    "photo_too_large": lambda: io.BytesIO(b"\xff\xd8" + b"\0" * MOST_BYTES),
    "photo_not_an_image": lambda: io.BytesIO("示例：不是照片".encode()),
    "photo_damaged": truncated,
}


@pytest.mark.parametrize("code", BAD)
def test_what_is_no_photograph_is_refused_with_a_problem_document(world, door, review, code):
    before = Photo.objects.count()
    file = BAD[code]()
    file.name = "示例.png"
    answer = machine(world, door).upload(address(review, door), file, KEY, view="front")
    told = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, told["status"], told["code"]) == (422, 422, code)
    assert told["type"] == f"urn:relicgate:refusal:{code}"
    assert "10 MB" in told["detail"]
    assert Photo.objects.count() == before


@pytest.mark.parametrize(("sent", "at"), [({"view": "sideways"}, "view"), ({}, "file")])
def test_what_the_form_lacks_or_misnames_is_told_where(world, door, review, sent, at):
    form = {"view": "front", **sent} | ({"file": taken()} if sent else {})
    system = machine(world, door)
    answer = system.client.post(f"/api/v1{address(review, door)}", form, headers=system.headers())
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["type"]) == (
        422,
        "urn:relicgate:problem:not_of_the_schema",
    )
    assert [fault["at"] for fault in answer.json()["errors"]] == [at]


WRONG = {
    "draft": (reviewing.submitted, "object_submitted"),
    "desk": (reviewing.appointed, "not_on_site"),
    "entry": (entering.accepted, "not_registering"),
}


@pytest.mark.parametrize("door", DOORS, indirect=True)
def test_at_another_stage_it_is_refused(world, door):
    stage, code = WRONG[door]
    answer = machine(world, door).upload(address(stage(world), door), taken(), view="front")
    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_without_the_role_it_is_refused(world, door, review):
    system = Machine(Client(), side(world, door), SCOPES[door], SEEN_AS[door])
    answer = system.upload(address(review, door), taken(), view="front")
    code = "not_agent_of_owner" if door == "draft" else "no_right"
    assert (answer.status_code, answer.json()["code"]) == (403, code)


def test_another_sides_system_finds_no_such_object(world, door, review):
    rival = factories.make_party() if door == "draft" else factories.make_office("示例别处").party
    system = Machine(Client(), rival, SCOPES[door], RIGHTS[door])
    answer = system.upload(address(review, door), taken(), view="front")
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["title"]) == (404, "没有这一项，或您无权查看。")


def test_a_seventh_photograph_and_the_same_one_twice_are_refused(world, door, review):
    system, at = machine(world, door), address(review, door)
    assert system.upload(at, taken(80), view="front").status_code == 201
    twice = system.upload(at, taken(80), view="back")
    assert (twice.status_code, twice.json()["code"]) == (422, "photo_twice")
    for place in range(2, MOST_PHOTOS):
        assert system.upload(at, taken(80 + place), view="detail").status_code == 201
    seventh = system.upload(at, taken(99), view="detail")
    assert (seventh.status_code, seventh.json()["code"]) == (422, "photo_too_many")


def test_at_the_desk_the_case_tells_who_photographed_which_view(world):
    review = reviewing.accepted(world)
    kept = machine(world, "desk").upload(address(review, "desk"), taken(), view="mark").json()
    entry = TrailEntry.objects.get(verb="examination.photograph")
    assert (entry.after["view"], entry.after["sha256"]) == ("mark", kept["sha256"])


def test_at_the_desk_nothing_is_unpacked_before_the_seal_was_seen(world):
    review = entering.accepted(world)
    answer = machine(world, "desk").upload(address(review, "desk"), taken(), view="front")
    assert (answer.status_code, answer.json()["rule"]) == (409, "R-TEMP-01")


def test_an_object_that_did_not_come_is_not_photographed(world):
    review = reviewing.accepted(world, world.new_object(), world.new_object())
    gone = review.items.get(sequence=2)
    examination.check_in(
        review, second_officer=world.second, identity_checked=True, absent=[gone], by=world.clerk
    )
    at = f"/applications/{review.case_id}/objects/2/photos"
    answer = machine(world, "desk").upload(at, taken(), view="front")
    assert (answer.status_code, answer.json()["code"]) == (409, "item_closed")


def test_what_is_registered_stays_as_it_was_taken_down(world):
    review = entering.registered_one(world)
    answer = machine(world, "entry").upload(address(review, "entry"), taken(), view="front")
    assert (answer.status_code, answer.json()["code"]) == (409, "item_closed")


def test_the_description_shows_a_form_with_a_file_and_the_views(client, db):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path, needed in (
        ("/api/v1/objects/{object_id}/photos", ["file"]),
        ("/api/v1/applications/{case}/objects/{sequence}/photos", ["file", "view"]),
        ("/api/v1/applications/{case}/objects/{sequence}/registration/photos", ["file", "view"]),
    ):
        told = paths[path]["post"]
        form = told["requestBody"]["content"]["multipart/form-data"]["schema"]
        assert sorted(form["required"]) == needed
        assert form["properties"]["file"]["format"] == "binary"
