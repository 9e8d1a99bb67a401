"""The holder draws a guarantee up and hands it in."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Party, User
from approvals.record.moving import not_now
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from exhibitions.guarantees.models import Guarantee
from exhibitions.guarantees.rules import (
    decision_due,
    exemption_refusal,
    holder_refusal,
)

from .acts import locked, move, trail

CONTENT = (
    *("form", "is_general", "document_no", "guarantor", "parties", "obligation", "face"),
    *("valid_from", "valid_to", "liability", "other_terms", "sealed_on"),
    *("receiving_account", "paying_account"),
)


@transaction.atomic
def draft_guarantee(*, holder: Party, customs: Party, by: User, **said: Any) -> Guarantee:
    """Draw up a guarantee of the holder for that customs; `said` are all of `CONTENT`.

    By who acts for the holder. The six statements of R-GUAR-03 must be there.
    """
    made = Guarantee(holder=holder, customs=customs, created_by=by, **_known(said))
    require(holder_refusal(made, by), error=NotAllowed)
    if customs.kind != Party.Kind.CUSTOMS:
        raise NotAcceptable(Refusal("no_customs", _("受益人须为海关。"), "R-GUAR-03"))
    _check(made)
    made.save()
    trail(made, "draft", by=by, document_no=made.document_no, face=made.face)
    return made


@transaction.atomic
def fill_guarantee(guarantee: Guarantee, *, by: User, **said: Any) -> Guarantee:
    """Word a draft otherwise."""
    held = locked(guarantee)
    require(holder_refusal(held, by), error=NotAllowed)
    if held.status != Guarantee.Status.DRAFT:
        raise Conflict(not_now(held))
    for name, value in _known(said).items():
        setattr(held, name, value)
    _check(held)
    held.save(update_fields=[*said, "amount"])
    trail(held, "fill", by=by, fields=sorted(said))
    return held


@transaction.atomic
def submit_guarantee(guarantee: Guarantee, *, by: User) -> Guarantee:
    """Hand it in; customs decides in 5 working days, on a general guarantee in 10 (R-GUAR-04).

    An exemption may be asked for by the highest tier only (R-GUAR-07).
    """
    held = locked(guarantee)
    require(holder_refusal(held, by), error=NotAllowed)
    if held.status != Guarantee.Status.DRAFT:
        raise Conflict(not_now(held))
    today = timezone.localdate()
    require(exemption_refusal(held, today), error=NotAcceptable)
    require(_ended_refusal(held, today), error=NotAcceptable)
    require(_twice_refusal(held), error=Conflict)
    held.submitted_at = timezone.now()
    held.decide_by = decision_due(held, today)
    try:
        with transaction.atomic():
            before = move(held, "submit", "submitted_at", "decide_by", by=by)
    except IntegrityError as error:
        if "guarantee_one_per_document" not in str(error):
            raise
        raise Conflict(_known_refusal(held)) from error
    trail(held, "submit", by=by, before=before, decide_by=held.decide_by)
    return held


def _known(said: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(said) - set(CONTENT):
        raise KeyError(min(unknown))
    return said


def _check(made: Guarantee) -> None:
    """Blank statements and impossible sums are refused field by field."""
    made.amount = made.face
    made.full_clean(exclude=["status"], validate_unique=False)


def _ended_refusal(held: Guarantee, today: date) -> Refusal | None:
    if held.valid_to >= today:
        return None
    return Refusal("guarantee_out_of_term", _("担保期限已过。"), "R-GUAR-03", _("请更正担保期限。"))


def _twice_refusal(held: Guarantee) -> Refusal | None:
    same = Guarantee.objects.filter(customs=held.customs, document_no=held.document_no)
    return _known_refusal(held) if same.exclude(status__in=["draft", "refused"]).exists() else None


def _known_refusal(held: Guarantee) -> Refusal:
    return Refusal(
        "document_known",
        _("编号“%(number)s”的担保已经提交过。") % {"number": held.document_no},
        "R-GUAR-03",
        _("请核对保函（保证金）编号。"),
    )
