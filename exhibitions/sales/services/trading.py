"""The operator's verbs: reserve, sell, cancel, deliver, ask for a refund, file."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.moving import not_now, step
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import CLOCKWORK
from exhibitions.exhibits.models import Exhibit, Verb
from exhibitions.exhibits.services import Told, happen
from exhibitions.exhibits.services.custody import locked
from exhibitions.permits.rules.filing import LICENSED
from exhibitions.sales.models import (
    AS_SOLD,
    Buyer,
    Cancellation,
    LicenceUse,
    Refund,
    Sale,
    SaleLicence,
)
from exhibitions.sales.policies import AUCTION_YEARS, CUSTOMS_YEARS, FILING_DAYS, RELIC_YEARS
from exhibitions.sales.rules import (
    delivery_refusals,
    kind_of,
    licence_refusals,
    operator_refusal,
    reservation_refusals,
    sale_refusals,
    seller_for,
    text_refusal,
    usable_licence,
)
from exhibitions.sales.sealing import masked, seal
from relics.register.models import Kind

from .acts import holding, put_back, tell_customs, trail

LONGEST = 300


@dataclass(frozen=True)
class BuyerWords:
    """A buyer as it is told; kept sealed but for the country (R-TRADE-06)."""

    name: str
    address: str
    identity_number: str
    country: str = "CN"
    phone: str = ""
    is_secret: bool = False


def _right(exhibit: Exhibit, by: User) -> None:
    operator = exhibit.item.permit.showroom.operator_id
    require(operator_refusal(operator, by), error=NotAllowed)


def _first(refusals: Iterable[Refusal]) -> None:
    """Refuse with the first; what else is in the way is on the page of the exhibit."""
    require(next(iter(refusals), None), error=Conflict)


@transaction.atomic
def reserve_exhibit(
    exhibit: Exhibit,
    buyer: BuyerWords,
    *,
    auction: bool = False,
    deposit: Decimal | None = None,
    by: User,
) -> Sale:
    """Keep it for a buyer. Money paid before the licence is a reservation only (edge case 31)."""
    _right(exhibit, by)
    held = locked(exhibit)
    for text in (buyer.name, buyer.address, buyer.identity_number, buyer.country):
        require(text_refusal(text, "R-TRADE-06"), error=NotAcceptable)
    words = {k: str(v).strip() for k, v in asdict(buyer).items() if k != "is_secret"}
    kept = Buyer(
        sealed=seal(words),
        hint=_("保密") if buyer.is_secret else masked(words["name"]),
        country=words["country"].upper(),
        is_secret=buyer.is_secret,
    )
    today = timezone.localdate()
    _first(reservation_refusals(held, today, kept, auction=auction))
    kept.save()
    happen(held, Verb.RESERVE, by=by)
    kind = kind_of(held)
    sale = Sale.objects.create(
        exhibit=held,
        buyer=kept,
        is_auction=auction,
        is_relic=kind == Kind.RELIC,
        needs_licence=kind in LICENSED,
        deposit=deposit,
        reserved_on=today,
        by=by,
    )
    trail(sale, "reserve", by=by, after={"auction": auction, "deposit": deposit})
    return sale


def sell_exhibit(
    sale: Sale,
    *,
    price: Decimal,
    currency: str,
    contract_number: str,
    review_number: str = "",
    by: User,
) -> Sale:
    """By contract today, under a licence that customs verified before (R-BOND-06).

    Takes one piece of the licence. Refused without licence (case 31), with one that is over on
    the day (case 32) or used up (case 33); a relic's lot needs its review (R-TRADE-04).
    """
    _right(sale.exhibit, by)
    today = timezone.localdate()
    with holding(sale) as held:
        if held.status != Sale.Status.RESERVED:
            raise Conflict(not_now(held))
        require(text_refusal(contract_number, "R-TRADE-05"), error=NotAcceptable)
        require(_price_refusal(price, currency), error=NotAcceptable)
        if held.is_auction and held.is_relic:
            require(_lot_refusal(review_number), error=NotAcceptable)
        exhibit = held.exhibit
        held.is_relic = kind_of(exhibit) == Kind.RELIC
        held.needs_licence = kind_of(exhibit) in LICENSED
        _first(sale_refusals(exhibit, today, held.buyer))
        held.price, held.currency = price, currency.strip().upper()
        held.contract_number, held.review_number = contract_number.strip(), review_number.strip()
        held.sold_on, held.kept_until = today, _kept_until(held, today)
        operator = exhibit.item.permit.showroom.operator
        if held.is_relic:
            held.seller_licence = seller_for(operator, today, auction=held.is_auction)
            held.file_by = today + timedelta(days=FILING_DAYS)
        happen(exhibit, Verb.SELL, told=Told(document=held.contract_number[:64]), by=by)
        _take_licence(held, today)
        step(held, "sell")
        held.save()
        trail(held, "sell", by=by, after={"contract": held.contract_number, "price": price})
        tell_customs(held, "sale.sold")
    return held


def _take_licence(sale: Sale, on: date) -> None:
    """One piece of the licence, counted by the database; the exhibit's next step follows."""
    number = ""
    if sale.needs_licence:
        # Its row waits for others that sell under it, and is read again when its turn comes.
        SaleLicence.objects.select_for_update().filter(pk=_usable(sale, on).pk).first()
        sale.licence = licence = _usable(sale, on)
        LicenceUse.objects.create(licence=licence, sale=sale, step="take", on=on)
        number = licence.number
    happen(sale.exhibit, Verb.VERIFY_LICENCE, told=Told(document=number[:64]), by=CLOCKWORK)


def _usable(sale: Sale, on: date) -> SaleLicence:
    """The licence that opens the sale, or Conflict with what the operator's licences lack."""
    found = usable_licence(sale.exhibit, on)
    if found is None:
        raise Conflict(next(licence_refusals(sale.exhibit, on)))
    return found


def _price_refusal(price: Decimal, currency: str) -> Refusal | None:
    if price > 0 and len(currency.strip()) == 3:
        return None
    return Refusal("price_missing", _("请填写成交价和币种。"), "R-TRADE-05", _("价格须大于零。"))


def _lot_refusal(review_number: str) -> Refusal | None:
    if review_number.strip():
        return None
    return Refusal(
        "lot_not_reviewed",
        _("文物拍卖标的须在拍卖前经省级文物行政部门审核。"),
        "R-TRADE-04",
        _("请填写审核文号。"),
    )


def _kept_until(sale: Sale, sold_on: date) -> date:
    """The longest of the terms that hold for the sale."""
    years = RELIC_YEARS if sale.is_relic else AUCTION_YEARS if sale.is_auction else CUSTOMS_YEARS
    return date(sold_on.year + years, 12, 31)


def cancel_sale(sale: Sale, *, reason: str, by: User) -> Sale:
    """Before the declaration: back on display, the licence's piece given back once (case 36)."""
    _right(sale.exhibit, by)
    with holding(sale) as held:
        require(text_refusal(reason, "§10.9"), error=NotAcceptable)
        licence = held.licence if held.status in AS_SOLD else None
        step(held, "cancel")
        why = reason.strip()[:LONGEST]
        put_back(held, Verb.CANCEL_SALE, Told(reason=why), by=by)
        if licence is not None:
            day = timezone.localdate()
            LicenceUse.objects.create(licence=licence, sale=held, step="give_back", on=day)
        Cancellation.objects.create(sale=held, reason=why, by=by)
        held.save(update_fields=["status"])
        trail(held, "cancel", by=by, reason=why)
        tell_customs(held, "sale.cancelled")
    return held


def deliver_exhibit(sale: Sale, *, by: User) -> Sale:
    """Hand it to the buyer: only after licence, declaration and tax (R-BOND-06)."""
    _right(sale.exhibit, by)
    with holding(sale) as held:
        step(held, "deliver")
        _first(delivery_refusals(held))
        happen(held.exhibit, Verb.DELIVER, told=Told(document=held.tax_number), by=by)
        held.delivered_on = timezone.localdate()
        held.save(update_fields=["status", "delivered_on"])
        trail(held, "deliver", by=by)
        tell_customs(held, "sale.delivered")
    return held


def request_refund(sale: Sale, *, amount: Decimal, reason: str, by: User) -> Refund:
    """After the declaration: nothing moves until customs has amended it (edge case 35)."""
    _right(sale.exhibit, by)
    with holding(sale) as held:
        require(text_refusal(reason, "§10.9"), error=NotAcceptable)
        if held.status not in (
            Sale.Status.DECLARED,
            Sale.Status.TAX_PAID,
            Sale.Status.DELIVERED,
        ):
            raise Conflict(not_now(held))
        if not 0 < amount <= (held.price or 0):
            raise NotAcceptable(
                Refusal("amount_wrong", _("退款金额须大于零且不超过成交价。"), "R-BOND-06", "")
            )
        if held.refunds.filter(answer__isnull=True).exists():
            raise Conflict(Refusal("refund_waits", _("退货申请正在等待海关答复。"), "§10.9", ""))
        refund = Refund.objects.create(
            sale=held, amount=amount, reason=reason.strip()[:LONGEST], by=by
        )
        trail(held, "request_refund", by=by, after={"amount": amount}, reason=refund.reason)
        tell_customs(held, "sale.refund_requested")
    return refund


def file_sale(sale: Sale, *, number: str, filed_on: date, by: User) -> Sale:
    """The sale of a relic was filed with the relic authority under its number (R-TRADE-05)."""
    _right(sale.exhibit, by)
    with holding(sale) as held:
        if held.file_by is None or held.filed_on is not None or held.sold_on is None:
            raise Conflict(
                Refusal("nothing_to_file", _("该销售无须备案或已备案。"), "R-TRADE-05", "")
            )
        require(text_refusal(number, "R-TRADE-05"), error=NotAcceptable)
        if not held.sold_on <= filed_on <= timezone.localdate():
            raise NotAcceptable(
                Refusal("filed_when", _("备案日期应在销售日至今天之间。"), "R-TRADE-05", "")
            )
        held.filing_number, held.filed_on = number.strip(), filed_on
        held.save(update_fields=["filing_number", "filed_on"])
        trail(held, "file", by=by, after={"number": held.filing_number, "on": filed_on})
    return held
