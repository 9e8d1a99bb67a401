"""What the tests of the officers' pages share: a page of a case by a person, and many objects."""

from typing import Any

from django.test import Client
from django.urls import reverse

from approvals.parties.models import User
from relics.register.models import Photo, RelicObject
from relics.reviews.models import Review

from .reviewing import World


def at(name: str, review: Review, **more: Any) -> str:
    return reverse(f"reviews:{name}", kwargs={"pk": review.case_id, **more})


def get(user: User, url: str) -> Any:
    """The page at `url` for the person, in a session of its own."""
    return signed_in(user).get(url)


def post(user: User, url: str, values: dict[str, Any] | None = None) -> Any:
    """What the person gets who sends `values` there."""
    return signed_in(user).post(url, values or {})


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def many(world: World, count: int) -> list[RelicObject]:
    """So many objects with a picture each on paper only, made in two statements."""
    first = world.objects + 1
    world.objects += count
    things = RelicObject.objects.bulk_create(
        RelicObject(
            owner=world.dealer,
            created_by=world.agent,
            number=f"示例-{number:03d}",
            name=f"示例瓷瓶{number}",
            texture="porcelain",
            size="高20厘米",
            year_from=1950,
            year_to=1960,
            edtf="1950/1960",
            age="1950年代",
            ownership="private",
        )
        for number in range(first, first + count)
    )
    Photo.objects.bulk_create(
        Photo(
            object=thing,
            position=1,
            image="objects/none.jpg",
            thumb="objects/none-thumb.jpg",
            sha256=f"{thing.pk:064d}",
            width=1200,
            height=1600,
            uploaded_by=world.agent,
        )
        for thing in things
    )
    return things
