"""A firm with its customs, and a guarantee at any stage of §10.10."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import connection
from django.utils import timezone

from approvals.parties.models import Party, Role, User
from exhibitions.guarantees import services
from exhibitions.guarantees.models import Guarantee
from relics.register.models import RelicObject

from . import factories, registering

_numbers = count(1)
SIGNED = {"reason": "示例理由", "ground": "海关事务担保条例", "rights": "示例救济途径"}
DAY = timedelta(days=1)


@dataclass
class Firm:
    """An enterprise that shows, its clerk and operator, and the officer of its customs."""

    party: Party
    agent: User
    operator: User
    customs: Party
    officer: User

    def thing(self, **fields: Any) -> RelicObject:
        number = next(_numbers)
        return registering.make_object(
            self.party, self.agent, **{"number": f"保-{number:05d}", "name": "示例油画", **fields}
        )

    def things(self, number: int) -> list[RelicObject]:
        return [self.thing() for _ in range(number)]


def make_firm(customs: Party | None = None, **known: Any) -> Firm:
    customs = customs or factories.make_party(Party.Kind.CUSTOMS)
    given = known.get("party")
    party = given or factories.make_party(name="示例展览公司")
    agent = known.get("agent") or factories.make_member(party, Role.AGENT)
    return Firm(
        party=party,
        agent=agent,
        operator=agent if given else factories.make_member(party, Role.OPERATOR),
        customs=customs,
        officer=known.get("officer") or factories.make_member(customs, Role.CUSTOMS),
    )


def words(**fields: Any) -> dict[str, Any]:
    """A deposit of a million for a year, all six statements made."""
    today = timezone.localdate()
    return {
        "form": "deposit",
        "is_general": True,
        "document_no": f"示例保-{next(_numbers):05d}",
        "guarantor": "示例银行",
        "parties": "被担保人示例展览公司，担保人示例银行，受益人示例海关",
        "obligation": "保税展示货物可能发生的税款",
        "face": Decimal("1000000.00"),
        "valid_from": today - DAY,
        "valid_to": today + 365 * DAY,
        "liability": "连带责任",
        "other_terms": "无",
        "sealed_on": today - DAY,
        **fields,
    }


def drafted(firm: Firm, **fields: Any) -> Guarantee:
    return services.draft_guarantee(
        holder=firm.party, customs=firm.customs, by=firm.agent, **words(**fields)
    )


def submitted(firm: Firm, **fields: Any) -> Guarantee:
    return services.submit_guarantee(drafted(firm, **fields), by=firm.agent)


def accepted(firm: Firm, **fields: Any) -> Guarantee:
    return services.accept_guarantee(submitted(firm, **fields), by=firm.officer)


def active(firm: Firm, amount: str | int = 1_000_000, **fields: Any) -> Guarantee:
    """A guarantee that goods may be locked on."""
    held = accepted(firm, **{"face": Decimal(amount), **fields})
    return services.activate_guarantee(held, by=firm.officer)


def refused(firm: Firm) -> Guarantee:
    row = submitted(firm)
    services.refuse_guarantee(row, **SIGNED, by=firm.officer)
    return fresh(row)


def locked(firm: Firm, amount: str | int = 100, **fields: Any) -> tuple[Guarantee, RelicObject]:
    row, thing = active(firm, **fields), firm.thing()
    services.lock_cover(row, [(thing, Decimal(amount), "示例许可-1")], by=firm.officer)
    return fresh(row), thing


def insufficient(firm: Firm) -> Guarantee:
    """Rates rose until the only object needs more than there is."""
    row, thing = locked(firm)
    services.revalue(row, [(thing, row.amount + 1)], by=firm.officer)
    return fresh(row)


def expiring(firm: Firm) -> Guarantee:
    return active(firm, valid_to=timezone.localdate() + 10 * DAY)


def called(firm: Firm) -> Guarantee:
    row = active(firm)
    return services.call_guarantee(row, Decimal(100), document="示例-1", **SIGNED, by=firm.officer)


def unclaimed(firm: Firm) -> Guarantee:
    return services.clear_guarantee(active(firm), by=firm.officer)


def long_ago(row: Guarantee, column: str, days: int) -> Guarantee:
    """As if that day had been so long ago."""
    day = timezone.localdate() - days * DAY
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE guarantees_guarantee SET {column} = %s WHERE id = %s", [day, row.pk]
        )
    return fresh(row)


def noticed(firm: Firm) -> Guarantee:
    row = long_ago(unclaimed(firm), "cleared_on", 120)
    services.give_notice(row, **SIGNED, by=firm.officer)
    return fresh(row)


def forfeited(firm: Firm) -> Guarantee:
    row = long_ago(noticed(firm), "noticed_on", 400)
    services.forfeit_guarantee(row, **SIGNED, by=firm.officer)
    return fresh(row)


def released(firm: Firm) -> Guarantee:
    return services.release_guarantee(active(firm), by=firm.officer)


STAGES = {
    "draft": drafted,
    "submitted": submitted,
    "refused": refused,
    "accepted": accepted,
    "active": active,
    "insufficient": insufficient,
    "expiring": expiring,
    "called": called,
    "unclaimed": unclaimed,
    "notice": noticed,
    "treasury": forfeited,
    "released": released,
}


def fresh(row: Guarantee) -> Guarantee:
    return Guarantee.objects.select_related("holder", "customs").get(pk=row.pk)
