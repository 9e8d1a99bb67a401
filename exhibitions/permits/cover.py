"""What the rooms of the bond say of a permit: standing, guarantee, the most tax of an item."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.record.refusals import NotAcceptable, Refusal
from exhibitions.credit.queries import standing_of
from exhibitions.credit.rules import show_refusal
from exhibitions.guarantees.models import Coverage, Guarantee
from exhibitions.guarantees.rules import cover_refusal, live_refusal
from exhibitions.guarantees.rules import term_refusal as ends_first_refusal
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


def cover_refusals(permit: DisplayPermit, *, until: date | None = None) -> Iterator[Refusal]:
    """Whether the guarantee that stands behind it covers what may be owed until then.

    By a cent (R-BOND-04, edge case 27), and for long enough (R-GUAR-11, edge case 29).
    """
    if permit.guarantee is None:
        if permit.cover_needed > 0:
            yield Refusal(
                "guarantee_missing",
                _("保税展品最多应缴税款 %(need)s 元，须有海关接受的担保。")
                % {"need": f"{permit.cover_needed:,.2f}"},
                "R-BOND-04",
                _("请先向主管海关提供担保。"),
            )
        return
    if refusal := cover_refusal(permit.guarantee, permit.cover_needed):
        yield refusal
    if refusal := term_refusal(permit, until or permit.ends_on):
        yield refusal


def owner_refusal(permit: DisplayPermit, guarantee: Guarantee) -> Refusal | None:
    """Only a guarantee of the operator, in the hands of the customs of the showroom."""
    showroom = permit.showroom
    if (guarantee.holder_id, guarantee.customs_id) == (showroom.operator_id, showroom.customs_id):
        return None
    return Refusal(
        "guarantee_of_another",
        _("担保“%(number)s”不是本单位交主管海关的担保。") % {"number": guarantee.document_no},
        "R-GUAR-03",
        _("请选用本单位的担保。"),
    )


def standing_refusal(permit: DisplayPermit, *, on: date) -> Refusal | None:
    """Whether the operator's tier may show on the day (R-CRED, edge case 42)."""
    showroom = permit.showroom
    standing = standing_of(showroom.operator, on, showroom.customs, showroom.zone.party)
    return show_refusal(standing)


def term_refusal(permit: DisplayPermit, until: date | None) -> Refusal | None:
    """Whether the guarantee outlasts the period and the days after it (R-GUAR-11, case 29)."""
    if permit.guarantee is None or until is None:
        return None
    return ends_first_refusal(permit.guarantee, until)


def guarantee_refusal(permit: DisplayPermit, *, on: date) -> Refusal | None:
    """Whether the guarantee still stands, and for long enough (R-GUAR-05, edge case 29)."""
    if permit.guarantee is None:
        return None
    return live_refusal(permit.guarantee, on) or term_refusal(permit, permit.ends_on)


def locked_refusals(permit: DisplayPermit) -> Iterator[Refusal]:
    """What the guarantee still holds for it stands in the way of its closing (§10.8)."""
    held = Coverage.objects.filter(what_for=permit.cover_key, released_at__isnull=True)
    for one in held.select_related("object", "guarantee"):
        yield Refusal(
            "cover_locked",
            _("“%(object)s”仍锁定担保 %(amount)s 元。")
            % {"object": one.object, "amount": f"{one.amount:,.2f}"},
            "R-GUAR-09",
            _("请先办结该展品的回区或放行。"),
        )
