"""Named reads of runs and differences."""

from django.db.models import Q, QuerySet

from approvals.parties.models import Role
from approvals.parties.queries import Anyone, parties_of
from approvals.parties.sides import FIRMS_PEOPLE

from .models import Difference, Run


def differences_of(user: Anyone) -> QuerySet[Difference]:
    """Those of the user's operators, and those that its customs keeps."""
    operators = parties_of(user, *FIRMS_PEOPLE, Role.VIEWER)
    customs = parties_of(user, Role.CUSTOMS)
    found = Difference.objects.filter(Q(operator__in=operators) | Q(customs__in=customs))
    return found.select_related("object", "operator", "customs", "exhibit", "line__book")


def open_only(found: QuerySet[Difference]) -> QuerySet[Difference]:
    """What nobody settled and no run found gone; the nearest end first."""
    return found.filter(gone_at__isnull=True, settled_at__isnull=True).order_by("due_on", "pk")


def last_run() -> Run | None:
    return Run.objects.order_by("-pk").first()
