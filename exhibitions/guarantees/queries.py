"""What is covered, what is short, what must come back, and who may read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from approvals.parties.models import Party, Role
from approvals.parties.queries import Anyone, may_apply_for, parties_of
from approvals.policies.queries import policy
from exhibitions.credit.queries import standing_of

from .models import OPEN, Change, Coverage, Guarantee

ZERO = Decimal("0.00")
ACTING = (Role.AGENT, Role.OPERATOR)
READING = (*ACTING, Role.VIEWER)
S = Guarantee.Status


@dataclass(frozen=True)
class Cover:
    """How an enterprise stands with one customs, over all its open guarantees, in yuan.

    `amount` is what they answer for on the day; `free` is what may still be locked; `short` is
    what is locked beyond what answers for it. `until`: the first day on which one of them ends.
    """

    amount: Decimal
    required: Decimal
    free: Decimal
    short: Decimal
    until: date | None


@dataclass(frozen=True)
class Recall:
    """An object that must come back, and what is locked for it and those dearer."""

    coverage: Coverage
    running: Decimal


def backed(guarantee: Guarantee, on: date) -> Decimal:
    """What the guarantee answers for on the day (cases 29 and 42).

    Nothing outside its term; an exemption nothing to who may be exempt no more (R-GUAR-07).
    """
    if guarantee.status not in OPEN or not guarantee.valid_from <= on <= guarantee.valid_to:
        return ZERO
    if guarantee.form == Guarantee.Form.EXEMPTION:
        exempt = standing_of(guarantee.holder, on, guarantee.customs).may_be_exempt
        return guarantee.amount if exempt else ZERO
    return guarantee.amount


def shortage(guarantee: Guarantee, on: date | None = None) -> Decimal:
    """What is locked beyond what the guarantee answers for."""
    return max(ZERO, guarantee.required - backed(guarantee, on or timezone.localdate()))


def free_of(guarantee: Guarantee, on: date | None = None) -> Decimal:
    """What may still be locked on it: nothing unless it is active."""
    if guarantee.status != S.ACTIVE:
        return ZERO
    return max(ZERO, backed(guarantee, on or timezone.localdate()) - guarantee.required)


def summed(guarantees: Iterable[Guarantee], on: date) -> Cover:
    """Several guarantees as one."""
    rows = [one for one in guarantees if one.status in OPEN]
    return Cover(
        amount=sum((backed(one, on) for one in rows), ZERO),
        required=sum((one.required for one in rows), ZERO),
        free=sum((free_of(one, on) for one in rows), ZERO),
        short=sum((shortage(one, on) for one in rows), ZERO),
        until=min((one.valid_to for one in rows), default=None),
    )


def cover_of(holder: Party, customs: Party, on: date | None = None) -> Cover:
    """How the holder stands with that customs on the day, for the live meter."""
    rows = guarantees().filter(holder=holder, customs=customs, status__in=OPEN)
    return summed(rows, on or timezone.localdate())


def guarantee_for(
    holder: Party, customs: Party, *, need: Decimal = ZERO, on: date | None = None
) -> Guarantee | None:
    """The active guarantee that has room for the need: of those the one that lasts longest."""
    day = on or timezone.localdate()
    rows = guarantees().filter(
        holder=holder,
        customs=customs,
        status=S.ACTIVE,
        valid_from__lte=day,
        valid_to__gte=day,
        amount__gte=F("required") + need,
    )
    fitting = (one for one in rows.order_by("-valid_to", "pk") if free_of(one, day) >= need)
    return next(fitting, None)


def open_coverages(guarantee: Guarantee) -> QuerySet[Coverage]:
    """What is locked now, the dearest first."""
    return (
        Coverage.objects.filter(guarantee=guarantee, released_at__isnull=True)
        .select_related("object")
        .order_by("-amount", "pk")
    )


def recall_list(guarantee: Guarantee, on: date | None = None) -> list[Recall]:
    """The dearest objects whose return would clear the shortage, by value (R-GUAR-05)."""
    short, running = shortage(guarantee, on), ZERO
    recalled: list[Recall] = []
    if short <= 0:
        return recalled
    for coverage in open_coverages(guarantee).iterator(chunk_size=200):
        running += coverage.amount
        recalled.append(Recall(coverage, running))
        if running >= short:
            break
    return recalled


def buffer_days(guarantee: Guarantee, on: date | None = None) -> int:
    """By how many days it must outlast a show (R-GUAR-11)."""
    return int(policy("guarantees.buffer_days", guarantee.customs, on=on))


def last_show_end(guarantee: Guarantee, on: date | None = None) -> date:
    """The last day on which a show under it may end (R-GUAR-11); a draft may name any day."""
    return date.fromordinal(max(1, guarantee.valid_to.toordinal() - buffer_days(guarantee, on)))


def guarantees() -> QuerySet[Guarantee]:
    """Guarantees with whose they are."""
    return Guarantee.objects.select_related("holder", "customs")


def held_by(user: Anyone) -> QuerySet[Guarantee]:
    """The guarantees of those for whom the person acts or reads."""
    own = parties_of(user, *READING).values("pk")
    principals = may_apply_for(user).values("pk")
    return guarantees().filter(Q(holder__in=own) | Q(holder__in=principals)).order_by("-pk")


def kept_by(user: Anyone) -> QuerySet[Guarantee]:
    """What an officer of customs has before it: everything that was handed in."""
    mine = parties_of(user, Role.CUSTOMS)
    return guarantees().filter(customs__in=mine).exclude(status=S.DRAFT).order_by("-pk")


def seen_by(user: Anyone) -> QuerySet[Guarantee]:
    """What the person may read on either side."""
    own = parties_of(user, *READING).values("pk")
    principals = may_apply_for(user).values("pk")
    kept = Q(customs__in=parties_of(user, Role.CUSTOMS)) & ~Q(status=S.DRAFT)
    return guarantees().filter(Q(holder__in=own) | Q(holder__in=principals) | kept)


def acts_for(user: Anyone, holder: Party | int) -> bool:
    """Whether the person acts for the holder: its clerks, its operators, who has its mandate."""
    return holders_of(user).filter(pk=holder if isinstance(holder, int) else holder.pk).exists()


def holders_of(user: Anyone) -> QuerySet[Party]:
    """Those for whom the person may hand a guarantee in."""
    own = parties_of(user, *ACTING).values("pk")
    return Party.objects.filter(
        Q(pk__in=own) | Q(pk__in=may_apply_for(user).values("pk")), kind=Party.Kind.ENTERPRISE
    ).order_by("name", "pk")


def open_changes(guarantee: Guarantee) -> QuerySet[Change]:
    """What the holder asked for and customs has not decided."""
    return Change.objects.filter(guarantee=guarantee, outcome=Change.Outcome.OPEN)
