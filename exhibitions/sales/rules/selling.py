"""Everything that keeps an exhibit from being reserved, sold or delivered, in words."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.policies.queries import policy
from approvals.record.refusals import Refusal
from exhibitions.exhibits.models import Exhibit, ExhibitStatus
from exhibitions.permits.models import RUNNING, DisplayPermit, PermitStatus
from exhibitions.permits.rules.filing import LICENSED
from exhibitions.sales.models import OPEN, TO_DECLARE, Buyer, Sale
from relics.entries.models import Stay
from relics.register.models import Kind

from .goods import foreign_buyer_refusal, goods_refusals, hold_refusals, kind_of, stay_refusals
from .licences import licence_refusals
from .sellers import seller_refusals

WAITS = (ExhibitStatus.ON_DISPLAY, ExhibitStatus.RESERVED)


def sale_refusals(
    exhibit: Exhibit, on: date | None = None, buyer: Buyer | None = None
) -> list[Refusal]:
    """All that keeps the exhibit from being sold on the day (today), each with its rule.

    Of a reserved one, its own buyer and way of sale are asked about unless another is given.
    """
    day = on or timezone.localdate()
    sale = Sale.objects.filter(exhibit=exhibit, status__in=OPEN).select_related("buyer").first()
    return refusals_of(exhibit, sale, day, buyer)


def refusals_of(
    exhibit: Exhibit, sale: Sale | None, day: date, buyer: Buyer | None = None
) -> list[Refusal]:
    """The same where the open sale of the exhibit is at hand."""
    auction = sale.is_auction if sale else False
    asked = buyer or (sale.buyer if sale else None)
    found = list(reservation_refusals(exhibit, day, asked, auction=auction))
    found += stay_refusals(exhibit)
    if kind_of(exhibit) in LICENSED:
        found += licence_refusals(exhibit, day)
    return found


def reservation_refusals(
    exhibit: Exhibit, on: date, buyer: Buyer | None, *, auction: bool
) -> Iterator[Refusal]:
    """What bars even a reservation: only the licence may still be missing then (edge case 31)."""
    permit = exhibit.item.permit
    if exhibit.status not in WAITS:
        yield Refusal(
            "not_on_display",
            _("“%(name)s”目前%(status)s，只有展示中的展品可以销售。")
            % {
                "name": exhibit.item.name,
                "status": ExhibitStatus(exhibit.status).label,
            },
            "§10.9",
            _("请先上展；已在销售的，按销售的下一步办理。"),
        )
    if permit.status not in RUNNING:
        yield Refusal(
            "permit_not_running",
            _("展示许可目前%(status)s，不能销售。") % {"status": PermitStatus(permit.status).label},
            "R-BOND-01",
            _("请先恢复或取得展示许可。"),
        )
    yield from goods_refusals(exhibit)
    if kind_of(exhibit) == Kind.RELIC:
        yield from seller_refusals(permit.showroom.operator, on, auction=auction)
    if buyer is not None and (refusal := foreign_buyer_refusal(exhibit, buyer)):
        yield refusal
    if refusal := crossed_refusal(permit, on):
        yield refusal


def crossed_refusal(permit: DisplayPermit, on: date) -> Refusal | None:
    """While a sale of last year is not declared nothing more is sold (R-CENT-05, edge case 34)."""
    crossed = Sale.objects.filter(
        exhibit__item__permit__showroom__operator=permit.showroom.operator_id,
        status__in=TO_DECLARE,
        sold_on__lt=on.replace(month=1, day=1),
    )
    if not crossed.exists():
        return None
    return Refusal(
        "undeclared_across_the_year",
        _("有上年度已售展品尚未申报，停止新的销售。"),
        "R-CENT-05",
        _("请先申报上年度已售展品。"),
    )


def delivery_refusals(sale: Sale) -> Iterator[Refusal]:
    """What keeps a taxed sale from being delivered: a hold, or a stay that is not closed."""
    yield from hold_refusals(sale.exhibit)
    showroom = sale.exhibit.item.permit.showroom
    stay = Stay.objects.filter(object=sale.exhibit.object_id).order_by("-pk").first()
    if stay is None or stay.status not in Stay.OPEN:
        return
    if policy("sales.stay_settled", showroom.zone.party, showroom.customs):
        yield Refusal(
            "stay_not_settled",
            _("暂时进境登记尚未境内结案，临时进境标识未收回。"),
            "R-TEMP-13",
            _("请凭海关放行编号和许可证件编号向审核机构办理结案。"),
        )
