"""The verbs of a central declaration: collect, submit, answer, pay (§10.11).

What customs accepts is declared sale by sale through the sales' own verbs, in one transaction:
a declaration is accepted whole or not at all.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Party, User
from approvals.policies.queries import policy
from approvals.record.moving import not_now, step
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import CLOCKWORK, Actor, post_outbox, write_trail
from exhibitions.sales.models import Sale
from exhibitions.sales.queries import Period, sales_to_declare, whole
from exhibitions.sales.services import declared, tax_paid

from .models import OPEN, CentralDeclaration, DeclaredSale, Violation
from .periods import period_of
from .policies import WARN_DAYS
from .queries import open_ones
from .rules import (
    empty,
    officer_refusal,
    operator_refusal,
    tier_refusal,
    violations_of,
)

ZERO = Decimal(0)


@transaction.atomic
def collect_sales(operator: Party, customs: Party, *, day: date, by: User) -> CentralDeclaration:
    """Gather what was sold in the period of that day and is in no declaration yet (归集)."""
    require(operator_refusal(operator, by), error=NotAllowed)
    require(tier_refusal(operator, customs, timezone.localdate()), error=Conflict)
    due = period_of(operator, customs, day)
    found, made = CentralDeclaration.objects.get_or_create(
        operator=operator,
        customs=customs,
        starts_on=due.starts_on,
        defaults={"ends_on": due.ends_on, "due_on": due.due_on, "opened_by": by},
    )
    held = _locked(found)
    if held.status not in (held.Status.COLLECTING, held.Status.RETURNED):
        raise Conflict(not_now(held))
    sold = sales_to_declare(operator, Period(held.starts_on, held.ends_on))
    here = sold.filter(exhibit__item__permit__showroom__customs=customs)
    fresh = list(here.filter(central__isnull=True))
    if made and not fresh:
        raise Conflict(empty())
    DeclaredSale.objects.bulk_create(
        DeclaredSale(declaration=held, sale=sale, estimated=sale.exhibit.item.tax) for sale in fresh
    )
    _drop_cancelled(held)
    held.estimated = held.sales.aggregate(sum=Sum("estimated"))["sum"] or ZERO
    held.save(update_fields=["estimated"])
    _trail(held, "collect", by=by, after={"added": len(fresh), "estimated": str(held.estimated)})
    return held


def _drop_cancelled(declaration: CentralDeclaration) -> None:
    """A sale that was called off meanwhile is not declared."""
    declaration.sales.filter(sale__status=Sale.Status.CANCELLED).delete()


def submit_declaration(declaration: CentralDeclaration, *, by: User) -> CentralDeclaration:
    """Hand it to customs. Late or across a year it is taken all the same, and is a violation."""
    require(operator_refusal(declaration.operator, by), error=NotAllowed)
    with transaction.atomic():
        held = _locked(declaration)
        today = timezone.localdate()
        if today <= held.ends_on:
            raise Conflict(
                Refusal(
                    "period_not_over",
                    _("本期到 %(day)s 为止，期满后申报。") % {"day": held.ends_on},
                    "R-CENT-05",
                    "",
                )
            )
        _drop_cancelled(held)
        if not held.sales.exists():
            raise Conflict(empty())
        step(held, "submit")
        held.submitted_on = held.submitted_on or today
        held.save(update_fields=["status", "submitted_on"])
        for kind in violations_of(held, today):
            Violation.objects.get_or_create(declaration=held, kind=kind, defaults={"on": today})
        after = {"sales": held.sales.count(), "violations": violations_of(held, today)}
        _trail(held, "submit", by=by, after=after)
        _tell(held, "central.submitted", **after)
    return held


def return_declaration(
    declaration: CentralDeclaration, *, reason: str, by: User
) -> CentralDeclaration:
    """Customs gives it back with the reason."""
    require(officer_refusal(declaration.customs, by), error=NotAllowed)
    if not reason.strip():
        raise NotAcceptable(
            Refusal("reason_missing", _("退回须写明理由。"), "R-CENT-05", _("请填写海关意见。"))
        )
    with transaction.atomic():
        held = _locked(declaration)
        step(held, "give_back")
        held.answer = reason.strip()
        held.save(update_fields=["status", "answer"])
        _trail(held, "return", by=by, reason=held.answer)
    return held


def accept_declaration(
    declaration: CentralDeclaration, *, number: str, by: User
) -> CentralDeclaration:
    """Customs accepts it under its number: each sale is declared at the rates of today (R-BOND-08).

    Raises Conflict naming the sale that may not be declared; then nothing is accepted.
    """
    require(officer_refusal(declaration.customs, by), error=NotAllowed)
    if not number.strip():
        raise NotAcceptable(Refusal("number_missing", _("请填写集中申报单号。"), "R-CENT-01", ""))
    with transaction.atomic():
        held = _locked(declaration)
        step(held, "accept")
        held.number, held.accepted_on = number.strip(), timezone.localdate()
        held.final = ZERO
        for row in _rows(held):
            done = declared(row.sale, held.number, by=by)
            row.final = Decimal(str(done.assessed.get("total", "0")))
            row.save(update_fields=["final"])
            held.final += row.final
        held.save(update_fields=["status", "number", "accepted_on", "final"])
        after = {"number": held.number, "final": str(held.final)}
        _trail(held, "accept", by=by, after=after)
        _tell(held, "central.accepted", **after)
    return held


def record_payment(
    declaration: CentralDeclaration, *, tax_number: str, on: date, amount: Decimal, by: User
) -> CentralDeclaration:
    """Customs says that the tax was paid; the sum must be that of the sales (§10.11, R-BOND-10)."""
    require(officer_refusal(declaration.customs, by), error=NotAllowed)
    if not tax_number.strip():
        raise NotAcceptable(Refusal("number_missing", _("请填写税单号。"), "R-BOND-10", ""))
    with transaction.atomic():
        held = _locked(declaration)
        step(held, "pay")
        if amount != held.final:
            raise NotAcceptable(
                Refusal(
                    "sum_differs",
                    _("缴纳 %(paid)s 元，核定 %(final)s 元，两者不符。")
                    % {"paid": amount, "final": held.final},
                    "R-BOND-10",
                    _("请核对税单。"),
                )
            )
        held.tax_number, held.paid_on = tax_number.strip(), on
        for row in _rows(held):
            tax_paid(row.sale, held.tax_number, on, by=by)
        held.save(update_fields=["status", "tax_number", "paid_on"])
        step(held, "match")
        held.save(update_fields=["status"])
        after = {"tax_number": held.tax_number, "amount": str(amount)}
        _trail(held, "pay", by=by, after=after)
        _tell(held, "central.paid", **after)
    return held


def give_alarms(on: date | None = None) -> list[CentralDeclaration]:
    """Each night: who has not declared a period that is due soon, or is late (case 34)."""
    day = on or timezone.localdate()
    given = []
    for declaration in open_ones(day).select_related("customs"):
        warn = int(policy(WARN_DAYS.key, declaration.customs, on=day))
        alarm = "late" if day > declaration.due_on else ""
        if not alarm and (declaration.due_on - day).days <= warn:
            alarm = "near"
        if not alarm or declaration.status == declaration.Status.SUBMITTED:
            continue
        with transaction.atomic():
            held = _locked(declaration)
            if held.alarmed == alarm or held.status not in OPEN:
                continue
            held.alarmed = alarm
            held.save(update_fields=["alarmed"])
            _trail(held, f"alarm_{alarm}", by=CLOCKWORK, after={"due_on": held.due_on})
            if alarm == "late":
                _tell(held, "central.late", due_on=held.due_on)
        given.append(held)
    return given


def _locked(declaration: CentralDeclaration) -> CentralDeclaration:
    return (
        CentralDeclaration.objects.select_for_update(of=("self",))
        .select_related("operator", "customs")
        .get(pk=declaration.pk)
    )


def _rows(declaration: CentralDeclaration) -> list[DeclaredSale]:
    rows = list(declaration.sales.order_by("sale"))
    sales = whole(Sale.objects.all()).in_bulk([row.sale_id for row in rows])
    for row in rows:
        row.sale = sales[row.sale_id]
    return rows


def _trail(
    declaration: CentralDeclaration,
    verb: str,
    *,
    by: Actor,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    write_trail(
        declaration.chain,
        f"declarations.{verb}",
        by=by,
        subject=f"central:{declaration.pk}",
        after={"status": declaration.status, **(after or {})},
        reason=reason,
    )


def _tell(declaration: CentralDeclaration, kind: str, **facts: Any) -> None:
    period = f"{declaration.starts_on} — {declaration.ends_on}"
    payload = {"operator": declaration.operator.name, "period": period, **facts}
    post_outbox("customs", kind, subject=f"central:{declaration.pk}", payload=payload)
