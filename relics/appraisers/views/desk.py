"""At whose desk the person sits: the office whose roster the pages show."""

from typing import cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from approvals.cases.queries import OFFICE_ROLES
from approvals.parties.models import Office, Role, User
from approvals.parties.queries import parties_of
from relics.appraisers.queries import holds_any

DESK_ROLES = (*OFFICE_ROLES, Role.ADMINISTRATOR)


def user_of(request: HttpRequest) -> User:
    return cast("User", request.user)


def offices_of(user: User) -> QuerySet[Office]:
    """The offices of which the user is an officer or administrator today."""
    found = Office.objects.filter(party__in=parties_of(user, *DESK_ROLES))
    return found.select_related("party").order_by("pk")


def office_of(request: HttpRequest) -> Office:
    """The office that the address names, or the person's first; 404 where there is none."""
    known = list(offices_of(user_of(request)))
    asked = request.GET.get("office", "")
    found = [office for office in known if office.code == asked] or known
    if not found:
        raise Http404
    return found[0]


def keeps(user: User, office: Office, *roles: str) -> bool:
    """Whether the user may change the roster of the office."""
    return holds_any(user, roles or (Role.SCHEDULER, Role.ADMINISTRATOR), office)
