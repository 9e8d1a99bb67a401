"""Whose system asks, and which application it may see."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from approvals.parties.models import User
from relics.reviews.models import Review
from relics.reviews.queries import desk_reviews_of, reviews_of

Answer = tuple[int, dict[str, object]]


def acting(request: HttpRequest) -> User:
    """The system's own user, whose roles the services check."""
    assert isinstance(request.user, User)
    return request.user


def application_of(request: HttpRequest, case: UUID) -> Review:
    """The application, if the client's side may see it; else 404."""
    return get_object_or_404(reviews_of(acting(request)), case_id=case)


def at_the_office(request: HttpRequest, case: UUID) -> Review:
    """The application, if the client serves the office that it was received at; else 404."""
    return get_object_or_404(desk_reviews_of(acting(request)), case_id=case)
