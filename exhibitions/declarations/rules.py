"""Who declares, what keeps a declaration from being made, and when one is a violation."""

from datetime import date

from django.utils.translation import gettext as _

from approvals.parties.models import Party, Role
from approvals.parties.queries import Anyone, memberships_of
from approvals.parties.sides import FIRMS_PEOPLE
from approvals.record.refusals import Refusal
from exhibitions.credit.queries import standing_of
from exhibitions.credit.rules import central_refusal

from .models import CentralDeclaration, Violation


def operator_refusal(operator: Party, by: Anyone) -> Refusal | None:
    """The operator declares for itself."""
    if memberships_of(by).filter(role__in=FIRMS_PEOPLE, party=operator).exists():
        return None
    return Refusal("no_right", _("只有经营单位可以办理集中申报。"), "R-CENT-01")


def officer_refusal(customs: Party, by: Anyone) -> Refusal | None:
    """Its customs accepts, and says what was paid."""
    if memberships_of(by).filter(role=Role.CUSTOMS, party=customs).exists():
        return None
    return Refusal("no_right", _("只有主管海关可以办理。"), "R-CENT-01")


def tier_refusal(operator: Party, customs: Party, on: date) -> Refusal | None:
    """Not for an enterprise whose tier may not (R-CENT-02)."""
    return central_refusal(standing_of(operator, on, customs))


def empty() -> Refusal:
    """A declaration without a sale says nothing."""
    return Refusal("nothing_sold", _("本期没有待申报的销售。"), "R-CENT-06", "")


def violations_of(declaration: CentralDeclaration, on: date) -> list[str]:
    """What submitting on that day would be (R-CENT-05): late, and across a year."""
    found = []
    if on > declaration.due_on:
        found.append(str(Violation.Kind.LATE))
    if on.year > declaration.ends_on.year:
        found.append(str(Violation.Kind.CROSS_YEAR))
    return found
