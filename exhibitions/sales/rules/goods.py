"""What about the object keeps it from being sold (R-TRADE-03, edge cases 18, 20, 43)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from approvals.record.refusals import Refusal
from exhibitions.exhibits.models import Exhibit
from exhibitions.sales.models import Buyer
from relics.entries.models import Stay
from relics.entries.queries import stay_of
from relics.filings.models import Purpose
from relics.filings.queries import sale_lock
from relics.filings.rules import use_refusal
from relics.register.models import Grade, Kind, Ownership
from relics.reviews.models import ReviewItem
from relics.watchlists.queries import frozen_among, open_candidates

PRECIOUS = (Grade.FIRST, Grade.SECOND, Grade.THIRD)
BARRED = (ReviewItem.Outcome.PROHIBITED, ReviewItem.Outcome.RETURNED)
"""Handed back with a reason was prohibited before."""
FOUND = (
    *BARRED,
    ReviewItem.Outcome.PERMIT,
    ReviewItem.Outcome.PERMIT_ISSUED,
    ReviewItem.Outcome.RELEASED,
)


def kind_of(exhibit: Exhibit) -> str:
    """As what it is sold: as the permit has it; if that proves wrong it is locked (case 20)."""
    return str(exhibit.item.kind)


def hold_refusals(exhibit: Exhibit) -> Iterator[Refusal]:
    """What stops every further step of a sale: a freeze, a lock, an open question of the lists."""
    name = {"name": exhibit.item.name}
    if exhibit.object_id in frozen_among([exhibit.object_id]):
        yield Refusal(
            "object_on_hold",
            _("“%(name)s”暂停办理，请向登记的文物进出境审核机构查询。") % name,
            "R-TRADE-03",
            _("请等待主管机关处置。"),
        )
    elif open_candidates(exhibit.object).exists():
        yield Refusal(
            "object_on_hold",
            _("“%(name)s”的名录核对尚未完成，暂停销售。") % name,
            "R-TRADE-03",
            _("请等待审核机构核对完毕。"),
        )
    if (locked := sale_lock(exhibit.object)) is not None:
        yield locked


def goods_refusals(exhibit: Exhibit) -> Iterator[Refusal]:
    """Goods that may not be sold to anybody."""
    name = {"name": exhibit.item.name}
    if not exhibit.item.for_sale:
        yield Refusal(
            "not_for_sale",
            _("“%(name)s”在展示许可中为只展不销。") % name,
            "R-BOND-06",
            _("请申请变更展示许可。"),
        )
    yield from hold_refusals(exhibit)
    if kind_of(exhibit) == Kind.RELIC and exhibit.object.ownership == Ownership.STATE:
        yield Refusal("state_relic", _("“%(name)s”为国有文物，不得买卖。") % name, "R-TRADE-03", "")
    if exhibit.item.filing is not None:
        refusal = use_refusal(exhibit.item.filing, Purpose.SALE)
        if refusal is not None:
            yield refusal


def stay_refusals(exhibit: Exhibit) -> Iterator[Refusal]:
    """A relic that is here for a time is sold on the track of its stay (R-TEMP-12, R-TEMP-13)."""
    stay = stay_of(exhibit.object)
    if stay is not None and stay.status != Stay.Status.SALE_PENDING:
        yield Refusal(
            "stay_not_for_sale",
            _("暂时进境登记现为“%(status)s”，尚未转入境内销售。")
            % {"status": stay.get_status_display()},
            "R-TEMP-12",
            _("请先在暂时进境登记中开始办理境内销售。"),
        )


def foreign_buyer_refusal(exhibit: Exhibit, buyer: Buyer) -> Refusal | None:
    """What may not leave the country is not sold to who would take it away (edge case 43)."""
    if not buyer.is_foreign or not _barred_from_exit(exhibit):
        return None
    return Refusal(
        "forbidden_exit_foreign_buyer",
        _("“%(name)s”禁止出境，不得售予境外买受人。") % {"name": exhibit.item.name},
        "R-TRADE-03",
        _("请改售境内买受人。"),
    )


def _barred_from_exit(exhibit: Exhibit) -> bool:
    thing = exhibit.object
    if kind_of(exhibit) == Kind.RELIC and thing.grade in PRECIOUS:
        return True
    judged = ReviewItem.objects.filter(object=thing).exclude(
        status=ReviewItem.Outcome.RETURNED, reason=""
    )
    last = judged.filter(status__in=FOUND).order_by("-pk").first()
    return last is not None and last.status in (
        ReviewItem.Outcome.PROHIBITED,
        ReviewItem.Outcome.RETURNED,
    )
