"""Who asks: the person, or the system's user, behind a request that was let in."""

from typing import cast

from django.http import HttpRequest

from .models import User


def person(request: HttpRequest) -> User:
    """Who is signed in; for pages behind `login_required` and calls behind a token."""
    return cast("User", request.user)
