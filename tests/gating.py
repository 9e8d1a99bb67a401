"""A show at the gate: a pass walked to any status, and what the barriers see."""

from decimal import Decimal
from itertools import count
from typing import Any

from exhibitions.exhibits.models import Exhibit
from exhibitions.gates import services
from exhibitions.gates.models import Crossing, GatePass
from exhibitions.gates.queries import with_all
from exhibitions.gates.services import Load, Piece, Seen

from . import custody, showing

D = Decimal
_numbers = count(1)
LOAD = Load(
    plate="示A00001",
    own_weight=D(2000),
    frame_weight=D(0),
    dossier_number="示例CK-0001",
    applicant="示例经办人",
    contact="示例电话",
)
GROSS, NET = D(20), D(15)
QUIET = ("gates.chance", "credit.share.ordinary")
"""The shares that draw a pass for inspection; nought in a quiet world."""


def quiet(world: showing.World) -> None:
    """Nothing is drawn at this customs."""
    for key in QUIET:
        showing.decide(world, key, value=0, party=world.customs)


def make_house(amount: int = 1, **values: Any) -> tuple[custody.House, list[Exhibit]]:
    """A running show with its exhibits in custody in the zone; nothing is drawn."""
    house = custody.make_house(count=amount, **values)
    quiet(house.world)
    return house, [custody.fresh(one) for one in custody.entered(house)]


def fresh(gate_pass: GatePass) -> GatePass:
    return with_all(GatePass.objects.all()).get(pk=gate_pass.pk)


def pieces(exhibits: list[Exhibit]) -> list[Piece]:
    return [Piece(custody.fresh(one), GROSS, NET) for one in exhibits]


def applied(
    house: custody.House, exhibits: list[Exhibit], direction: str = "out", **more: Any
) -> GatePass:
    permit = showing.fresh(house.permit)
    told = {"planned_return": permit.ends_on if direction == "out" else None, **more}
    load = told.pop("load", LOAD)
    by = told.pop("by", house.keeper)
    return fresh(services.apply_for_pass(permit, direction, pieces(exhibits), load, **told, by=by))


def approved(house: custody.House, exhibits: list[Exhibit], direction: str = "out") -> GatePass:
    made = applied(house, exhibits, direction)
    number = f"示例核放{next(_numbers):06d}"
    return fresh(services.record_verdict(made, "1", number=number, by=house.customs))


def seen(gate_pass: GatePass, barrier: str = "first", **fields: Any) -> Seen:
    """What the barrier sees when all is in order."""
    told = {
        "told": str(gate_pass),
        "barrier": barrier,
        "key": f"示例键-{next(_numbers)}",
        "plate": gate_pass.plate,
        "weight": gate_pass.expected_weight if barrier == "first" else None,
        **fields,
    }
    return Seen(**told)


def cross(
    house: custody.House, gate_pass: GatePass, barrier: str = "first", **fields: Any
) -> Crossing:
    by = fields.pop("by", house.customs)
    customs = house.world.customs
    return services.record_crossing(customs, seen(gate_pass, barrier, **fields), by=by)


def passed_first(house: custody.House, exhibits: list[Exhibit], direction: str = "out") -> GatePass:
    made = approved(house, exhibits, direction)
    cross(house, made)
    return fresh(made)


def passed(house: custody.House, exhibits: list[Exhibit], direction: str = "out") -> GatePass:
    made = passed_first(house, exhibits, direction)
    cross(house, made, "second")
    return fresh(made)


def held(house: custody.House, exhibits: list[Exhibit], direction: str = "out") -> GatePass:
    """Held at the weigh-bridge."""
    made = approved(house, exhibits, direction)
    cross(house, made, weight=made.total + 500)
    return fresh(made)


def brought(house: custody.House, exhibits: list[Exhibit], status: str) -> GatePass:
    """A pass walked to the status."""
    walks = {
        "applied": applied,
        "approved": approved,
        "passed_first": passed_first,
        "passed": passed,
        "held": held,
    }
    if status in walks:
        return walks[status](house, exhibits)
    if status == "void":
        made = approved(house, exhibits)
        return fresh(services.void_pass(made, reason="示例", by=house.keeper))
    made = applied(house, exhibits)
    if status == "withdrawn":
        return fresh(services.withdraw_pass(made, by=house.keeper))
    return fresh(services.record_verdict(made, "3", reason="示例", by=house.customs))
