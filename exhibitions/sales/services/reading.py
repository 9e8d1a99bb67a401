"""A buyer read in clear: for a purpose, and noted who and when (R-TRADE-06, R-DATA-03)."""

from django.db import transaction

from approvals.parties.models import User
from approvals.record.refusals import NotAcceptable, NotAllowed, require
from exhibitions.sales.models import BuyerReading, Sale
from exhibitions.sales.rules import reader_refusal, text_refusal
from exhibitions.sales.sealing import unseal

from .acts import trail

LONGEST = 200


@transaction.atomic
def read_buyer(sale: Sale, *, purpose: str, by: User) -> dict[str, str]:
    """The buyer's name, address, identity and phone; the reading is on the record first."""
    require(reader_refusal(sale, by), error=NotAllowed)
    require(text_refusal(purpose, "R-DATA-03"), error=NotAcceptable)
    why = purpose.strip()[:LONGEST]
    BuyerReading.objects.create(buyer=sale.buyer, by=by, purpose=why)
    trail(sale, "read_buyer", by=by, reason=why)
    return unseal(sale.buyer.sealed)
