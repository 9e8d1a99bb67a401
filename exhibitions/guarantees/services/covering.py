"""Locking what goods may owe at the gate, freeing it when they are back or taxed, revaluing it.

The guarantee's row is the one that everybody wants: the statement that adds the holds takes it,
after the objects' own rows, and only the trail follows before the caller's commit.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Party
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import Actor
from exhibitions.guarantees.models import Coverage, Guarantee, Hold
from exhibitions.guarantees.queries import free_of
from exhibitions.guarantees.rules import (
    cover_refusal,
    customs_refusal,
    live_refusal,
    lock_right_refusal,
    money_refusal,
    short_refusal,
)
from exhibitions.tariffs.estimating import estimate
from relics.register.models import RelicObject

from .acts import locked, settle_balance, trail

NAMED = 20
"""How many objects an entry of the trail names; the holds name all."""

TRIES = 3
"""Room that was taken meanwhile is refused; room that came free meanwhile is tried again."""


class Need(NamedTuple):
    """What one object needs: the most tax it may owe, and the key of the permit it goes under.

    `basis` is what it was estimated from; with it the sum is estimated anew each night.
    """

    object: RelicObject
    amount: Decimal
    what_for: str
    basis: dict[str, Any] | None = None


Lines = Iterable[tuple[RelicObject, Decimal, str] | Need]


def need_of(
    thing: RelicObject,
    what_for: str,
    *,
    value: Decimal,
    currency: str,
    hs_code: str,
    origin: str = "",
    customs: Party | None = None,
    on: date | None = None,
) -> Need:
    """What the object needs by the rates of the day; refuses where one is unknown (R-TAX-01)."""
    day = on or timezone.localdate()
    found = estimate(value, currency, hs_code, origin=origin, on=day, customs=customs)
    basis = {"value": str(value), "currency": currency, "hs_code": hs_code, "origin": origin}
    return Need(thing, found.total, what_for, basis)


@transaction.atomic
def lock_cover(guarantee: Guarantee, lines: Lines, *, by: Actor) -> list[Hold]:
    """Lock what the objects may owe, all or none; call it last before the commit.

    By customs, who acts for the holder, or the system. Never over by a cent, whatever runs at
    the same time (R-GUAR-09, cases 27 and 28): raises Conflict `cover_short` with `shortfall`,
    `guarantee_frozen`, `guarantee_out_of_term` or `object_covered`. What it costs does not
    depend on how much is locked already.
    """
    needs = sorted((Need(*line) for line in lines), key=lambda one: one.object.pk)
    _check(needs)
    total = sum((one.amount for one in needs), Decimal(0))
    for _attempt in range(TRIES):
        fresh = Guarantee.objects.select_related("holder", "customs").get(pk=guarantee.pk)
        require(lock_right_refusal(fresh, by), error=NotAllowed)
        _require_room(fresh, total)
        try:
            with transaction.atomic():
                made = Hold.objects.bulk_create([_lock(fresh, one, by) for one in needs])
        except IntegrityError as error:
            _explain(error)
            continue
        trail(fresh, "lock", by=by, total=total, **_named(needs))
        return made
    raise Conflict(
        Refusal("guarantee_busy", _("该担保正在由他人办理。"), "D-LOCK", _("请稍后再试。"))
    )


@transaction.atomic
def release_cover(
    guarantee: Guarantee,
    lines: Iterable[tuple[RelicObject, str]],
    *,
    reason: str,
    by: Actor,
) -> list[Hold]:
    """Free what is locked for these objects under these permits, all or none.

    When they are back in the zone or their tax is paid: the gate or the sale that calls this has
    asked; `reason` says which. A guarantee that fell short recovers when enough is freed.
    """
    held = locked(guarantee)
    require(lock_right_refusal(held, by), error=NotAllowed)
    wanted = {(thing.pk, what_for) for thing, what_for in lines}
    found = [one for one in _open(held, {pk for pk, _for in wanted}) if _key(one) in wanted]
    if len(found) != len(wanted) or not wanted:
        raise Conflict(
            Refusal(
                "not_locked",
                _("这些物品中有的没有锁定担保。"),
                "R-GUAR-09",
                _("请刷新后核对。"),
            )
        )
    total = sum((one.amount for one in found), Decimal(0))
    trail(held, "free", by=by, reason=reason, total=total, count=len(found))
    freed = [_hold(one, Hold.Kind.RELEASE, Decimal(0), by, reason) for one in found]
    made = Hold.objects.bulk_create(freed)
    held.required -= total
    settle_balance(held, by=by)
    return made


@transaction.atomic
def revalue(
    guarantee: Guarantee, lines: Iterable[tuple[RelicObject, Decimal]], *, by: Actor
) -> list[Hold]:
    """Write what objects may owe by today's rates in place of what is locked for them.

    It may push what is locked above the amount: the guarantee falls short then, takes nothing
    new, and `recall_list` names what must come back (R-GUAR-05, case 30). By customs or the
    system: nobody revalues its own.
    """
    held = locked(guarantee)
    require(customs_refusal(held, by), error=NotAllowed)
    wanted = {thing.pk: amount for thing, amount in lines}
    for amount in wanted.values():
        require(money_refusal(amount), error=NotAcceptable)
    moved = [one for one in _open(held, set(wanted)) if wanted[one.object_id] != one.amount]
    made = Hold.objects.bulk_create(
        [_hold(one, Hold.Kind.REVALUE, wanted[one.object_id], by, "") for one in moved]
    )
    change = sum((one.delta for one in made), Decimal(0))
    held.required += change
    if made:
        trail(held, "revalue", by=by, change=change, count=len(made), required=held.required)
    settle_balance(held, by=by)
    return made


def _check(needs: list[Need]) -> None:
    for one in needs:
        require(money_refusal(one.amount), error=NotAcceptable)
    if not needs or len({one.object.pk for one in needs}) != len(needs):
        raise NotAcceptable(
            Refusal(
                "lines_impossible",
                _("须至少有一件物品，每件只列一次。"),
                "R-GUAR-09",
                _("请核对物品清单。"),
            )
        )


def _require_room(guarantee: Guarantee, total: Decimal) -> None:
    """The sentence before the attempt; the database has the last word."""
    require(live_refusal(guarantee, timezone.localdate()), error=Conflict)
    if cover_refusal(guarantee, total) is not None:
        _refuse_short(guarantee, total)


def _refuse_short(guarantee: Guarantee, total: Decimal) -> None:
    free = free_of(guarantee)
    raise Conflict(
        short_refusal(total, free),
        extra={"shortfall": f"{total - free:.2f}", "free": f"{free:.2f}"},
    )


def _explain(error: IntegrityError) -> None:
    """Why the database did not take the locks: somebody was first; then the room is read anew."""
    told = str(error)
    if "coverage_once_at_a_time" in told:
        raise Conflict(
            Refusal(
                "object_covered",
                _("这些物品中有的已锁定担保。"),
                "R-GUAR-09",
                _("请先办结原许可下的手续。"),
            )
        ) from error
    if "guarantee_never_over" not in told and "guarantee_active_for_locks" not in told:
        raise error


def _named(needs: list[Need]) -> dict[str, Any]:
    return {"count": len(needs), "objects": [one.object.pk for one in needs[:NAMED]]}


def _lock(guarantee: Guarantee, need: Need, by: Actor) -> Hold:
    return Hold(
        guarantee=guarantee,
        object=need.object,
        what_for=need.what_for,
        kind=Hold.Kind.LOCK,
        delta=need.amount,
        amount=need.amount,
        basis=need.basis,
        by=by.actor_key,
        at=timezone.now(),
    )


def _open(guarantee: Guarantee, objects: set[int]) -> list[Coverage]:
    rows = Coverage.objects.filter(
        guarantee=guarantee, object__in=objects, released_at__isnull=True
    )
    return list(rows.order_by("object"))


def _key(coverage: Coverage) -> tuple[int, str]:
    return (coverage.object_id, coverage.what_for)


def _hold(coverage: Coverage, kind: str, amount: Decimal, by: Actor, reason: str) -> Hold:
    return Hold(
        guarantee_id=coverage.guarantee_id,
        object_id=coverage.object_id,
        what_for=coverage.what_for,
        kind=kind,
        delta=amount - coverage.amount,
        amount=amount,
        by=by.actor_key,
        reason=reason[:200],
        at=timezone.now(),
    )
