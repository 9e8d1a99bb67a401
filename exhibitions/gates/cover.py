"""The guarantee at the gate: room before, locked at the last barrier, freed on the way in."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from approvals.record.refusals import Conflict, Refusal, require
from approvals.record.services import Actor
from exhibitions.exhibits.models import Exhibit
from exhibitions.guarantees.models import Coverage
from exhibitions.guarantees.rules import cover_refusal
from exhibitions.guarantees.services import Need, lock_cover, need_of, release_cover
from exhibitions.permits.models import DisplayPermit


def needs_of(permit: DisplayPermit, exhibits: Sequence[Exhibit]) -> list[Need]:
    """The most tax of each by the rates of today; what owes nothing is left out (R-GUAR-02).

    Raises NotAcceptable naming a rate that is not known (R-TAX-01).
    """
    found = [
        need_of(
            one.object,
            permit.cover_key,
            value=one.item.value,
            currency=one.item.currency,
            hs_code=one.item.hs_code,
            origin=one.item.origin,
            customs=permit.showroom.customs,
        )
        for one in exhibits
        if one.is_bonded and one.item.value is not None
    ]
    return [one for one in found if one.amount > 0]


def room_refusal(permit: DisplayPermit, exhibits: Sequence[Exhibit]) -> Refusal | None:
    """Why the guarantee has no room for these now, by a cent (R-BOND-04, case 27)."""
    needs = needs_of(permit, exhibits)
    if not needs:
        return None
    total = sum((one.amount for one in needs), Decimal(0))
    if permit.guarantee is None:
        return _missing(total)
    return cover_refusal(permit.guarantee, total)


def lock_for(permit: DisplayPermit, exhibits: Sequence[Exhibit], *, by: Actor) -> None:
    """Lock what they may owe; the last statement before the commit (R-GUAR-09)."""
    needs = needs_of(permit, exhibits)
    if not needs:
        return
    require(
        None if permit.guarantee else _missing(sum(one.amount for one in needs)), error=Conflict
    )
    assert permit.guarantee is not None
    lock_cover(permit.guarantee, needs, by=by)


def free_for(permit: DisplayPermit, exhibits: Sequence[Exhibit], *, reason: str, by: Actor) -> None:
    """Free what is locked for them, on whichever guarantee it is."""
    held = Coverage.objects.filter(
        what_for=permit.cover_key,
        object__in=[one.object_id for one in exhibits],
        released_at__isnull=True,
    ).select_related("guarantee", "object")
    by_guarantee: dict[int, list[Coverage]] = {}
    for one in held.order_by("guarantee", "object"):
        by_guarantee.setdefault(one.guarantee_id, []).append(one)
    for covered in by_guarantee.values():
        lines = [(one.object, one.what_for) for one in covered]
        release_cover(covered[0].guarantee, lines, reason=reason, by=by)


def _missing(total: object) -> Refusal:
    return Refusal(
        "guarantee_missing",
        _("保税展品最多应缴税款 %(need)s 元，展示许可没有担保。") % {"need": f"{total:,.2f}"},
        "R-BOND-04",
        _("请先向主管海关提供担保。"),
    )
