"""Customs rates a party; and a change of tier begins to count, at once or on its day."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from approvals.parties.models import Party, User
from approvals.record.refusals import NotAcceptable, NotAllowed, require
from approvals.record.services import CLOCKWORK, Actor, post_outbox, write_trail

from .changes import RatingChanged, tell
from .models import Rating, TierChange
from .queries import last_told, tier_of
from .rules import rater_refusal, rating_refusal


@transaction.atomic
def rate_party(
    party: Party,
    tier: str,
    *,
    valid_from: date,
    source: str,
    by: User,
    valid_to: date | None = None,
) -> Rating:
    """Record the tier that a document gives the enterprise from a day on. Officers of customs.

    What changes the tier of today counts at once: who registered with `on_rating_changed` is
    told in this transaction. A later day is told on that day.
    """
    require(rater_refusal(by), error=NotAllowed)
    refusal = rating_refusal(party, tier, valid_from=valid_from, valid_to=valid_to, source=source)
    require(refusal, error=NotAcceptable)
    rating = Rating.objects.create(
        party=party,
        tier=tier,
        valid_from=valid_from,
        valid_to=valid_to,
        source=source.strip(),
        by=by,
    )
    facts = {"tier": tier, "from": valid_from, "to": valid_to, "source": rating.source}
    write_trail(
        f"party:{party.pk}", "credit.rate", by=by, subject=f"rating:{rating.pk}", after=facts
    )
    settle_tier(party, by=by)
    return rating


@transaction.atomic
def settle_tier(party: Party, *, by: Actor) -> TierChange | None:
    """If the tier of today is another than was told last, tell it and keep that it was.

    A drop suspends new legs and has guarantees recomputed; it cancels nothing (case 42).
    """
    Party.objects.select_for_update(no_key=True).get(pk=party.pk)
    day = timezone.localdate()
    before, after = last_told(party), tier_of(party, day)
    if before == after:
        return None
    change = TierChange.objects.create(party=party, before=before or "", after=after or "", on=day)
    told = {"party": party.pk, "before": before or "", "after": after or "", "on": day}
    write_trail(
        f"party:{party.pk}",
        "credit.change",
        by=by,
        subject=f"party:{party.pk}",
        before={"tier": before or ""},
        after={"tier": after or "", "on": day},
    )
    post_outbox("zone", "credit.changed", subject=f"party:{party.pk}", payload=told)
    tell(RatingChanged(party=party, before=before, after=after, on=day, by=by))
    return change


def settle_all() -> list[TierChange]:
    """Each night: what begins or ends today begins to count, missed nights included."""
    rated = Party.objects.filter(pk__in=Rating.objects.values("party")).order_by("pk")
    found = (settle_tier(party, by=CLOCKWORK) for party in rated.iterator())
    return [one for one in found if one is not None]
