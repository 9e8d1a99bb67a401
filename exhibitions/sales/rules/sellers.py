"""Who may sell relics (R-TRADE-01, R-TRADE-02, edge case 44)."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from approvals.parties.models import Party
from approvals.record.refusals import Refusal
from exhibitions.sales.models import ForeignShare, SellerKind, SellerLicence


def share_refusal(party: Party, on: date) -> Refusal | None:
    """No foreign money in who trades relics."""
    row = ForeignShare.objects.filter(party=party, valid_from__lte=on).first()
    if row is None or row.percent == 0:
        return None
    return Refusal(
        "foreign_invested",
        _("“%(party)s”外资比例为 %(share)s%%，外商投资企业不得经营文物。")
        % {"party": party, "share": row.percent},
        "R-TRADE-02",
        _("请委托依法取得资格的内资单位销售。"),
    )


def seller_for(party: Party, on: date, *, auction: bool) -> SellerLicence | None:
    """The licence under which the party sells, or auctions, relics on the day."""
    kind = SellerKind.AUCTION if auction else SellerKind.SHOP
    held = SellerLicence.objects.filter(party=party, kind=kind)
    return held.filter(valid_from__lte=on, valid_to__gte=on).first()


def seller_refusals(party: Party, on: date, *, auction: bool = False) -> Iterator[Refusal]:
    """Why the party may not sell a relic on the day."""
    if refusal := share_refusal(party, on):
        yield refusal
    if seller_for(party, on, auction=auction) is None:
        kind = SellerKind.AUCTION if auction else SellerKind.SHOP
        yield Refusal(
            "no_seller_licence",
            _("“%(party)s”在 %(day)s 没有有效的%(kind)s。")
            % {"party": party, "day": on, "kind": kind.label},
            "R-TRADE-01",
            _("请由文物行政部门登记有效的经营许可证。"),
        )
