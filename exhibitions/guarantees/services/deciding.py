"""Customs takes a guarantee or does not, and it begins to count."""

from django.db import transaction
from django.utils import timezone

from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAllowed, require
from approvals.record.services import post_outbox
from exhibitions.guarantees.models import Guarantee, Ruling
from exhibitions.guarantees.rules import customs_refusal, exemption_refusal

from .acts import locked, move, settle_balance, sign_ruling, trail


@transaction.atomic
def accept_guarantee(guarantee: Guarantee, *, by: User) -> Guarantee:
    """Take it: the papers are in order. Officers of the customs that holds it."""
    held = locked(guarantee)
    require(customs_refusal(held, by), error=NotAllowed)
    require(exemption_refusal(held, timezone.localdate()), error=Conflict)
    before = move(held, "accept", by=by)
    trail(held, "accept", by=by, before=before)
    return held


@transaction.atomic
def refuse_guarantee(
    guarantee: Guarantee, *, reason: str, ground: str, rights: str, by: User
) -> Ruling:
    """Do not take it, in writing with reasons, ground and rights (R-GUAR-04)."""
    held = locked(guarantee)
    require(customs_refusal(held, by), error=NotAllowed)
    before = move(held, "refuse", by=by)
    said = {"reason": reason, "ground": ground, "rights": rights}
    signed = sign_ruling(held, Ruling.Kind.REFUSAL, **said, by=by)
    trail(held, "refuse", by=by, before=before, reason=signed.reason, ground=signed.ground)
    return signed


@transaction.atomic
def activate_guarantee(guarantee: Guarantee, *, by: User) -> Guarantee:
    """The money has come in, or the sealed original: goods may be locked on it (R-BOND-04)."""
    held = locked(guarantee)
    require(customs_refusal(held, by), error=NotAllowed)
    before = move(held, "activate", by=by)
    trail(held, "activate", by=by, before=before, amount=held.amount, until=held.valid_to)
    told = {"guarantee": held.pk, "holder": held.holder_id, "amount": held.amount}
    post_outbox("zone", "guarantee.active", subject=held.chain, payload=told)
    settle_balance(held, by=by)
    return held
