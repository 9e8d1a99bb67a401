"""Who wants to know when a tier changes: the rooms to the right, told in the same transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from approvals.parties.models import Party
from approvals.record.services import Actor

from .tiers import Tier, rank_of


@dataclass(frozen=True)
class RatingChanged:
    """The tier of a party that begins to count on `on`; None is no tier."""

    party: Party
    before: Tier | None
    after: Tier | None
    on: date
    by: Actor

    @property
    def is_drop(self) -> bool:
        """Whether it stands lower than before: new legs stop, nothing is cancelled (case 42)."""
        return rank_of(self.after) > rank_of(self.before)


Listener = Callable[[RatingChanged], None]
_listeners: list[Listener] = []


def on_rating_changed(listener: Listener) -> None:
    """Have `listener` called whenever a tier changes, inside the transaction of the change.

    A room to the right registers in its `kinds.register()`; what it raises undoes the change.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def tell(change: RatingChanged) -> None:
    """Call everybody who registered, in that order."""
    for listener in _listeners:
        listener(change)
