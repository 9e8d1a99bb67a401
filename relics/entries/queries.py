"""The stays of objects, and which of their terms governs."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Least
from django.utils import timezone

from approvals.cases.queries import OFFICE_ROLES
from approvals.parties.models import Party, Role, User
from approvals.parties.queries import may_apply_for, parties_of
from relics.register.models import RelicObject
from relics.reviews.models import Review

from .models import EntryDeclaration, SealCheck, Stay, StayAlarm, StayClock

LIST_STATES = ("open", "soon", "overdue", "unprivileged", "ended")
SOON_DAYS = 60


def stay_of(thing: RelicObject) -> Stay | None:
    """The open stay of an object, with its office, or None: it is not here for a time."""
    return (
        Stay.objects.filter(object=thing, status__in=Stay.OPEN)
        .select_related("office__party", "item__review__case")
        .first()
    )


def open_stays(owner: Party) -> QuerySet[Stay]:
    """The open stays of an owner's objects."""
    return Stay.objects.filter(object__owner=owner, status__in=Stay.OPEN)


def current_clocks(clocks: Iterable[StayClock]) -> list[StayClock]:
    """The latest row of each kind, the earliest end first. Kinds may be absent (R-TEMP-11)."""
    latest: dict[str, StayClock] = {}
    for clock in sorted(clocks, key=lambda one: one.pk or 0):
        latest[clock.kind] = clock
    return sorted(latest.values(), key=lambda one: (one.due_on, one.kind))


def governing_clock(stay: Stay) -> StayClock | None:
    """The term that ends first of those that run: it governs (R-TEMP-10)."""
    return next(iter(current_clocks(stay.clocks.all())), None)


def is_past(stay: Stay, on: date | None = None) -> bool:
    """Whether the governing term is over; the day itself still counts, and is not rolled."""
    clock = governing_clock(stay)
    return clock is not None and clock.due_on < (on or timezone.localdate())


def with_deadline(stays: QuerySet[Stay]) -> QuerySet[Stay]:
    """Each with `due`, the end of its governing term; the nearest first."""
    ends = {}
    for kind in StayClock.Kind.values:
        rows = StayClock.objects.filter(stay=OuterRef("pk"), kind=kind).order_by("-pk")
        ends[f"due_{kind}"] = Subquery(rows.values("due_on")[:1])

    return stays.annotate(**ends).annotate(due=Least(*[F(name) for name in ends]))


def stays_of(user: User) -> QuerySet[Stay]:
    """What the user may see: its own side's stays, and those of its office. The nearest first."""
    own = may_apply_for(user) | parties_of(user, Role.VIEWER)
    offices = parties_of(user, *OFFICE_ROLES)
    mine = Stay.objects.filter(
        Q(item__review__case__applicant__in=own) | Q(office__party__in=offices)
    )
    return (
        with_deadline(mine.distinct())
        .select_related("object", "office__party", "zone", "item__review__case__applicant")
        .select_related("item__review__entry", "item__mark", "settlement")
        .prefetch_related("clocks", "object__photos")
        .order_by("due", "pk")
    )


def in_state(stays: QuerySet[Stay], state: str) -> QuerySet[Stay]:
    """Open ones, soon due ones, overdue ones, those without privilege, or those that ended."""
    today = timezone.localdate()
    running = stays.filter(status__in=Stay.OPEN)
    if state == "soon":
        last = today + timedelta(days=SOON_DAYS)
        return running.filter(Q(due__gte=today, due__lte=last))
    if state == "overdue":
        return running.filter(Q(status=Stay.Status.OVERDUE) | Q(due__lt=today))
    if state == "unprivileged":
        return running.filter(privileged=False)
    if state == "ended":
        return stays.exclude(status__in=Stay.OPEN)
    return running


def stays_past_their_term(on: date) -> QuerySet[Stay]:
    """What is here beyond its governing term and of which no officer has said so yet."""
    here = (Stay.Status.IN_COUNTRY, Stay.Status.SALE_PENDING)
    return (
        with_deadline(Stay.objects.filter(status__in=here))
        .filter(Q(due__lt=on))
        .select_related("object", "office__party", "item__review__case")
        .prefetch_related("clocks")
        .order_by("item__review__case", "pk")
    )


def alarms_of(user: User) -> QuerySet[StayAlarm]:
    """The alarms that were given on the stays the user may see, the newest first."""
    return (
        StayAlarm.objects.filter(clock__stay__in=stays_of(user).values("pk"))
        .select_related("clock__stay__object", "clock__stay__item__review__case__applicant")
        .order_by("-given_on", "-pk")
    )


def declaration_of(review: Review) -> EntryDeclaration | None:
    return EntryDeclaration.objects.select_related("customs", "zone").filter(review=review).first()


def last_seal_check(review: Review) -> SealCheck | None:
    """The latest look at the seal, with what customs wrote on it."""
    checks = SealCheck.objects.filter(review=review).select_related("customs_word", "officer")
    return checks.order_by("-pk").first()
