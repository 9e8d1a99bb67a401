"""What a person should look at first: terms near or over their end, and what time decided."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Role, User
from approvals.parties.queries import memberships_of

from .adverse import adverse_kinds
from .clocks import ClockFace, calendar_on, face_of
from .kinds import desk_url
from .models import AdverseAct, Case, DeemedAcceptance
from .queries import OFFICE_ROLES, running_clocks

SOON = 3
"""Working days before its end from which a term is called near."""
WITHIN = timedelta(days=14)
"""No run of holidays makes three working days longer than this."""
MOST = 10
DEEMED_SHOWN_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Alarm:
    """One line above the inbox. `face` is empty for what is not a term."""

    case: Case
    title: str | Promise
    face: ClockFace | None = None

    @property
    def url(self) -> str:
        """The case's page at the desk."""
        return desk_url(self.case)


def alarms_for(user: User) -> list[Alarm]:
    """Terms of the offices where the user acts that are near or over, the nearest first.

    Approvers also see what was deemed accepted in the last thirty days (R-GEN-03).
    """
    held = list(memberships_of(user).values_list("role", "party_id"))
    offices = {party for role, party in held if role in OFFICE_ROLES}
    if not offices:
        return []
    clocks = (
        running_clocks()
        .filter(
            case__office__in=offices,
            case__closed_at__isnull=True,
            due_on__lte=timezone.localdate() + WITHIN,
        )
        .select_related("case")[: MOST * 3]
    )
    faces = ((clock.case, face_of(clock, calendar_on(clock))) for clock in clocks)
    near = [
        Alarm(case, face.title, face)
        for case, face in faces
        if face.days_left <= SOON and face.paused_until is None
    ]
    supervised = {party for role, party in held if role == Role.APPROVER}
    return [*_deemed(supervised), *near][:MOST]


def _deemed(offices: set[int]) -> list[Alarm]:
    if not offices:
        return []
    found = DeemedAcceptance.objects.filter(
        case__office__in=offices,
        case__closed_at__isnull=True,
        recorded_at__gte=timezone.now() - DEEMED_SHOWN_FOR,
    ).select_related("case")
    return [Alarm(one.case, _("逾期未告知补正，已视为受理")) for one in found[:MOST]]


def acts_to_sign(user: User) -> QuerySet[AdverseAct]:
    """The drafts of adverse acts that the user may sign, oldest first."""
    mine = Q(pk__in=[])
    held = list(memberships_of(user).values_list("role", "party_id"))
    for kind in adverse_kinds():
        offices = [party for role, party in held if role == kind.role]
        mine |= Q(kind=kind.key, case__office__in=offices)
    return AdverseAct.objects.filter(mine, status=AdverseAct.Status.DRAFTED).select_related(
        "case__applicant"
    )
