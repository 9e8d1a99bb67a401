"""Photographs are private: who may see them, and how browsers keep them."""

import pytest
from django.urls import reverse

from approvals.parties.models import Role
from tests import factories, reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def photo_of(review):
    return review.items.get().object.photos.get()


def seen_by(client, person, photo):
    client.force_login(person)
    return client.get(reverse("register:thumb", args=[photo.pk])).status_code


def test_the_owner_sees_both_sizes_as_jpeg(client, world):
    photo = photo_of(reviewing.drafted(world))
    client.force_login(world.agent)
    main = client.get(reverse("register:photo", args=[photo.pk]))
    small = client.get(reverse("register:thumb", args=[photo.pk]))
    assert (main["Content-Type"], main.content) == ("image/jpeg", photo.image.read())
    assert small.content == photo.thumb.read()


def test_a_browser_keeps_it_for_itself_and_asks_by_its_digest(client, world):
    photo = photo_of(reviewing.drafted(world))
    client.force_login(world.agent)
    first = client.get(reverse("register:thumb", args=[photo.pk]))
    assert first["Cache-Control"] == "private, max-age=86400"
    again = client.get(
        reverse("register:thumb", args=[photo.pk]), headers={"if-none-match": first["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_another_dealer_gets_what_a_photograph_that_does_not_exist_gives(client, world):
    photo = photo_of(reviewing.submitted(world))
    other = factories.make_member(factories.make_party(), Role.AGENT)
    assert seen_by(client, other, photo) == 404


def test_the_office_sees_it_from_submission_on_and_not_before(client, world):
    draft = reviewing.drafted(world)
    assert seen_by(client, world.clerk, photo_of(draft)) == 404
    reviewing.application.submit_application(draft, by=world.agent)
    assert seen_by(client, world.clerk, photo_of(draft)) == 200


def test_customs_sees_it_when_a_permit_is_issued_and_not_before(client, world):
    photo = photo_of(reviewing.labelled(world))
    assert seen_by(client, world.customs, photo) == 404
    issued = photo_of(reviewing.issued(world))
    assert seen_by(client, world.customs, issued) == 200


def test_a_member_whose_time_is_over_sees_nothing(client, world):
    photo = photo_of(reviewing.drafted(world))
    former = factories.make_member(world.dealer, Role.AGENT, valid_to=factories.days_from_now(-1))
    assert seen_by(client, former, photo) == 404


def test_who_is_not_signed_in_is_asked_to(client, world):
    photo = photo_of(reviewing.drafted(world))
    answer = client.get(reverse("register:photo", args=[photo.pk]))
    assert answer.status_code == 302
