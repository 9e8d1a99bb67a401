"""Handing in: everything is judged before customs sees it, and each clash is named (§10.8)."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.parties.models import User
from approvals.policies.queries import policy
from approvals.record.moving import move
from approvals.record.refusals import Conflict, NotAllowed, Refusal, require
from exhibitions.permits.cover import filing_refusals, most_tax
from exhibitions.permits.models import Consultation, DisplayPermit, Part, PermitItem
from exhibitions.permits.policies import POLICIES
from exhibitions.permits.prefilling import known_of
from exhibitions.permits.queries import askings_on, candidates_for, items_of
from exhibitions.permits.rules import RULE, occasions_of, operator_refusal, submission_refusals

from .acts import close_case, locked, receive, require_none, tell, trail
from .drafting import drafting, total_tax

S = DisplayPermit.Status


def submit_permit(permit: DisplayPermit, *, by: User) -> DisplayPermit:
    """Hand it in; once returned, the same verb hands it in again.

    Raises NotAcceptable with all that is missing or clashes in `extra["refusals"]`. The
    authorities of the zone's table answer side by side; customs decides when all have spoken.
    """
    with transaction.atomic():
        held = drafting(permit, by)
        gone = _refresh_items(held)
        items = items_of(held)
        refusals = [
            *gone,
            *submission_refusals(held, items),
            *filing_refusals(held, items),
        ]
        require_none(refusals)
        again = held.status == S.RETURNED
        if again:
            with engine.turn(held.case, "fix", by=by):
                _hand_in(held, items, by)
        else:
            receive(held.case, held.showroom)
            _hand_in(held, items, by)
            engine.start(held.case)
    return held


def _refresh_items(permit: DisplayPermit) -> list[Refusal]:
    """Bring the items to what book, filing and entry say today; names what is not here any more."""
    items = list(permit.items.select_related("object"))
    keys = [one.object_id for one in items]
    found = {one.object.pk: one for one in candidates_for(permit.showroom, keys)}
    gone = []
    for item in items:
        if (candidate := found.get(item.object_id)) is None:
            gone.append(_gone_refusal(item))
            continue
        known = known_of(candidate)
        told = {name: value for name, value in known.items() if value or value is False}
        for name, value in told.items():
            setattr(item, name, value)
        item.save(update_fields=[*told])
    return gone


def _gone_refusal(item: PermitItem) -> Refusal:
    """Its filing or entry ended, or its owner took the mandate back."""
    return Refusal(
        "not_selectable",
        _("“%(object)s”已不能由本单位在该展厅展出。") % {"object": item.name},
        "R-BOND-02",
        _("请移出该展品。"),
    )


def _hand_in(permit: DisplayPermit, items: list[PermitItem], by: User) -> None:
    today = timezone.localdate()
    for item in items:
        item.tax, item.tax_on = most_tax(item, on=today), today
    permit.cover_needed = total_tax(items)
    permit.round += 1
    permit.policy = _read_policies(permit)
    before = move(permit, "submit", "cover_needed", "round", "policy")
    hold_items(permit, items)
    _consult(permit, items)
    trail(
        permit,
        "submit",
        by=by,
        before=before,
        number=permit.case.number,
        objects=[one.object.number for one in items],
        cover=permit.cover_needed,
    )
    tell(permit, "display.asked", objects=[one.object.number for one in items])
    if permit.all_answered():
        move(permit, "begin_review")


def hold_items(permit: DisplayPermit, items: Iterable[PermitItem]) -> None:
    """Set the period on the items: an object stands in one show at a time."""
    try:
        with transaction.atomic():
            for item in items:
                item.starts_on, item.ends_on, item.holds = permit.starts_on, permit.ends_on, True
                item.save(update_fields=["starts_on", "ends_on", "holds", "tax", "tax_on"])
    except IntegrityError as error:
        if "permit_item_in_one_show_at_a_time" not in str(error):
            raise
        raise Conflict(
            Refusal("in_another_show", _("有展品在同一时间已列入另一份许可。"), RULE)
        ) from error


def free_items(permit: DisplayPermit) -> None:
    """The objects may be shown elsewhere again."""
    permit.items.update(holds=False)


def _consult(permit: DisplayPermit, items: list[PermitItem]) -> None:
    """Whom the zone's table names for what these items are; pinned with the application."""
    occasions = occasions_of(items)
    lines = askings_on(permit.showroom.zone, timezone.localdate())
    asked: dict[tuple[int, str], Any] = {}
    for line in lines.filter(part__in=[Part.ANSWERS, Part.TOLD], occasion__in=occasions):
        asked.setdefault((line.authority_id, line.part), line)
    Consultation.objects.bulk_create(
        Consultation(
            permit=permit,
            round=permit.round,
            authority_id=authority,
            occasion=line.occasion,
            part=part,
            rule=line.rule,
        )
        for (authority, part), line in asked.items()
    )


def _read_policies(permit: DisplayPermit) -> dict[str, Any]:
    parties = (permit.showroom.zone.party, permit.showroom.customs)
    keys = [*(one.key for one in POLICIES), "filings.foreign_show_days", "guarantees.buffer_days"]
    return {key: policy(key, *parties) for key in keys}


def withdraw_permit(permit: DisplayPermit, *, reason: str = "", by: User) -> DisplayPermit:
    """Give it up before anything went out."""
    with transaction.atomic():
        engine.lock_case(permit.case_id)
        held = locked(permit)
        require(operator_refusal(held.showroom.operator, by), error=NotAllowed)
        before = move(held, "withdraw")
        free_items(held)
        engine.cancel(held.case)
        close_case(held.case)
        trail(held, "withdraw", by=by, before=before, reason=reason.strip())
        if held.case.number:
            tell(held, "display.withdrawn")
    return held
