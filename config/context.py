"""What the shell around every page needs to know."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from approvals.parties.models import Role
from approvals.parties.queries import roles_of

from . import navigation
from .demo.people import personas

THEMES = ("light", "dark")


def theme_of(request: HttpRequest) -> str:
    """The chosen theme; light where none or nonsense was chosen."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else "light"


def shell(request: HttpRequest) -> dict[str, Any]:
    """The demo flag, the reader's preferences and, only if a template asks, bars and personas.

    Roles are read once a request, on first use, so that fragments cost no query; a view that
    read them already leaves them on the request as `held_roles`.
    """
    user = getattr(request, "user", AnonymousUser())
    roles = cache(lambda: getattr(request, "held_roles", None) or roles_of(user))
    return {
        "demo": settings.DEMO,
        "personas": cache(lambda: personas() if settings.DEMO else []),
        "theme": theme_of(request),
        "comfort": request.COOKIES.get("comfort") == "on",
        "shortcuts": request.COOKIES.get("shortcuts") != "off",
        "persona": user if user.is_authenticated else None,
        "persona_role_codes": roles,
        "persona_roles": lambda: [role.label for role in Role if role.value in roles()],
        "public_items": lambda: navigation.items(navigation.PUBLIC, roles(), request.path),
        "work_items": lambda: navigation.items(navigation.WORK, roles(), request.path),
    }
