"""Named reads: who may see what, what may be shown, who is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from approvals.parties.models import Party, Role, User, Zone
from approvals.parties.queries import mandates_on, parties_of
from exhibitions.books.models import IN_STOCK, Line
from exhibitions.guarantees.models import LIVE, Guarantee
from relics.entries.models import Stay, StayClock
from relics.filings.models import Filing
from relics.filings.models.filing import HELD
from relics.register.models import RelicObject

from .models import AUTHORITIES, Asking, DisplayPermit, PermitItem, Showroom, Site

S = DisplayPermit.Status
OPERATORS = (Role.OPERATOR, Role.VIEWER)


def askings_on(zone: Zone, day: date) -> QuerySet[Asking]:
    """The lines of the zone's table that hold on the day."""
    return Asking.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gte=day),
        zone=zone,
        effective_from__lte=day,
        authority__is_active=True,
    ).select_related("authority")


def deciding_customs(zone: Zone, on: date | None = None) -> Party | None:
    """The customs that decides on displays of a zone, as its table says (rules §0.2)."""
    decides = askings_on(zone, on or timezone.localdate()).filter(
        part="decides", authority__kind=Party.Kind.CUSTOMS
    )
    found = decides.first()
    return found.authority if found else None


def operators_of(user: User) -> QuerySet[Party]:
    """The enterprises for which the user may run a showroom."""
    return parties_of(user, Role.OPERATOR).filter(kind=Party.Kind.ENTERPRISE).order_by("name")


def _spoken_for(user: User) -> Q:
    """Permits about which an authority of the user was asked or told."""
    found = Q(pk__in=[])
    for kind, role in AUTHORITIES.items():
        parties = parties_of(user, role).filter(kind=kind)
        found |= Q(consultations__authority__in=parties.values("pk"))
    return found


def showrooms_of(user: User) -> QuerySet[Showroom]:
    """Of the user's enterprises and of its customs."""
    return (
        Showroom.objects.filter(
            Q(operator__in=parties_of(user, *OPERATORS))
            | Q(customs__in=parties_of(user, Role.CUSTOMS))
        )
        .select_related("operator", "zone__party", "customs")
        .prefetch_related(Prefetch("sites", Site.objects.select_related("case").order_by("-pk")))
    )


def sites_of(user: User) -> QuerySet[Site]:
    """Places of the user's enterprises, and those handed in at its customs."""
    return Site.objects.filter(
        Q(showroom__operator__in=parties_of(user, *OPERATORS))
        | (~Q(status=Site.Status.DRAFT) & Q(showroom__customs__in=parties_of(user, Role.CUSTOMS)))
    ).select_related("case__applicant", "case__office", "showroom__operator", "showroom__customs")


def permits_of(user: User) -> QuerySet[DisplayPermit]:
    """Of the user's enterprises, its customs, and those about which its authority was asked."""
    handed_in = ~Q(status=S.DRAFT)
    return (
        DisplayPermit.objects.filter(
            Q(showroom__operator__in=parties_of(user, *OPERATORS))
            | (handed_in & Q(showroom__customs__in=parties_of(user, Role.CUSTOMS)))
            | (handed_in & _spoken_for(user))
        )
        .select_related(
            "case__applicant",
            "case__office",
            "showroom__operator",
            "showroom__customs",
            "showroom__zone__party",
            "site",
            "guarantee",
        )
        .distinct()
        .order_by("-pk")
    )


def items_of(permit: DisplayPermit) -> list[PermitItem]:
    """The items with all that the rules read of them."""
    return list(
        permit.items.select_related(
            "object", "filing__case", "filing__zone", "stay__office__party", "stay__zone"
        )
        .prefetch_related(Prefetch("stay__clocks", StayClock.objects.order_by("pk")))
        .order_by("sequence")
    )


def live_item_of(thing: RelicObject, on: date | None = None) -> PermitItem | None:
    """The item under which an object may stand in a show on the day (today), or None."""
    day = on or timezone.localdate()
    return (
        PermitItem.objects.filter(object=thing, holds=True, starts_on__lte=day)
        .filter(permit__status__in=(S.ACTIVE, S.SUSPENDED, S.REVOKED, S.CLOSING))
        .select_related("permit__showroom", "permit__site", "permit__case")
        .order_by("-pk")
        .first()
    )


@dataclass
class Candidate:
    """An object that may be picked, with where it is known from."""

    object: RelicObject
    filing: Filing | None = None
    stay: Stay | None = None
    line: Line | None = None


def holders_for(operator: Party) -> QuerySet[Party]:
    """Whose objects the operator may show: its own, and of those who gave it a mandate."""
    given = mandates_on(timezone.localdate()).filter(agent=operator)
    return Party.objects.filter(Q(pk=operator.pk) | Q(pk__in=given.values("principal")))


def candidates_for(showroom: Showroom, keys: Iterable[int] | None = None) -> list[Candidate]:
    """Objects in the zone that the operator may show: of filings, entries and account books.

    `keys` narrows it to these objects.
    """
    holders = holders_for(showroom.operator)
    filings = Filing.objects.filter(
        zone=showroom.zone, case__applicant__in=holders, status__in=HELD
    ).select_related("object", "case__applicant", "approval_row__approval")
    stays = Stay.objects.filter(
        zone=showroom.zone.party, object__owner__in=holders, status__in=Stay.OPEN
    ).select_related("object__owner", "item__review__entry", "item__review__case")
    lines = Line.objects.filter(
        book__zone=showroom.zone, book__holder__in=holders, account__in=IN_STOCK
    ).select_related("object", "book")
    if keys is not None:
        wanted = set(keys)
        filings, stays = filings.filter(object__in=wanted), stays.filter(object__in=wanted)
        lines = lines.filter(object__in=wanted)
    found: dict[int, Candidate] = {}
    for filing in filings.order_by("pk"):
        found[filing.object_id] = Candidate(filing.object, filing=filing)
    for stay in stays.prefetch_related("clocks").order_by("pk"):
        found.setdefault(stay.object_id, Candidate(stay.object)).stay = stay
    for line in lines.order_by("pk"):
        found.setdefault(line.object_id, Candidate(line.object)).line = line
    return list(found.values())


def guarantees_for(showroom: Showroom) -> QuerySet[Guarantee]:
    """The operator's guarantees that the customs of the showroom holds, the longest first."""
    return Guarantee.objects.filter(
        holder=showroom.operator, customs=showroom.customs, status__in=LIVE
    ).order_by("-valid_to", "pk")
