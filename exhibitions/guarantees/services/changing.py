"""A guarantee grows or lasts longer: asked by the holder, decided by customs (R-GUAR-04)."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.moving import not_now
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from exhibitions.guarantees.models import LIVE, Change, Guarantee, Ruling
from exhibitions.guarantees.rules import (
    change_due,
    change_term_refusal,
    customs_refusal,
    holder_refusal,
    money_refusal,
)

from .acts import locked, settle_balance, sign_ruling, trail

GRANTED, DECLINED = Change.Outcome.GRANTED, Change.Outcome.DECLINED


@transaction.atomic
def request_change(
    guarantee: Guarantee,
    *,
    document: str,
    by: User,
    amount: Decimal | None = None,
    valid_to: date | None = None,
) -> Change:
    """The holder asks for a larger sum or a later end, before the guarantee ends.

    Exactly one of the two. Customs decides in five working days (R-GUAR-04).
    """
    held = locked(guarantee)
    require(holder_refusal(held, by), error=NotAllowed)
    return _ask(held, document=document, amount=amount, valid_to=valid_to, by=by)


@transaction.atomic
def grant_change(change: Change, *, by: User) -> Guarantee:
    """Customs agrees; the database applies it. What was asked in time may be granted later."""
    held, asked = _asked(change, by)
    asked.outcome, asked.decided_by, asked.decided_at = GRANTED, by, timezone.now()
    asked.save(update_fields=["outcome", "decided_by", "decided_at"])
    return _applied(held, asked, by)


@transaction.atomic
def decline_change(change: Change, *, reason: str, ground: str, rights: str, by: User) -> Ruling:
    """Customs does not agree, in writing with reasons; the guarantee stays as it was."""
    held, asked = _asked(change, by)
    asked.outcome, asked.decided_by, asked.decided_at = DECLINED, by, timezone.now()
    asked.save(update_fields=["outcome", "decided_by", "decided_at"])
    said = {"reason": reason, "ground": ground, "rights": rights}
    signed = sign_ruling(held, Ruling.Kind.DECLINED, **said, by=by)
    trail(held, "decline_change", by=by, reason=signed.reason, change=asked.pk)
    return signed


@transaction.atomic
def top_up(guarantee: Guarantee, amount: Decimal, *, document: str, by: User) -> Guarantee:
    """Customs records a larger sum by its document; one that fell short may recover."""
    held = locked(guarantee)
    require(customs_refusal(held, by), error=NotAllowed)
    asked = _ask(held, document=document, amount=amount, valid_to=None, by=by)
    return grant_change(asked, by=by)


@transaction.atomic
def renew(guarantee: Guarantee, valid_to: date, *, document: str, by: User) -> Guarantee:
    """Customs records a later end by its document: the guarantee is active again."""
    held = locked(guarantee)
    require(customs_refusal(held, by), error=NotAllowed)
    asked = _ask(held, document=document, amount=None, valid_to=valid_to, by=by)
    return grant_change(asked, by=by)


def _ask(
    held: Guarantee,
    *,
    document: str,
    amount: Decimal | None,
    valid_to: date | None,
    by: User,
) -> Change:
    if held.status not in LIVE:
        raise Conflict(not_now(held))
    today = timezone.localdate()
    require(change_term_refusal(held, today), error=Conflict)
    require(_content_refusal(held, document, amount, valid_to), error=NotAcceptable)
    asked = Change.objects.create(
        guarantee=held,
        kind=Change.Kind.TOP_UP if amount is not None else Change.Kind.RENEWAL,
        amount=amount,
        valid_to=valid_to,
        document_no=document.strip(),
        asked_by=by,
        asked_at=timezone.now(),
        decide_by=change_due(held, today),
    )
    trail(held, "ask_change", by=by, kind=asked.kind, amount=amount, valid_to=valid_to)
    return asked


def _content_refusal(
    held: Guarantee, document: str, amount: Decimal | None, valid_to: date | None
) -> Refusal | None:
    if not document.strip() or (amount is None) == (valid_to is None):
        return Refusal(
            "change_unclear",
            _("请写明文书编号，并选择增加金额或延长期限之一。"),
            "R-GUAR-04",
            _("请填写完整。"),
        )
    if amount is not None:
        return money_refusal(amount)
    if valid_to is not None and valid_to <= held.valid_to:
        return Refusal("not_later", _("新的期限须晚于现有期限。"), "R-GUAR-04", _("请更正日期。"))
    return None


def _asked(change: Change, by: User) -> tuple[Guarantee, Change]:
    """The guarantee and the open change under their locks, for an officer of that customs."""
    held = locked(change.guarantee)
    require(customs_refusal(held, by), error=NotAllowed)
    asked = Change.objects.select_for_update().get(pk=change.pk)
    if asked.outcome != Change.Outcome.OPEN:
        raise Conflict(
            Refusal("change_settled", _("该变更已决定。"), "R-GUAR-04", _("请刷新页面。"))
        )
    if held.status not in LIVE:
        raise Conflict(not_now(held))
    return held, asked


def _applied(held: Guarantee, change: Change, by: User) -> Guarantee:
    """The guarantee as the database changed it, with the status that follows."""
    held = locked(held)
    trail(
        held,
        f"grant_{change.kind}",
        by=by,
        change=change.pk,
        amount=held.amount,
        until=held.valid_to,
        document=change.document_no,
    )
    settle_balance(held, by=by)
    return held
