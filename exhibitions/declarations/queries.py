"""Named reads of central declarations."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from approvals.parties.models import Role
from approvals.parties.queries import Anyone, parties_of
from approvals.parties.sides import FIRMS_PEOPLE

from .models import OPEN, CentralDeclaration


def declarations_of(user: Anyone) -> QuerySet[CentralDeclaration]:
    """What the user's operators declare, and what its customs receives."""
    operators = parties_of(user, *FIRMS_PEOPLE, Role.VIEWER)
    customs = parties_of(user, Role.CUSTOMS)
    found = CentralDeclaration.objects.filter(Q(operator__in=operators) | Q(customs__in=customs))
    known = found.select_related("operator", "customs").annotate(pieces=Count("sales"))
    return known.order_by("-ends_on", "-pk")


def open_ones(on: date) -> QuerySet[CentralDeclaration]:
    """Declarations of periods that have ended and that customs has not accepted."""
    return CentralDeclaration.objects.filter(status__in=OPEN, ends_on__lt=on)
