"""What the pages of sales show alike."""

from approvals.parties.models import Role, User
from approvals.parties.queries import memberships_of
from approvals.parties.sides import FIRMS_PEOPLE
from exhibitions.exhibits.models import Exhibit
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


Held = set[tuple[str, int]]


def held_by(user: User) -> Held:
    """The roles that the reader holds, with their parties."""
    return set(memberships_of(user).values_list("role", "party_id"))


def shell_of(held: Held) -> str:
    """The officers' shell for who works at an authority, else the public one."""
    works = any(role in AUTHORITIES for role, _party in held)
    return "base_work.html" if works else "base_public.html"


def sides_of(held: Held, exhibit: Exhibit) -> tuple[bool, bool]:
    """Whether the reader sells the exhibit, and whether its customs."""
    showroom = exhibit.item.permit.showroom
    sells = any((role, showroom.operator_id) in held for role in FIRMS_PEOPLE)
    return sells, (Role.CUSTOMS, showroom.customs_id) in held
