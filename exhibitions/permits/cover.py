"""What the rooms of the bond say of a permit: standing, guarantee, the most tax of an item."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.record.refusals import NotAcceptable, Refusal
from exhibitions.credit.queries import standing_of
from exhibitions.credit.rules import show_refusal
from exhibitions.tariffs.estimating import Estimator

from .models import DisplayPermit, PermitItem


def most_tax(item: PermitItem, on: date, estimator: Estimator | None = None) -> Decimal:
    """The most that an item may owe (R-GUAR-02); what is not bonded owes nothing.

    Raises NotAcceptable naming the rate that is not known (R-TAX-01).
    """
    if not item.is_bonded or item.value is None:
        return Decimal(0)
    asked = estimator or Estimator(on, customs=item.permit.showroom.customs)
    return asked.estimate(item.value, item.currency, item.hs_code, origin=item.origin).total


def filing_refusals(
    permit: DisplayPermit, items: Sequence[PermitItem], *, until: date | None = None
) -> Iterator[Refusal]:
    """What the bond says against a permit that would last until `until` (its end).

    The tier may not show, the guarantee ends too soon (R-GUAR-11, edge case 29), or a rate
    is not known and nothing can be estimated (R-TAX-01).
    """
    today = timezone.localdate()
    if refusal := standing_refusal(permit, on=today):
        yield refusal
    if refusal := term_refusal(permit, until or permit.ends_on):
        yield refusal
    estimator = Estimator(today, customs=permit.showroom.customs)
    for item in items:
        try:
            most_tax(item, today, estimator)
        except NotAcceptable as unknown:
            told = unknown.refusal
            sentence = _("“%(object)s”：%(why)s") % {"object": item.name, "why": told.sentence}
            yield Refusal(told.code, sentence, told.rule, told.fix)


def cover_refusals(permit: DisplayPermit, *, until: date | None = None) -> Iterator[Refusal]:  # noqa: ARG001
    """Whether the guarantee that stands behind it covers what may be owed (R-BOND-04)."""
    yield from ()


def standing_refusal(permit: DisplayPermit, *, on: date) -> Refusal | None:
    """Whether the operator's tier may show on the day (R-CRED, edge case 42)."""
    showroom = permit.showroom
    standing = standing_of(showroom.operator, on, showroom.customs, showroom.zone.party)
    return show_refusal(standing)


def term_refusal(permit: DisplayPermit, until: date | None) -> Refusal | None:  # noqa: ARG001
    """Whether the guarantee outlasts the period and the days after it (R-GUAR-11)."""
    return None


def guarantee_refusal(permit: DisplayPermit, *, on: date) -> Refusal | None:  # noqa: ARG001
    """Whether the guarantee still stands, and for long enough (R-GUAR-05, edge case 29)."""
    return None
