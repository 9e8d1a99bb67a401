"""A list is withdrawn by its side, or its time is over; the other side's stands alone again."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAllowed, require
from approvals.record.services import CLOCKWORK, Actor
from approvals.record.status import can_proceed
from exhibitions.books.models import Document
from exhibitions.books.rules import holder_right
from exhibitions.books.services import Paper, call_off_going
from exhibitions.transfers.models import ListStatus, Side, TransferList
from exhibitions.transfers.queries import (
    items_of,
    near_their_end,
    other_of,
    over_their_end,
    warn_days,
)
from exhibitions.transfers.rules import not_open

from .acts import locked, tell


@transaction.atomic
def withdraw_list(one: TransferList, *, reason: str = "", by: User) -> TransferList:
    """Its own side takes the list back; the giver's lines are free again."""
    held = locked(one)
    require(holder_right(held.book, by), error=NotAllowed)
    if not can_proceed(held.withdraw):
        raise Conflict(not_open(held))
    other = other_of(held)
    held.withdraw()
    return _over(held, other, "withdraw", by=by, reason=reason.strip())


def lapse_lists() -> list[TransferList]:
    """Each night: end what is over its last day, and warn once before (transfers.warn_days)."""
    ended = [_lapse(one) for one in over_their_end()]
    for one in near_their_end():
        _warn(one)
    return [one for one in ended if one is not None]


@transaction.atomic
def _lapse(one: TransferList) -> TransferList | None:
    held = locked(one)
    if not can_proceed(held.lapse) or held.expires_on >= timezone.localdate():
        return None
    other = other_of(held)
    held.lapse()
    return _over(held, other, "lapse", by=CLOCKWORK)


@transaction.atomic
def _warn(one: TransferList) -> None:
    held = locked(one)
    last = held.expires_on - timedelta(days=warn_days(held.book))
    if held.is_open and (held.warned_on is None or held.warned_on < last):
        held.warned_on = timezone.localdate()
        held.save(update_fields=["warned_on"])
        tell(held, "warn", by=CLOCKWORK, expires_on=held.expires_on)


def _over(
    held: TransferList, other: TransferList | None, verb: str, *, by: Actor, reason: str = ""
) -> TransferList:
    held.differences, held.ended_at = [], timezone.now()
    held.save(update_fields=["status", "differences", "ended_at"])
    lines = [item.line for item in items_of(held) if item.line is not None]
    if held.side == Side.OUT and lines:
        call_off_going(lines, Paper(Document.TRANSFER, held.number, reason), by=CLOCKWORK)
    tell(held, verb, by=by, reason=reason)
    if other is not None and other.status == ListStatus.MISMATCH:
        alone = locked(other)
        alone.stand_alone()
        alone.differences = []
        alone.save(update_fields=["status", "differences"])
        tell(alone, "stand_alone", by=CLOCKWORK, other=held.number)
    return held
