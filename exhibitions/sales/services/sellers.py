"""The relic authority keeps the roll of who may sell relics (R-TRADE-01, R-TRADE-02)."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Party, User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail
from exhibitions.sales.models import ForeignShare, SellerKind, SellerLicence
from exhibitions.sales.rules import culture_refusal, share_refusal, text_refusal

HUNDRED = 100


def record_seller_licence(
    party: Party,
    kind: str,
    *,
    number: str,
    issuer: str,
    valid_from: date,
    valid_to: date,
    by: User,
) -> SellerLicence:
    """Enter the licence of a unit; a unit has never both kinds, nor foreign money in it.

    R-TRADE-01, R-TRADE-02, edge case 44.
    """
    require(culture_refusal(by), error=NotAllowed)
    require(share_refusal(party, timezone.localdate()), error=Conflict)
    require(text_refusal(number, "R-TRADE-01"), error=NotAcceptable)
    require(text_refusal(issuer, "R-TRADE-01"), error=NotAcceptable)
    if kind not in SellerKind.values or valid_to < valid_from:
        raise NotAcceptable(
            Refusal("seller_licence_wrong", _("请填写种类和有效期。"), "R-TRADE-01", "")
        )
    other = SellerLicence.objects.filter(
        party=party, valid_from__lte=valid_to, valid_to__gte=valid_from
    ).exclude(kind=kind)
    if other.exists():
        raise Conflict(_both())
    try:
        with transaction.atomic():
            made = SellerLicence.objects.create(
                party=party,
                kind=kind,
                number=number.strip(),
                issuer=issuer.strip(),
                valid_from=valid_from,
                valid_to=valid_to,
                by=by,
            )
            _told(party, "seller_licence", by, {"kind": kind, "number": made.number})
    except IntegrityError as error:
        raise Conflict(
            Refusal("seller_licence_known", _("该许可证已登记。"), "R-TRADE-01", "")
        ) from error
    return made


def _both() -> Refusal:
    return Refusal(
        "both_kinds",
        _("同一单位不得同时持有文物销售许可证和文物拍卖许可证。"),
        "R-TRADE-01",
        _("请核对该单位现有的许可证。"),
    )


@transaction.atomic
def record_foreign_share(
    party: Party, percent: Decimal, *, valid_from: date, source: str, by: User
) -> ForeignShare:
    """Enter how much of the enterprise foreigners hold, from a day on."""
    require(culture_refusal(by), error=NotAllowed)
    require(text_refusal(source, "R-TRADE-02"), error=NotAcceptable)
    if not 0 <= percent <= HUNDRED:
        raise NotAcceptable(Refusal("share_wrong", _("外资比例应在0至100之间。"), "R-TRADE-02", ""))
    made = ForeignShare.objects.create(
        party=party, percent=percent, valid_from=valid_from, source=source.strip(), by=by
    )
    _told(party, "foreign_share", by, {"percent": percent, "from": valid_from})
    return made


def _told(party: Party, verb: str, by: User, after: dict[str, object]) -> None:
    chain = f"party:{party.pk}"
    write_trail(chain, f"sales.{verb}", by=by, subject=chain, after=after)
