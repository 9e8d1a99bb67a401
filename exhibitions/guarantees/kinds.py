"""What this room registers: its policies, the words of its verbs, and its ear for tiers."""

from approvals.cases.wording import register_sentences
from approvals.policies.registry import register_policy
from exhibitions.credit.changes import RatingChanged, on_rating_changed

from .policies import POLICIES
from .services import settle_holder
from .wording import BAD, TOLD


def hear_tier(change: RatingChanged) -> None:
    """An exemption stands and falls with the tier (R-GUAR-07, case 42)."""
    settle_holder(change.party, by=change.by)


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    for one in POLICIES:
        register_policy(one)
    register_sentences(TOLD, bad=BAD)
    on_rating_changed(hear_tier)
