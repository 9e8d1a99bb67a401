"""Customs' words on a sale: declared, tax paid, amended. Also called by declarations to the right.

The book follows: what is declared is to go out, what is taxed is gone, and only customs' record
of an amendment brings it back (R-CENT-03, R-CENT-06, edge case 35).
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.moving import step
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import CLOCKWORK, Clockwork
from exhibitions.books.models import Account, Document, Move
from exhibitions.books.services import Paper, call_off_going, commit, restore, write_off
from exhibitions.exhibits.models import Exhibit, Verb
from exhibitions.exhibits.services import Told, happen
from exhibitions.guarantees.models import Coverage
from exhibitions.guarantees.services import release_cover
from exhibitions.sales.models import Refund, RefundAnswer, Sale
from exhibitions.sales.rules import customs_refusal, text_refusal
from exhibitions.tariffs.estimating import estimate

from .acts import holding, put_back, require_free, tell_customs, tell_tax, trail

Officer = User | Clockwork


def _right(sale: Sale, by: Officer) -> None:
    if isinstance(by, User):
        customs = sale.exhibit.item.permit.showroom.customs_id
        require(customs_refusal(customs, by), error=NotAllowed)


def declared(sale: Sale, number: str, *, by: Officer) -> Sale:
    """Customs accepted its declaration today; the tax is that of the rates of today (R-BOND-08).

    Raises NotAcceptable naming the rate that is not known.
    """
    _right(sale, by)
    with holding(sale) as held:
        require(text_refusal(number, "R-CENT-06"), error=NotAcceptable)
        step(held, "declare")
        require_free(held.exhibit)
        held.declaration_number, held.declared_on = number.strip(), timezone.localdate()
        held.assessed = _assessed(held)
        happen(held.exhibit, Verb.DECLARE, told=Told(document=held.declaration_number), by=by)
        line = held.exhibit.line
        if line is not None and line.account == Account.FREE:
            commit([line], _paper(held), by=CLOCKWORK)
        held.save(update_fields=["status", "declaration_number", "declared_on", "assessed"])
        trail(held, "declared", by=by, after={"number": held.declaration_number})
        tell_customs(held, "sale.declared", declaration=held.declaration_number)
    return held


def _assessed(sale: Sale) -> dict[str, object]:
    exhibit, item = sale.exhibit, sale.exhibit.item
    if not exhibit.is_bonded or sale.price is None or sale.declared_on is None:
        return {}
    customs = item.permit.showroom.customs
    found = estimate(
        sale.price,
        sale.currency,
        item.hs_code,
        origin=item.origin,
        on=sale.declared_on,
        customs=customs,
    )
    return found.kept()


def _paper(sale: Sale) -> Paper:
    return Paper(Document.DECLARATION, sale.declaration_number)


def tax_paid(sale: Sale, number: str, on: date, *, by: Officer) -> Sale:
    """Duty and VAT are paid under the number of the tax bill: it is released (R-BOND-10).

    The line of the book is written off and tax learns the statement of the sale, without
    anybody's identity (R-CERT-08).
    """
    _right(sale, by)
    with holding(sale) as held:
        require(text_refusal(number, "R-BOND-10"), error=NotAcceptable)
        step(held, "pay_tax")
        require_free(held.exhibit)
        assert held.declared_on is not None
        if not held.declared_on <= on <= timezone.localdate():
            raise NotAcceptable(
                Refusal("paid_when", _("缴税日期应在申报日至今天之间。"), "R-BOND-10", "")
            )
        held.tax_number, held.tax_paid_on = number.strip(), on
        happen(held.exhibit, Verb.PAY_TAX, told=Told(document=held.tax_number), by=by)
        if held.exhibit.line is not None:
            write_off([held.exhibit.line], _paper(held), by=CLOCKWORK)
        held.save(update_fields=["status", "tax_number", "tax_paid_on"])
        trail(held, "tax_paid", by=by, after={"number": held.tax_number, "on": on})
        tell_customs(held, "sale.tax_paid")
        tell_tax(held, "sale.statement")
        _free_cover(held.exhibit)  # the hot row of the guarantee comes last
    return held


def _free_cover(exhibit: Exhibit) -> None:
    """What is released is no longer owed: the guarantee that stood for it is free (R-GUAR-09)."""
    thing = exhibit.object
    open_cover = Coverage.objects.filter(object=thing, released_at__isnull=True)
    if (cover := open_cover.select_related("guarantee").first()) is not None:
        lines = [(thing, cover.what_for)]
        release_cover(cover.guarantee, lines, reason=_("税款已缴"), by=CLOCKWORK)


def answer_refund(
    refund: Refund, *, agrees: bool, number: str = "", reason: str = "", by: User
) -> RefundAnswer:
    """Amend the declaration under a number, so that the piece is bonded stock again; or refuse.

    The licence's piece stays used: it was declared under it (edge case 35).
    """
    _right(refund.sale, by)
    with holding(refund.sale) as held:
        if RefundAnswer.objects.filter(refund=refund).exists():
            raise Conflict(Refusal("refund_answered", _("该退货申请已经答复。"), "§10.9", ""))
        require(text_refusal(number if agrees else reason, "R-BOND-02"), error=NotAcceptable)
        told = RefundAnswer.objects.create(
            refund=refund,
            agrees=agrees,
            amendment_number=number.strip() if agrees else "",
            reason=reason.strip(),
            by=by,
        )
        if agrees:
            _amend(held, told, by)
        verb = "amend" if agrees else "refuse_refund"
        after = {"number": told.amendment_number, "amount": refund.amount}
        trail(held, verb, by=by, after=after, reason=told.reason)
    return told


@transaction.atomic
def _amend(sale: Sale, told: RefundAnswer, by: User) -> None:
    was_taxed = sale.tax_paid_on is not None
    step(sale, "refund")
    words = Told(document=told.amendment_number, reason=told.refund.reason)
    put_back(sale, Verb.AMEND_SALE, words, by=by)
    _line_back(sale, told, by)
    sale.save(update_fields=["status"])
    tell_customs(sale, "sale.amended", amendment=told.amendment_number)
    if was_taxed:
        tell_tax(sale, "sale.amended")


def _line_back(sale: Sale, told: RefundAnswer, by: User) -> None:
    """The line stands again as it stood before the declaration."""
    line = sale.exhibit.line
    if line is None:
        return
    paper = Paper(Document.AMENDMENT, told.amendment_number, told.refund.reason)
    by_sale = line.postings.filter(
        move=Move.COMMIT, document=Document.DECLARATION, document_number=sale.declaration_number
    ).exists()
    if line.account == Account.GONE:
        restore([line], paper, by=by)
        if not by_sale:
            commit([line], paper, by=CLOCKWORK)
    elif line.account == Account.GOING and by_sale:
        call_off_going([line], paper, by=CLOCKWORK)
