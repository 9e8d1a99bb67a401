"""Which extensions a person may see, and which objects may be chosen for one."""

from django.db.models import Prefetch, Q, QuerySet

from approvals.cases.queries import OFFICE_ROLES
from approvals.certificates.models import Certificate
from approvals.parties.models import Party, Role, User
from approvals.parties.queries import may_apply_for, parties_of
from relics.entries.models import EntryDeclaration, Stay, StayClock

from .models import Extension, ExtensionAnswer
from .rules import OPEN_TO_IT

ENTRY_PAPERS = ("temporary_entry_register", "exhibition_entry_register")
"""The papers whose code shows that one holds the register of an entry."""


def extensions_of(user: User) -> QuerySet[Extension]:
    """Of one's own side, of what one's side declared, of one's office, of one's customs."""
    own = may_apply_for(user) | parties_of(user, Role.VIEWER)
    offices = parties_of(user, *OFFICE_ROLES)
    customs = EntryDeclaration.objects.filter(customs__in=parties_of(user, Role.CUSTOMS))
    handed_in = ~Q(status=Extension.Status.DRAFT)
    return (
        Extension.objects.filter(
            Q(case__applicant__in=own.values("pk"))
            | Q(entry__case__applicant__in=own.values("pk"))
            | (handed_in & Q(case__office__in=offices.values("pk")))
            | (handed_in & Q(asks_customs=True, entry__in=customs.values("review")))
        )
        .select_related(
            "case__applicant",
            "case__agent",
            "case__office__office",
            "entry__case__applicant",
            "entry__entry__customs",
            "entry__entry__zone",
        )
        .prefetch_related(Prefetch("answers", ExtensionAnswer.objects.select_related("by")))
        .order_by("-pk")
    )


def stays_in(extension: Extension) -> list[Stay]:
    """The objects of the application with their clocks, in the order of the entry."""
    return list(
        Stay.objects.filter(extension_lines__extension=extension)
        .select_related("object", "office__party", "zone", "item__review__case")
        .prefetch_related(Prefetch("clocks", StayClock.objects.order_by("pk")))
        .order_by("item__sequence", "pk")
    )


def selectable_stays(user: User, code: str = "") -> QuerySet[Stay]:
    """Objects for which the user's side may ask: its own, and those on a paper it holds.

    `code` is the code for verification on the register of the entry.
    """
    open_ones = Stay.objects.filter(status__in=OPEN_TO_IT)
    paper = Certificate.objects.filter(code=code, kind__in=ENTRY_PAPERS) if code else None
    if paper is not None:
        found = open_ones.filter(item__review__case__in=paper.values("case"))
    else:
        mine = Q(item__review__case__applicant__in=may_apply_for(user).values("pk"))
        found = open_ones.filter(mine)
    return (
        found.select_related("object", "office__party", "zone", "item__review__case__applicant")
        .prefetch_related("clocks")
        .order_by("item__review_id", "item__sequence")
    )


def requesters_of(user: User) -> QuerySet[Party]:
    """For whom the user may ask."""
    return may_apply_for(user).order_by("name")
