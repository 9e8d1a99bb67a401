"""What every verb of a sale does alike: locks in order, trail, word to who must know."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.refusals import Conflict, Refusal, require
from approvals.record.services import Actor, post_outbox, write_trail
from exhibitions.exhibits.models import Exhibit, ExhibitStatus, Verb
from exhibitions.exhibits.services import Told, happen
from exhibitions.exhibits.services.custody import locked
from exhibitions.sales.models import Sale
from exhibitions.sales.rules import hold_refusals


class NoSale(Conflict):
    """The exhibit is in no sale, or nothing of it waits for an answer."""

    def __init__(self) -> None:
        super().__init__(
            Refusal("no_sale", _("该展品没有可办理的销售。"), "§10.9", _("请刷新页面。"))
        )


@contextmanager
def holding(sale: Sale) -> Iterator[Sale]:
    """The sale under its lock, the case and the exhibit locked before it."""
    with transaction.atomic():
        exhibit = locked(sale.exhibit)
        held = (
            Sale.objects.select_for_update(of=("self",))
            .select_related("buyer", "licence", "seller_licence")
            .get(pk=sale.pk)
        )
        held.exhibit = exhibit
        yield held


def put_back(sale: Sale, verb: Verb, told: Told, *, by: Actor) -> None:
    """On display again; what was lost, damaged or seized meanwhile stays that."""
    if sale.exhibit.status not in (
        ExhibitStatus.LOST,
        ExhibitStatus.DAMAGED,
        ExhibitStatus.SEIZED,
    ):
        happen(sale.exhibit, verb, told=told, by=by)


def require_free(exhibit: Exhibit) -> None:
    """A freeze or a lock stops every step forward (edge cases 18, 20)."""
    require(next(hold_refusals(exhibit), None), error=Conflict)


def trail(
    sale: Sale, verb: str, *, by: Actor, after: Mapping[str, Any] | None = None, reason: str = ""
) -> None:
    """The act on the permit's record."""
    permit = sale.exhibit.item.permit
    write_trail(
        permit.case.chain,
        f"sales.{verb}",
        by=by,
        subject=f"sale:{sale.pk}",
        after={"sale": sale.pk, "status": sale.status, **(after or {})},
        reason=reason,
        acting_for=permit.showroom.operator.name if isinstance(by, User) else "",
    )


def tell_customs(sale: Sale, kind: str, **more: Any) -> None:
    """Permit, object and licence: what customs needs of a sale (R-CERT-08)."""
    permit = sale.exhibit.item.permit
    post_outbox(
        "customs",
        kind,
        subject=f"sale:{sale.pk}",
        payload={
            "permit": permit.customs_number,
            "object": sale.exhibit.object.number,
            "status": sale.status,
            "licence": sale.licence.number if sale.licence else "",
            "sold_on": sale.sold_on,
            **more,
        },
    )


def tell_tax(sale: Sale, kind: str, **more: Any) -> None:
    """Company, taxable value, duty and VAT, day of sale: nobody's identity (R-CERT-08)."""
    operator = sale.exhibit.item.permit.showroom.operator
    post_outbox(
        "tax",
        kind,
        subject=f"sale:{sale.pk}",
        payload={
            "company": operator.name,
            "taxable_value": sale.assessed.get("customs_value_cny", "0"),
            "duty": sale.assessed.get("duty", "0"),
            "consumption_tax": sale.assessed.get("consumption_tax", "0"),
            "vat": sale.assessed.get("vat", "0"),
            "sold_on": sale.sold_on,
            **more,
        },
    )
