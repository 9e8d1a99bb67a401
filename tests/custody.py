"""Exhibits of a running permit, walked through custody (§10.9)."""

from dataclasses import dataclass, field
from typing import Any

from exhibitions.books.services import Paper, expect, open_lines, receive
from exhibitions.exhibits import services
from exhibitions.exhibits.models import Exhibit, Place, PlaceKind
from exhibitions.exhibits.queries import whole
from exhibitions.exhibits.services.places import places_from_plan
from exhibitions.permits.models import DisplayPermit

from . import bonded, showing

LIST = Paper("inventory", "示例QD-展")


@dataclass
class House:
    """A show that runs: its permit, the book of its operator, store, booths and a case."""

    world: showing.World
    firm: bonded.Firm
    permit: DisplayPermit
    store: Place
    case: Place
    booths: list[Place] = field(default_factory=list)

    @property
    def keeper(self) -> Any:
        return self.world.keeper

    @property
    def customs(self) -> Any:
        return self.world.officer


def make_house(world: showing.World | None = None, count: int = 1, **values: Any) -> House:
    """A running show of `count` objects that stand on the operator's book."""
    world = world or showing.make_world()
    permit = showing.active(
        world, *[showing.filed(world, origin="abroad") for _ in range(count)], **values
    )
    firm = bonded.make_firm(world.zone, world.place.port, world.operator, None, world.officer)
    told = [bonded.words(item.object) for item in permit.items.select_related("object")]
    lines = open_lines(firm.book, told, by=firm.agent)
    expect(lines, LIST, by=firm.agent)
    receive(lines, LIST, by=world.officer)
    [store] = services.make_places(
        world.operator, [("示例库1", "一号库")], kind=PlaceKind.STORE, by=world.keeper
    )
    _site, *booths = places_from_plan(permit.site, by=world.keeper)
    [case] = services.make_places(
        world.operator,
        [("示例柜1", "一号柜")],
        kind=PlaceKind.CASE,
        site=permit.site,
        by=world.keeper,
    )
    return House(world, firm, permit, store, case, booths)


def fresh(exhibit: Exhibit) -> Exhibit:
    return whole(Exhibit.objects.all()).get(pk=exhibit.pk)


def entered(house: House) -> list[Exhibit]:
    return services.enter_custody(house.permit, place=house.store, by=house.keeper)


def on_display(house: House) -> list[Exhibit]:
    """Out and put up, each at the first booth; the gate's part is told by hand."""
    shown = []
    for exhibit in entered(house):
        for verb in ("request_out", "pass_out"):
            services.happen(exhibit, verb, by=house.keeper)
        services.install(fresh(exhibit), house.booths[0], by=house.keeper)
        shown.append(fresh(exhibit))
    return shown


WAY = {
    "in_zone": (),
    "out_pending": ("request_out",),
    "gate_out": ("request_out", "pass_out"),
    "on_display": ("request_out", "pass_out", "install"),
    "return_pending": ("request_out", "pass_out", "install", "request_return"),
    "gate_in": ("request_out", "pass_out", "install", "request_return", "pass_in"),
    "reserved": ("request_out", "pass_out", "install", "reserve"),
    "sold_pending_licence": ("request_out", "pass_out", "install", "reserve", "sell"),
    "sold_pending_declaration": (
        *("request_out", "pass_out", "install", "reserve", "sell"),
        "verify_licence",
    ),
    "declared": (
        *("request_out", "pass_out", "install", "reserve", "sell"),
        *("verify_licence", "declare"),
    ),
    "tax_paid": (
        *("request_out", "pass_out", "install", "reserve", "sell"),
        *("verify_licence", "declare", "pay_tax"),
    ),
    "delivered": (
        *("request_out", "pass_out", "install", "reserve", "sell"),
        *("verify_licence", "declare", "pay_tax", "deliver"),
    ),
    "lost": ("request_out", "pass_out", "install", "lose"),
    "damaged": ("request_out", "pass_out", "install", "damage"),
    "seized": ("request_out", "pass_out", "install", "seize"),
}
"""The steps that lead to each status of §10.9."""


def brought(house: House, exhibit: Exhibit, status: str) -> Exhibit:
    """The exhibit walked to a status, by the seam that gates and sales use."""
    for verb in WAY[status]:
        place = house.booths[0] if verb == "install" else None
        services.happen(exhibit, verb, place=place, by=house.keeper)
    return fresh(exhibit)
