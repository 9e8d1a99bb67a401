"""Which licence opens a sale: verified, valid on the day, for this object, not used up (R-BOND-06).

A guarantee never replaces it (R-BOND-05).
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from approvals.record.refusals import Refusal
from exhibitions.exhibits.models import Exhibit
from exhibitions.sales.models import LicenceStatus, SaleLicence

from .goods import kind_of


def covering(exhibit: Exhibit) -> list[SaleLicence]:
    """The operator's licences for the object, those that end first before the others."""
    held = SaleLicence.objects.filter(
        operator=exhibit.item.permit.showroom.operator_id,
        customs=exhibit.item.permit.showroom.customs_id,
        kind=kind_of(exhibit),
    ).exclude(status=LicenceStatus.REJECTED)
    named = SaleLicence.objects_covered.through.objects.filter(salelicence=OuterRef("pk"))
    whole = Q(Exists(named.filter(relicobject=exhibit.object_id))) | ~Q(Exists(named))
    return list(held.filter(whole).order_by("valid_to", "pk"))


def licence_refusal(licence: SaleLicence, on: date) -> Refusal | None:
    """Why this licence does not open a sale on the day (edge cases 32, 33)."""
    words = {"number": licence.number, "from": licence.valid_from, "to": licence.valid_to}
    if licence.status != LicenceStatus.VERIFIED:
        return Refusal(
            "licence_not_verified",
            _("许可证件 %(number)s 尚未经海关验核，只能预订。") % words,
            "R-BOND-06",
            _("请等待海关验核后再签约。"),
        )
    if not licence.valid_from <= on <= licence.valid_to:
        return Refusal(
            "licence_not_valid",
            _("许可证件 %(number)s 有效期为 %(from)s 至 %(to)s，不含销售当日。") % words,
            "R-BOND-06",
            _("请交验销售当日有效的许可证件。"),
        )
    if licence.left < 1:
        return Refusal(
            "licence_used_up",
            _("许可证件 %(number)s 准予 %(n)d 件，已全部使用。")
            % {"number": licence.number, "n": licence.quantity},
            "R-BOND-06",
            _("请交验新的许可证件。"),
        )
    return None


def usable_licence(exhibit: Exhibit, on: date) -> SaleLicence | None:
    """The licence that a sale on the day would use, or None."""
    usable = (one for one in covering(exhibit) if licence_refusal(one, on) is None)
    return next(usable, None)


def licence_refusals(exhibit: Exhibit, on: date) -> Iterator[Refusal]:
    """Why no licence opens the sale of the exhibit: what each that covers it lacks."""
    found = [licence_refusal(one, on) for one in covering(exhibit)]
    if None in found:
        return
    if not found:
        yield Refusal(
            "no_licence",
            _("尚未向海关交验“%(name)s”的销售许可，只能预订，不得销售。")
            % {"name": exhibit.item.name},
            "R-BOND-06",
            _("请先向海关交验许可证件；担保不能代替许可（R-BOND-05）。"),
        )
    yield from (one for one in found if one is not None)
