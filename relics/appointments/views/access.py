"""Who stands before these pages, and for which office."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from approvals.cases.queries import OFFICE_ROLES
from approvals.parties.models import Office, Role, User
from approvals.parties.queries import memberships_of, parties_of
from approvals.parties.signed_in import person


def offices_of(user: User) -> QuerySet[Office]:
    """The offices at whose desk the user sits today."""
    return Office.objects.filter(party__in=parties_of(user, *OFFICE_ROLES)).select_related("party")


def schedules(user: User, office: Office) -> bool:
    """Whether the user keeps the sessions of the office."""
    return memberships_of(user).filter(role=Role.SCHEDULER, party_id=office.party_id).exists()


def office_asked(request: HttpRequest) -> Office:
    """The office that the address names, or the person's first; 404 where there is none."""
    known = list(offices_of(person(request)).order_by("pk"))
    asked = request.GET.get("office", "")
    found = [office for office in known if office.code == asked] or known
    if not found:
        raise Http404
    return found[0]
