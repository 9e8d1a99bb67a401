"""The lists of what is abroad for a time."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from approvals.cases.queries import OFFICE_ROLES
from approvals.parties.models import Role, User
from approvals.parties.queries import may_apply_for, parties_of

from .models import Loan


def loans_of(user: User) -> QuerySet[Loan]:
    """What the user may see: its own side's loans, and those of its office. The nearest first."""
    own = may_apply_for(user) | parties_of(user, Role.VIEWER)
    offices = parties_of(user, *OFFICE_ROLES)
    return (
        Loan.objects.filter(Q(item__review__case__applicant__in=own) | Q(office__party__in=offices))
        .select_related(
            "object",
            "office__party",
            "extension__by",
            "recall_record__by",
            "return_case__case",
            "item__review__case__applicant",
            "item__review__case__agent",
            "item__review__loan_plan",
            "item__mark",
        )
        .distinct()
        .order_by("due_on", "pk")
    )


def in_state(loans: QuerySet[Loan], state: str) -> QuerySet[Loan]:
    """Open ones, overdue ones, or those that are back; anything else: all."""
    if state == "open":
        return loans.filter(status__in=Loan.OPEN)
    if state == "overdue":
        return loans.filter(status__in=Loan.ABROAD, due_on__lt=timezone.localdate())
    if state == "back":
        return loans.filter(status__in=[Loan.Status.MATCHED, Loan.Status.MISMATCHED])
    return loans
