"""Customs takes from a guarantee what is owed, or gives it back; what nobody fetches."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import post_outbox
from exhibitions.guarantees.models import Change, Guarantee, Ruling
from exhibitions.guarantees.rules import (
    change_due,
    customs_refusal,
    money_refusal,
    notice_day,
    still_locked_refusal,
    too_early_refusal,
    treasury_day,
)

from .acts import locked, move, sign_ruling, trail


@transaction.atomic
def call_guarantee(
    guarantee: Guarantee,
    amount: Decimal,
    *,
    document: str,
    reason: str,
    ground: str,
    rights: str,
    by: User,
) -> Guarantee:
    """Take from it what is owed, by its document and signed with reasons; no new goods after.

    What stands under it stays locked until it is taxed or back.
    """
    held = locked(guarantee)
    require(customs_refusal(held, by), error=NotAllowed)
    require(money_refusal(amount), error=NotAcceptable)
    if amount > held.amount or not document.strip():
        raise NotAcceptable(
            Refusal(
                "call_impossible",
                _("须写明文书编号，金额不得超过现有担保金额。"),
                "R-GUAR-02",
                _("请更正。"),
            )
        )
    before = move(held, "call", by=by)
    said = {"reason": reason, "ground": ground, "rights": rights}
    signed = sign_ruling(held, Ruling.Kind.CALL, **said, by=by)
    now = timezone.now()
    Change.objects.create(
        guarantee=held,
        kind=Change.Kind.CALL,
        amount=-amount,
        document_no=document.strip(),
        outcome=Change.Outcome.GRANTED,
        asked_by=by,
        asked_at=now,
        decide_by=change_due(held, timezone.localdate()),
        decided_by=by,
        decided_at=now,
    )
    trail(held, "call", by=by, before=before, reason=signed.reason, amount=amount)
    told = {"guarantee": held.pk, "holder": held.holder_id, "amount": amount}
    post_outbox("zone", "guarantee.called", subject=held.chain, payload=told)
    return locked(held)


@transaction.atomic
def release_guarantee(guarantee: Guarantee, *, by: User) -> Guarantee:
    """Give it back: everything is taxed or back, and the holder has its money (R-GUAR-06).

    Also to who comes late, until the money went to the treasury.
    """
    held = locked(guarantee)
    require(customs_refusal(held, by), error=NotAllowed)
    require(still_locked_refusal(held), error=Conflict)
    before = move(held, "release", by=by)
    trail(held, "release", by=by, before=before, amount=held.amount)
    told = {"guarantee": held.pk, "holder": held.holder_id, "amount": held.amount}
    post_outbox("zone", "guarantee.released", subject=held.chain, payload=told)
    return held


@transaction.atomic
def clear_guarantee(guarantee: Guarantee, *, by: User) -> Guarantee:
    """Tell the holder of a deposit that nothing is owed and it may fetch its money (R-GUAR-06).

    Three months run from today, then customs may give notice.
    """
    held = locked(guarantee)
    require(customs_refusal(held, by), error=NotAllowed)
    require(still_locked_refusal(held), error=Conflict)
    if held.form != Guarantee.Form.DEPOSIT:
        raise NotAcceptable(
            Refusal(
                "nothing_to_fetch",
                _("只有保证金需要领回；保函、保险单和免除担保直接解除。"),
                "R-GUAR-06",
                _("请办理解除。"),
            )
        )
    held.cleared_on = timezone.localdate()
    before = move(held, "clear", "cleared_on", by=by)
    trail(held, "clear", by=by, before=before, amount=held.amount)
    return held


@transaction.atomic
def give_notice(guarantee: Guarantee, *, reason: str, ground: str, rights: str, by: User) -> Ruling:
    """Nobody fetched the deposit in three months: customs gives notice (R-GUAR-06)."""
    held = locked(guarantee)
    require(customs_refusal(held, by), error=NotAllowed)
    day = notice_day(held)
    held.noticed_on = timezone.localdate()
    before = move(held, "give_notice", "noticed_on", by=by)
    require(too_early_refusal(day), error=Conflict)
    said = {"reason": reason, "ground": ground, "rights": rights}
    signed = sign_ruling(held, Ruling.Kind.NOTICE, **said, by=by)
    trail(held, "notice", by=by, before=before, reason=signed.reason)
    return signed


@transaction.atomic
def forfeit_guarantee(
    guarantee: Guarantee, *, reason: str, ground: str, rights: str, by: User
) -> Ruling:
    """Nobody came in the year after the notice: the money goes to the treasury (R-GUAR-06)."""
    held = locked(guarantee)
    require(customs_refusal(held, by), error=NotAllowed)
    day = treasury_day(held)
    before = move(held, "forfeit", by=by)
    require(too_early_refusal(day), error=Conflict)
    said = {"reason": reason, "ground": ground, "rights": rights}
    signed = sign_ruling(held, Ruling.Kind.TREASURY, **said, by=by)
    trail(held, "forfeit", by=by, before=before, reason=signed.reason, amount=held.amount)
    return signed
