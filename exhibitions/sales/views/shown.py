"""What the pages of sales show alike."""

from typing import cast

from django.http import HttpRequest

from approvals.parties.models import Role, User
from approvals.parties.queries import memberships_of
from exhibitions.exhibits.models import Exhibit
from exhibitions.exhibits.rules import HANDLERS
from exhibitions.sales.models import LicenceStatus, SaleStatus

S = SaleStatus
TONES = {
    S.RESERVED: "waiting",
    S.SOLD: "accepted",
    S.DECLARED: "review",
    S.TAX_PAID: "review",
    S.DELIVERED: "approved",
    S.CANCELLED: "waiting",
    S.REFUNDED: "correction",
}
LICENCE_TONES = {
    LicenceStatus.HANDED_IN: "waiting",
    LicenceStatus.VERIFIED: "approved",
    LicenceStatus.REJECTED: "refused",
}
AUTHORITIES = (Role.CUSTOMS, Role.TAX, Role.CULTURE)


def person(request: HttpRequest) -> User:
    """Who is signed in; for views behind `login_required`."""
    return cast("User", request.user)


def shell_of(user: User) -> str:
    """The officers' shell for who works at an authority, else the public one."""
    works = memberships_of(user).filter(role__in=AUTHORITIES).exists()
    return "base_work.html" if works else "base_public.html"


def sides_of(user: User, exhibit: Exhibit) -> tuple[bool, bool]:
    """Whether the user sells the exhibit, and whether its customs."""
    showroom = exhibit.item.permit.showroom
    held = set(memberships_of(user).values_list("role", "party_id"))
    sells = any((role, showroom.operator_id) in held for role in HANDLERS)
    return sells, (Role.CUSTOMS, showroom.customs_id) in held
