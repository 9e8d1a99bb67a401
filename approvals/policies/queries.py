"""What holds on a day."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from approvals.parties.models import Party

from .models import PolicyValue
from .registry import policy_of


def policy(key: str, *parties: Party | None, on: date | None = None) -> Any:
    """What holds on the day (today): the word of the first of `parties` that has said something.

    Name the closest authority first, as in ``policy("stay.months", zone, office)``; where all
    are silent the registered default holds. Raises `UnknownPolicy`.
    """
    registered = policy_of(key)
    for party in parties:
        if party is None:
            continue
        said = values_of(key, party).filter(effective_from__lte=on or timezone.localdate())
        if (latest := said.first()) is not None:
            return latest.value
    return registered.default


def values_of(key: str, party: Party) -> QuerySet[PolicyValue]:
    """Everything an authority has said on a policy, what holds longest from now first."""
    return (
        PolicyValue.objects.filter(key=key, party=party)
        .select_related("set_by")
        .order_by("-effective_from", "-pk")
    )


def holding_at(party: Party, on: date | None = None) -> dict[str, PolicyValue]:
    """What the authority's own word is on the day (today), by policy, in one query."""
    said = PolicyValue.objects.filter(party=party, effective_from__lte=on or timezone.localdate())
    latest = said.order_by("key", "-effective_from", "-pk").distinct("key")
    return {one.key: one for one in latest.select_related("set_by")}
