"""Who reads these pages, and for which review office the reader acts."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from approvals.parties.models import Party, Role, User
from approvals.parties.queries import parties_of, roles_of
from approvals.record.refusals import NotAllowed, Refusal

READERS = {
    Role.INTAKE,
    Role.SCHEDULER,
    Role.APPRAISER,
    Role.APPROVER,
    Role.ISSUER,
    Role.CUSTOMS,
    Role.CULTURE,
    Role.ADMINISTRATOR,
}
Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]


def for_authorities(view: View[Arguments]) -> View[Arguments]:
    """Only for those who work for an authority; for others the page is not there."""

    @login_required
    @wraps(view)
    def shown(
        request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponse:
        if READERS.isdisjoint(roles_of(request.user)):
            raise Http404
        return view(request, *args, **kwargs)

    return cast("View[Arguments]", shown)


def user_of(request: HttpRequest) -> User:
    return cast("User", request.user)


def office_for(user: User, roles: tuple[str, ...]) -> Party | None:
    """The review office for which the person holds one of the roles today."""
    held = parties_of(user, *roles).filter(kind=Party.Kind.RELIC_OFFICE)
    return held.order_by("pk").first()


def required_office(user: User, roles: tuple[str, ...], rule: str) -> Party:
    """As `office_for`; raises NotAllowed where there is none."""
    office = office_for(user, roles)
    if office is None:
        raise NotAllowed(Refusal("no_right", _("只有审核机构的有关人员可以办理。"), rule))
    return office
