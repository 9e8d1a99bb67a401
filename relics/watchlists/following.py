"""Rooms to the right hold the objects that are frozen here: they are told, in the same act."""

from collections.abc import Callable

from approvals.parties.models import User

from .models import Freeze

Follower = Callable[[Freeze, User], None]

_frozen: list[Follower] = []
_ended: list[Follower] = []


def follow_freezes(*, frozen: Follower, ended: Follower) -> None:
    """Have `frozen` called when an object is frozen, `ended` when its freeze ends.

    Both inside the transaction of that act, with the freeze as it stands then.
    """
    if frozen not in _frozen:
        _frozen.append(frozen)
        _ended.append(ended)


def tell_frozen(freeze: Freeze, by: User) -> None:
    for follower in _frozen:
        follower(freeze, by)


def tell_ended(freeze: Freeze, by: User) -> None:
    for follower in _ended:
        follower(freeze, by)
