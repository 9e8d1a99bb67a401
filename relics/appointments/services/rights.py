"""Who may do what with sessions and bookings."""

from django.utils.translation import gettext as _

from approvals.cases.models import Case
from approvals.parties.models import Office, Party, Role, User
from approvals.parties.queries import memberships_of
from approvals.record.refusals import NotAllowed, Refusal

SCHEDULERS = (Role.SCHEDULER,)
DESK = (Role.SCHEDULER, Role.INTAKE)
"""Those who see people and objects come."""


def acting_agent(by: User, case: Case) -> Party:
    """The party for which `by` is an agent in this case; raises NotAllowed for others."""
    held = memberships_of(by).filter(role=Role.AGENT, party_id=case.acting_party_id).first()
    if held is None:
        raise not_the_agent()
    return held.party


def not_the_agent() -> NotAllowed:
    """The person does not act for the case's side."""
    return NotAllowed(
        Refusal(
            "no_right",
            _("您不是本案办理方的经办人。"),
            "R-EXIT-01",
            _("请由申请人或其受托人的经办人办理。"),
        )
    )


def acting_officer(by: User, office: Office | None, roles: tuple[Role, ...] = SCHEDULERS) -> Party:
    """The office for which `by` holds one of `roles`; raises NotAllowed for others.

    A case that was not handed in has no office, and nobody acts for it.
    """
    held = office and memberships_of(by).filter(role__in=roles, party_id=office.party_id).first()
    if held is None:
        raise NotAllowed(
            Refusal(
                "no_right",
                _("您没有管理该机构预约的权限。"),
                "D-ROLE",
                _("请由该机构的预约管理员办理。"),
            )
        )
    return held.party


def is_at_the_desk(by: User, office: Office) -> bool:
    """Whether `by` keeps the sessions of the office or sees people come."""
    return memberships_of(by).filter(role__in=DESK, party_id=office.party_id).exists()
