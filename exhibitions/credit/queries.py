"""The tier of a day, and what it opens."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from approvals.parties.models import Party, Role
from approvals.parties.queries import Anyone, may_apply_for, memberships_of, parties_of
from approvals.policies.queries import policy

from .models import Rating, TierChange
from .tiers import RANKS, Tier, rank_of, tiers_on

ENTERPRISES = Party.objects.filter(kind=Party.Kind.ENTERPRISE)


@dataclass(frozen=True)
class Standing:
    """What the tier of a day opens to an enterprise. `tier` is None for who was never rated.

    `inspection_share`: whole percent of batches, by pure chance; at 100 nothing is sampled.
    """

    tier: Tier | None
    may_be_exempt: bool
    may_show: bool
    may_declare_centrally: bool
    inspect_every_batch: bool
    inspection_share: int


def governing(party: Party, on: date) -> Rating | None:
    """The rating that begins last by the day, ended or not."""
    begun = Rating.objects.filter(party=party, valid_from__lte=on)
    return begun.order_by("-valid_from", "-pk").first()


def tier_of(party: Party, on: date) -> Tier | None:
    """The tier on the day; None where none was given, it has ended, or its set has (R-CRED)."""
    return tier_by(governing(party, on), on)


def tier_by(rating: Rating | None, on: date) -> Tier | None:
    """What a governing rating says on the day."""
    if rating is None or (rating.valid_to is not None and rating.valid_to < on):
        return None
    tier = Tier(rating.tier)
    return tier if tier in tiers_on(on) else None


def standing_of(party: Party, on: date | None = None, *authorities: Party | None) -> Standing:
    """What the enterprise's tier of the day opens; the closest authority first, as for policies.

    Exemption from a guarantee is law and no policy: 高级认证企业 only (R-GUAR-07).
    """
    day = on or timezone.localdate()
    tier = tier_of(party, day)
    unrated = Tier(policy("credit.unrated", *authorities, on=day))
    rank = rank_of(tier, unrated=unrated)

    def reaches(key: str) -> bool:
        lowest = Tier(policy(f"credit.{key}", *authorities, on=day))
        return rank <= RANKS[lowest]

    every_batch = not reaches("sampled")
    share = int(policy(f"credit.share.{_of_five(rank)}", *authorities, on=day))
    return Standing(
        tier=tier,
        may_be_exempt=tier is Tier.ADVANCED,
        may_show=reaches("show"),
        may_declare_centrally=reaches("central"),
        inspect_every_batch=every_batch,
        inspection_share=100 if every_batch else share,
    )


def _of_five(rank: int) -> Tier:
    return next(one for one in RANKS if RANKS[one] == rank)


def last_told(party: Party) -> Tier | None:
    """The tier that the rooms to the right were told last."""
    latest = TierChange.objects.filter(party=party).order_by("-pk").first()
    return Tier(latest.after) if latest is not None and latest.after else None


def rates_parties(user: Anyone) -> bool:
    """Whether the person may rate: officers of customs."""
    return memberships_of(user).filter(role=Role.CUSTOMS).exists()


def enterprises(search: str) -> QuerySet[Party]:
    """For customs: the rated enterprises, or all that a name or a code finds."""
    if search:
        return ENTERPRISES.filter(
            Q(name__icontains=search) | Q(identity_number__iexact=search)
        ).order_by("name", "pk")
    rated = Rating.objects.values("party")
    return ENTERPRISES.filter(pk__in=rated).order_by("name", "pk")


def own_enterprises(user: Anyone) -> QuerySet[Party]:
    """The enterprises for which the person acts."""
    own = parties_of(user, Role.AGENT, Role.VIEWER, Role.OPERATOR)
    return ENTERPRISES.filter(
        Q(pk__in=own.values("pk")) | Q(pk__in=may_apply_for(user).values("pk"))
    ).order_by("pk")


def ratings_by_party(parties: list[Party], on: date) -> dict[int, Rating]:
    """The governing rating of each, in one query."""
    rows = (
        Rating.objects.filter(party__in=parties, valid_from__lte=on)
        .order_by("party", "-valid_from", "-pk")
        .distinct("party")
    )
    return {row.party_id: row for row in rows}
