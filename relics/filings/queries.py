"""Named reads of this room, and what other rooms ask of it."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases.queries import acting_key
from approvals.parties.models import Party, Role, User, Zone
from approvals.parties.queries import memberships_of, parties_of
from approvals.policies.queries import policy
from approvals.record.refusals import Conflict, Refusal, require
from relics.register.models import Kind, RelicObject

from .models import (
    ENDED,
    CitesPaper,
    Filing,
    FilingVersion,
    Point,
    ProvincialApproval,
    SaleLock,
    ZoneAuthority,
)
from .rules import use_refusal

OFFICERS = (Role.CULTURE, Role.INTAKE)


def filing_of(thing: RelicObject) -> Filing | None:
    """The filing of an object that lives, if it has one."""
    return (
        Filing.objects.exclude(status__in=ENDED)
        .select_related("case__applicant", "zone__party")
        .filter(object=thing)
        .first()
    )


def sale_lock(thing: RelicObject) -> Refusal | None:
    """Why the object may not be sold now; None while nothing locks it (edge case 20)."""
    lock = SaleLock.objects.filter(object=thing, lifted_at__isnull=True).first()
    return locked_for(lock.reason) if lock else None


def locked_for(reason: str) -> Refusal:
    """The refusal of a sale, with the reason of the lock."""
    return Refusal(
        "sale_locked",
        _("该物品的销售已锁定：%(reason)s") % {"reason": reason},
        "R-ART-01",
        _("待文物部门认定并解除锁定后再办理。"),
    )


def require_active_filing(thing: RelicObject, use: str) -> Filing:
    """The filing that an object is used under for `use` (a `Purpose`), or Conflict with the why.

    A sale is refused while the object is locked, whatever its filing says.
    """
    filing = filing_of(thing)
    if use in ("sale", "domestic"):
        require(sale_lock(thing), error=Conflict)
    refusal = use_refusal(filing, use)
    if filing is None or refusal is not None:
        raise Conflict(refusal or Refusal("no_filing", _("没有备案。"), "R-ART-08"))
    return filing


def authority_for(zone: Zone, kind: str, *, on: date | None = None) -> Party | None:
    """Who takes filings of the kind in a zone: a dated policy says which authority (R-ART-08)."""
    key = "relic" if kind == Kind.RELIC else "artwork"
    wanted = policy(f"filings.authority.{key}", zone.party, on=on)
    if wanted == Party.Kind.ZONE:
        return zone.party
    serving = ZoneAuthority.objects.filter(zone=zone, party__kind=wanted, party__is_active=True)
    found = serving.select_related("party").order_by("pk").first()
    return found.party if found else None


def _whole() -> QuerySet[Filing]:
    return Filing.objects.select_related(
        "case__applicant", "case__agent", "case__office", "object", "zone__party", "port__customs"
    )


def filings_of(user: User) -> QuerySet[Filing]:
    """The holder's side: its own filings, each with `acts` where the reader may act in it."""
    held = memberships_of(user).filter(role__in=[Role.AGENT, Role.VIEWER])
    mine = held.filter(Q(party=OuterRef("case__applicant")) | Q(party=OuterRef("acting")))
    acting = held.filter(role=Role.AGENT, party=OuterRef("acting"))
    filings = _whole().alias(acting=acting_key("case__agent", "case__applicant"))
    return filings.filter(Exists(mine)).annotate(acts=Exists(acting))


def whole_of(filings: QuerySet[Filing]) -> QuerySet[Filing]:
    """The same, each with what its page shows: `told` (points), `locked_because`, pictures."""
    points = Point.objects.filter(filing=OuterRef("pk"))
    locks = SaleLock.objects.filter(object=OuterRef("object"), lifted_at__isnull=True)
    return filings.prefetch_related("object__photos").annotate(
        told=ArraySubquery(points.values("text")),
        locked_because=Subquery(locks.values("reason")[:1]),
    )


def desk_filings_of(user: User) -> QuerySet[Filing]:
    """The authorities' side: what was handed in there, what crosses line 2 at the reader's port."""
    offices = parties_of(user, *OFFICERS)
    customs = parties_of(user, Role.CUSTOMS)
    return (
        _whole()
        .exclude(case__number__isnull=True)
        .filter(
            Q(case__office__in=offices)
            | Q(zone__filing_authorities__party__in=offices)
            | Q(port__customs__in=customs)
            | Q(zone__party__in=parties_of(user))
        )
        .distinct()
    )


def narrowed(filings: QuerySet[Filing], *, search: str, status: str, kind: str) -> QuerySet[Filing]:
    """By words in number, title, author and holder; by status; by kind."""
    for word in search.split():
        filings = filings.filter(
            Q(case__number__icontains=word)
            | Q(title__icontains=word)
            | Q(author__icontains=word)
            | Q(object__number__icontains=word)
            | Q(case__applicant__name__icontains=word)
        )
    if status:
        filings = filings.filter(status=status)
    return filings.filter(kind=kind) if kind else filings


def may_be_filed(objects: QuerySet[RelicObject]) -> QuerySet[RelicObject]:
    """Those of `objects` that no filing holds yet."""
    live = Filing.objects.exclude(status__in=ENDED).filter(object=OuterRef("pk"))
    return objects.filter(~Exists(live))


def last_version(filing: Filing) -> FilingVersion | None:
    return FilingVersion.objects.filter(filing=filing).order_by("-number").first()


def copies_due(filings: QuerySet[Filing]) -> QuerySet[CitesPaper]:
    """Certificates whose copy has to go back to the CITES office, the nearest first (R-ART-10)."""
    return (
        CitesPaper.objects.filter(
            filing__in=filings, released_on__isnull=False, copied_on__isnull=True
        )
        .select_related("filing__case")
        .order_by("copy_due_on")
    )


def counts_of(zone: Zone) -> list[dict[str, object]]:
    """How many filings of the zone stand in each status, by kind."""
    found = Filing.objects.filter(zone=zone).exclude(status="draft")
    return list(found.order_by("kind", "status").values("kind", "status").annotate(n=Count("pk")))


def overdue_copies(zone: Zone) -> int:
    return (
        copies_due(Filing.objects.filter(zone=zone))
        .filter(copy_due_on__lt=timezone.localdate())
        .count()
    )


def reexportable(number: str) -> Filing | None:
    """The filing of that number which may go abroad again; customs knows it from its holder."""
    return _whole().filter(case__number=number.strip(), status="active").first()


def approvals_for(filing: Filing) -> QuerySet[ProvincialApproval]:
    """The approvals recorded for the filing's holder that are in force, newest first."""
    found = ProvincialApproval.objects.filter(applicant=filing.case.applicant_id)
    ends = Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate())
    return found.filter(ends).order_by("-issued_on", "-pk")


def awaiting_approval(user: User) -> QuerySet[Party]:
    """The holders whose filings wait for the province's approval at the reader's authority."""
    waiting = desk_filings_of(user).filter(status="line2_requested")
    return Party.objects.filter(pk__in=waiting.values("case__applicant")).order_by("name")
