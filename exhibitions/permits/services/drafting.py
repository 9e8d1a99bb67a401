"""The operator's draft: what show, where, when, and which objects. Nothing known is asked again."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.models import Case
from approvals.parties.models import User
from approvals.record.moving import not_now
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from exhibitions.permits.cover import owner_refusal
from exhibitions.permits.models import DisplayPermit, PermitItem, Showroom
from exhibitions.permits.prefilling import known_of, open_fields
from exhibitions.permits.queries import candidates_for
from exhibitions.permits.rules import RULE, classified_refusal, operator_refusal
from exhibitions.tariffs.rules import selective_duty_refusal

from .acts import locked, trail

CONTENT = (
    "title",
    "starts_on",
    "ends_on",
    "relic_filing",
    "art_approval",
    "art_applied_on",
    "guarantee",
)
OPEN = (DisplayPermit.Status.DRAFT, DisplayPermit.Status.RETURNED)


def draft_permit(showroom: Showroom, *, by: User) -> DisplayPermit:
    """Begin an application for the showroom's approved place."""
    require(operator_refusal(showroom.operator, by), error=NotAllowed)
    site = showroom.site
    if site is None:
        raise Conflict(
            Refusal(
                "site_not_approved",
                _("展厅“%(name)s”还没有海关核准的展示场所。") % {"name": showroom},
                "R-BOND-03",
                _("请先申请核准展示场所。"),
            )
        )
    with transaction.atomic():
        case = Case.objects.create(
            kind="display",
            title=_("保税展示 %(name)s") % {"name": showroom.name},
            applicant=showroom.operator,
            created_by=by,
        )
        permit = DisplayPermit.objects.create(case=case, showroom=showroom, site=site)
        trail(permit, "draft", by=by, showroom=showroom.name, address=site.address)
    return permit


def fill_permit(permit: DisplayPermit, values: Mapping[str, Any], *, by: User) -> DisplayPermit:
    """Say what is shown, from when to when, and the numbers of the show (R-TEMP-08, R-ART-04)."""
    with transaction.atomic():
        held = drafting(permit, by)
        for name in CONTENT:
            if name in values:
                setattr(held, name, values[name])
        held.full_clean(exclude=["status", "case"], validate_constraints=False)
        _require_forward(held.starts_on, held.ends_on)
        if held.guarantee is not None:
            require(owner_refusal(held, held.guarantee), error=NotAcceptable)
        held.save(update_fields=list(CONTENT))
        if held.title:
            held.case.title = held.title
            held.case.save(update_fields=["title"])
        trail(held, "fill", by=by)
    return held


def _require_forward(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise NotAcceptable(Refusal("period_backwards", _("展示结束日期早于开始日期。"), RULE))


def choose_items(permit: DisplayPermit, objects: Collection[int], *, by: User) -> list[PermitItem]:
    """Add objects (keys) to the draft, each with all that filing and entry say of it."""
    with transaction.atomic():
        held = drafting(permit, by)
        found = candidates_for(held.showroom, objects)
        if not found or len(found) != len(set(objects)):
            raise NotAcceptable(
                Refusal(
                    "not_selectable",
                    _("所选物品中有的不能由本单位在该展厅展出。"),
                    "R-BOND-02",
                    _("物品须在本综合保税区，有有效的备案或进境登记，并由本单位或其委托人所有。"),
                )
            )
        known = set(held.items.values_list("object", flat=True))
        last = held.items.aggregate(last=Max("sequence"))["last"] or 0
        fresh = [one for one in found if one.object.pk not in known]
        items = [
            PermitItem(permit=held, object=one.object, sequence=last + place, **known_of(one))
            for place, one in enumerate(fresh, 1)
        ]
        PermitItem.objects.bulk_create(items)
        trail(held, "choose", by=by, objects=[one.object.number for one in items])
    return items


def fill_item(item: PermitItem, values: Mapping[str, Any], *, by: User) -> PermitItem:
    """Say of one object what nobody knows yet: booth, sale, licence, and blanks of its record.

    The heading must take an object of its kind; how it is assessed is not chosen (rules §8).
    """
    if values.get("selective_duty"):
        raise NotAcceptable(selective_duty_refusal())
    with transaction.atomic():
        held = drafting(item.permit, by)
        one = PermitItem.objects.select_for_update().get(pk=item.pk, permit=held)
        found = candidates_for(held.showroom, [one.object_id])
        allowed = open_fields(known_of(found[0]) if found else {})
        changed = []
        for name, value in values.items():
            if name in allowed and getattr(one, name) != value:
                setattr(one, name, value)
                changed.append(name)
        one.full_clean(exclude=["permit", "object", "filing", "stay"], validate_constraints=False)
        _require_licence_end(one)
        require(classified_refusal(one), error=NotAcceptable)
        one.save(update_fields=sorted(allowed))
        trail(held, "fill_item", by=by, object=one.object.number, changed=changed)
    return one


def _require_licence_end(item: PermitItem) -> None:
    if item.licence_number and item.licence_valid_to is None:
        raise NotAcceptable(
            Refusal("licence_without_end", _("请填写许可证件的有效期。"), "R-BOND-06")
        )


def drop_item(item: PermitItem, *, by: User) -> None:
    """Take an object out of the draft."""
    with transaction.atomic():
        held = drafting(item.permit, by)
        number = item.object.number
        PermitItem.objects.filter(pk=item.pk, permit=held).delete()
        trail(held, "drop", by=by, object=number)


def record_licence(item: PermitItem, *, number: str, valid_to: date, by: User) -> PermitItem:
    """Note the licence under which an object may be sold, also while it is on show (R-BOND-06).

    It does not replace customs' look at the licence before the sale.
    """
    if not number.strip() or valid_to < timezone.localdate():
        raise NotAcceptable(
            Refusal("licence_not_valid", _("许可证件须有编号且在有效期内。"), "R-BOND-06")
        )
    with transaction.atomic():
        engine.lock_case(item.permit.case_id)
        held = locked(item.permit)
        require(operator_refusal(held.showroom.operator, by), error=NotAllowed)
        if held.closed_on or held.status in (
            DisplayPermit.Status.REFUSED,
            DisplayPermit.Status.WITHDRAWN,
        ):
            raise Conflict(not_now(held))
        one = PermitItem.objects.select_for_update().get(pk=item.pk, permit=held)
        one.licence_number, one.licence_valid_to = number.strip(), valid_to
        one.for_sale = True
        one.save(update_fields=["licence_number", "licence_valid_to", "for_sale"])
        trail(
            held, "licence", by=by, object=one.object.number, licence=number.strip(), until=valid_to
        )
    return one


def drafting(permit: DisplayPermit, by: User) -> DisplayPermit:
    """The application under lock, if `by` may still write in it."""
    engine.lock_case(permit.case_id)
    held = locked(permit)
    require(operator_refusal(held.showroom.operator, by), error=NotAllowed)
    if held.status not in OPEN:
        raise Conflict(not_now(held))
    return held


def total_tax(items: Collection[PermitItem]) -> Decimal:
    """The most that all of them may owe (R-GUAR-02)."""
    return sum((one.tax for one in items), Decimal(0))
