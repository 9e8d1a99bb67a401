"""A zone, its customs and an enterprise that shows bonded art (§§6, 10.8-10.11)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from approvals.parties.models import Party, Port, Role, User, Zone
from exhibitions.books.models import Book, Line
from exhibitions.books.services import LineWords, Paper, expect, open_book, open_lines, receive
from relics.register.models import RelicObject

from . import factories, registering

LIST = Paper("inventory", "示例QD001")


@dataclass
class Firm:
    """One enterprise of a zone with its book, its people, and the customs that keeps it."""

    zone: Zone
    port: Port
    holder: Party
    agent: User
    operator: User
    customs: User
    book: Book
    things: int = 0

    def new_object(self, **fields: Any) -> RelicObject:
        self.things += 1
        values = {
            "number": f"展-{self.things:05d}",
            "name": "示例油画",
            "texture": "other",
            **fields,
        }
        return registering.make_object(self.holder, self.agent, **values)


def make_firm(
    zone: Zone | None = None,
    port: Port | None = None,
    holder: Party | None = None,
    agent: User | None = None,
    customs: User | None = None,
    **fields: Any,
) -> Firm:
    """An enterprise with an open bonded book; who is not given is made.

    A holder that is given gets no operator: its agent does what an operator may.
    """
    given = holder is not None
    zone = zone or factories.make_zone()
    port = port or factories.make_port()
    holder = holder or factories.make_party(name="示例艺术品展销企业")
    customs = customs or factories.make_member(port.customs, Role.CUSTOMS)
    book = open_book(
        holder,
        zone=zone,
        customs=port.customs,
        number=fields.pop("number", f"示例T{zone.pk:07d}"),
        opened_on=fields.pop("opened_on", factories.today()),
        by=customs,
        **fields,
    )
    agent = agent or factories.make_member(holder, Role.AGENT)
    return Firm(
        zone=zone,
        port=port,
        holder=holder,
        agent=agent,
        operator=agent if given else factories.make_member(holder, Role.OPERATOR),
        customs=customs,
        book=book,
    )


def words(thing: RelicObject, **fields: Any) -> LineWords:
    values: dict[str, Any] = {
        "hs_code": "9701210000",
        "unit": "件",
        "price": Decimal("12000.00"),
        "currency": "CNY",
        **fields,
    }
    return LineWords(thing, **values)


def lines(firm: Firm, count: int = 1, **fields: Any) -> list[Line]:
    """New lines with nothing on them."""
    thing = fields.pop("thing", None)
    told = [words(thing or firm.new_object(), **fields) for _ in range(count)]
    return open_lines(firm.book, told, by=firm.agent)


def in_stock(firm: Firm, count: int = 1, **fields: Any) -> list[Line]:
    """New lines whose objects have come into the zone."""
    made = lines(firm, count, **fields)
    expect(made, LIST, by=firm.agent)
    receive(made, LIST, by=firm.customs)
    return made
